using System.Runtime.Intrinsics;

namespace Komandor.Cryptography.ErasureCoding;

/// <summary>Sums of inputs under factors, byte by byte: the whole work of coding and of decoding.</summary>
internal static unsafe class GaloisCombiner
{
    /// <summary>Writes each output's sum of inputs, with the fastest lanes that this processor has.</summary>
    /// <param name="inputs">Where the inputs begin.</param>
    /// <param name="outputs">Where the outputs begin; none overlaps an input or another output.</param>
    /// <param name="factors">For each output the factor of each input.</param>
    /// <param name="sizeBytes">The length of every input and output.</param>
    internal static void Combine(ReadOnlySpan<nint> inputs, ReadOnlySpan<nint> outputs, ReadOnlySpan<byte> factors, int sizeBytes)
    {
        if (GfniGalois.IsSupported)
        {
            GaloisCombiner<GfniGalois, Vector512<byte>>.Combine(inputs, outputs, factors, sizeBytes);
        }
        else if (Avx512Galois.IsSupported)
        {
            GaloisCombiner<Avx512Galois, Avx512Galois.Factor>.Combine(inputs, outputs, factors, sizeBytes);
        }
        else if (Avx2Galois.IsSupported)
        {
            GaloisCombiner<Avx2Galois, Avx2Galois.Factor>.Combine(inputs, outputs, factors, sizeBytes);
        }
        else
        {
            GaloisCombiner<ScalarGalois, byte>.Combine(inputs, outputs, factors, sizeBytes);
        }
    }
}
