namespace Komandor.Cryptography.ErasureCoding;

/// <summary>What each known piece counts in a wanted one: Lagrange's coefficients over GF(2⁸), docs/protocol/erasure-code.md §2.</summary>
internal static class PieceFactors
{
    /// <summary>Writes the factors, those of a wanted piece beside each other.</summary>
    /// <param name="known">Different places.</param>
    /// <param name="wanted">Any places; one that is known gets the factor 1 there and 0 elsewhere.</param>
    /// <param name="factors">known.Length factors for each wanted place.</param>
    internal static void Write(ReadOnlySpan<byte> known, ReadOnlySpan<byte> wanted, Span<byte> factors)
    {
        // 1 / Π (known − other) belongs to the known place alone.
        Span<byte> weights = stackalloc byte[ErasureCode.MaximumTotal];
        for (int index = 0; index < known.Length; index++)
        {
            weights[index] = Galois.Invert(ProductOfOthers(known, index, known[index]));
        }

        for (int row = 0; row < wanted.Length; row++)
        {
            Span<byte> rowFactors = factors.Slice(row * known.Length, known.Length);
            int same = known.IndexOf(wanted[row]);
            if (same >= 0)
            {
                rowFactors.Clear();
                rowFactors[same] = 1;
                continue;
            }

            byte all = ProductOfOthers(known, -1, wanted[row]);
            for (int index = 0; index < known.Length; index++)
            {
                rowFactors[index] = Galois.Multiply(Galois.Multiply(all, weights[index]), Galois.Invert((byte)(wanted[row] ^ known[index])));
            }
        }
    }

    // Π (place − other) over the known places but the one at an index; minus is exclusive or.
    private static byte ProductOfOthers(ReadOnlySpan<byte> known, int except, byte place)
    {
        byte product = 1;
        for (int index = 0; index < known.Length; index++)
        {
            product = index == except ? product : Galois.Multiply(product, (byte)(place ^ known[index]));
        }

        return product;
    }
}
