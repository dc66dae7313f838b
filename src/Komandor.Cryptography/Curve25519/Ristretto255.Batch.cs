using Komandor.Primitives;

namespace Komandor.Cryptography.Curve25519;

internal static partial class Ristretto255
{
    /// <summary>Reads many elements as <see cref="TryRead"/> reads one.</summary>
    /// <param name="encoded">The encodings one after another, 32 bytes each.</param>
    /// <param name="elements">Gets one element an encoding; what is refused leaves an unspecified point.</param>
    /// <param name="valid">Gets one verdict an encoding.</param>
    /// <returns>Whether all are valid.</returns>
    internal static bool TryReadBatch(ReadOnlySpan<byte> encoded, Span<EdwardsPoint> elements, Span<bool> valid)
    {
        Invariant.Require(encoded.Length % SizeBytes == 0);
        bool all = true;
        for (int index = 0; index < encoded.Length / SizeBytes; index++)
        {
            valid[index] = TryRead(encoded.Slice(index * SizeBytes, SizeBytes), out elements[index]);
            all &= valid[index];
        }

        return all;
    }

    /// <summary>Writes many elements as <see cref="Write"/> writes one. Constant time.</summary>
    /// <param name="elements">Any number of elements.</param>
    /// <param name="encoded">32 bytes an element at least.</param>
    internal static void WriteBatch(ReadOnlySpan<EdwardsPoint> elements, Span<byte> encoded)
    {
        for (int index = 0; index < elements.Length; index++)
        {
            Write(elements[index], encoded.Slice(index * SizeBytes, SizeBytes));
        }
    }
}
