using Komandor.Cryptography.Curve25519.Lanes;
using Komandor.Primitives;

namespace Komandor.Cryptography;

/// <summary>Ed25519 verification under ZIP-215, where one signature alone and inside any batch has one verdict.</summary>
/// <remarks>docs/protocol/signatures.md §4. Variable time: keys, messages and signatures are public. Events, header signatures and
/// transactions are verified by these rules.</remarks>
public static class Ed25519Zip215
{
    // A sum has two points a signature; what larger batches gain is little, and their points no longer fit the second cache.
    private const int BatchLimit = 1024;

    /// <summary>Whether <paramref name="signature"/> of <paramref name="message"/> by <paramref name="key"/> fulfils rules Z1 to Z3.</summary>
    /// <remarks>What libsodium accepts fulfils them (signatures.md §4), and it is the faster of the two for one signature.</remarks>
    public static bool Verify(PublicKey key, ReadOnlySpan<byte> message, Signature signature) =>
        Ed25519.Verify(key, message, signature) || VerifyByEngine(key, message, signature);

    /// <summary>As <see cref="Verify"/>, by the group engine alone.</summary>
    internal static bool VerifyByEngine(PublicKey key, ReadOnlySpan<byte> message, Signature signature) =>
        ParsedSignature.TryRead(key, message, signature, out ParsedSignature parsed) && parsed.IsValid();

    /// <summary>Verifies each check and writes its verdict to the same index of <paramref name="valid"/>.</summary>
    /// <remarks>A verdict is that of <see cref="Verify"/>, whatever else is in the batch (save with probability 2⁻¹²⁸; signatures.md §4).</remarks>
    /// <param name="checks">Any number of checks.</param>
    /// <param name="valid">As long as <paramref name="checks"/> at least.</param>
    /// <returns>Whether all are valid.</returns>
    public static bool VerifyBatch(ReadOnlySpan<SignatureCheck> checks, Span<bool> valid)
    {
        bool all = true;
        for (int start = 0; start < checks.Length; start += BatchLimit)
        {
            int count = Math.Min(BatchLimit, checks.Length - start);
            all &= VerifyPart(checks.Slice(start, count), valid.Slice(start, count));
        }

        return all;
    }

    private static bool VerifyPart(ReadOnlySpan<SignatureCheck> checks, Span<bool> valid)
    {
        if (Avx512Lanes.IsSupported)
        {
            return LaneBatch<Avx512Lanes>.Verify(checks, valid, out _);
        }

        return Avx2Lanes.IsSupported ? LaneBatch<Avx2Lanes>.Verify(checks, valid, out _) : LaneBatch<ScalarLane>.Verify(checks, valid, out _);
    }
}
