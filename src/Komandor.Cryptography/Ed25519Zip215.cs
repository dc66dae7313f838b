using System.Buffers;
using System.Security.Cryptography;
using Komandor.Cryptography.Curve25519;
using Komandor.Primitives;

namespace Komandor.Cryptography;

/// <summary>Ed25519 verification under ZIP-215, where one signature alone and inside any batch has one verdict.</summary>
/// <remarks>docs/protocol/signatures.md §4. Variable time: keys, messages and signatures are public. The ledger verifies by
/// <see cref="Ed25519"/> until a protocol version says otherwise.</remarks>
public static class Ed25519Zip215
{
    // A batch's point sum has three points a signature at most; larger batches gain little and are cut.
    private const int BatchLimit = 1024;

    // Fewer signatures are cheaper one by one.
    private const int BisectionFloor = 4;

    /// <summary>Whether <paramref name="signature"/> of <paramref name="message"/> by <paramref name="key"/> fulfils rules Z1 to Z3.</summary>
    public static bool Verify(PublicKey key, ReadOnlySpan<byte> message, Signature signature) =>
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
        ParsedSignature[] parsed = ArrayPool<ParsedSignature>.Shared.Rent(checks.Length);
        int[] places = ArrayPool<int>.Shared.Rent(checks.Length);
        Scalar[] scalars = ArrayPool<Scalar>.Shared.Rent((2 * checks.Length) + 1);
        EdwardsPoint[] points = ArrayPool<EdwardsPoint>.Shared.Rent((2 * checks.Length) + 1);
        Span<byte> message = stackalloc byte[Hash256.SizeBytes];
        int count = 0;
        for (int index = 0; index < checks.Length; index++)
        {
            checks[index].Message.CopyTo(message);
            valid[index] = ParsedSignature.TryRead(checks[index].Key, message, checks[index].Signature, out ParsedSignature one);
            if (valid[index])
            {
                parsed[count] = one;
                places[count++] = index;
            }
        }

        BatchSum sum = new(scalars, points, Transcript(checks));
        bool all = Bisect(parsed.AsSpan(0, count), places.AsSpan(0, count), sum, valid) && count == checks.Length;
        ArrayPool<ParsedSignature>.Shared.Return(parsed);
        ArrayPool<int>.Shared.Return(places);
        ArrayPool<Scalar>.Shared.Return(scalars);
        ArrayPool<EdwardsPoint>.Shared.Return(points);
        return all;
    }

    // A sum that vanishes clears the whole span; one that does not is halved, down to single verification.
    private static bool Bisect(ReadOnlySpan<ParsedSignature> parsed, ReadOnlySpan<int> places, in BatchSum sum, Span<bool> valid)
    {
        if (parsed.Length < BisectionFloor)
        {
            bool all = true;
            for (int index = 0; index < parsed.Length; index++)
            {
                valid[places[index]] = parsed[index].IsValid();
                all &= valid[places[index]];
            }

            return all;
        }

        if (sum.Vanishes(parsed, places))
        {
            return true;
        }

        int half = parsed.Length / 2;
        bool first = Bisect(parsed[..half], places[..half], sum, valid);
        return Bisect(parsed[half..], places[half..], sum, valid) && first;
    }

    // Binds every key, message and signature of the batch, so that nobody can choose one of them knowing its weight.
    private static Hash256 Transcript(ReadOnlySpan<SignatureCheck> checks)
    {
        const int SizeBytes = PublicKey.SizeBytes + Hash256.SizeBytes + Signature.SizeBytes;
        byte[] bytes = ArrayPool<byte>.Shared.Rent(checks.Length * SizeBytes);
        for (int index = 0; index < checks.Length; index++)
        {
            Span<byte> entry = bytes.AsSpan(index * SizeBytes, SizeBytes);
            checks[index].Key.CopyTo(entry);
            checks[index].Message.CopyTo(entry[PublicKey.SizeBytes..]);
            checks[index].Signature.CopyTo(entry[(PublicKey.SizeBytes + Hash256.SizeBytes)..]);
        }

        Span<byte> hash = stackalloc byte[SHA512.HashSizeInBytes];
        SHA512.HashData(bytes.AsSpan(0, checks.Length * SizeBytes), hash);
        ArrayPool<byte>.Shared.Return(bytes);
        return new Hash256(hash[..Hash256.SizeBytes]);
    }
}
