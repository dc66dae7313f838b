using System.Buffers;
using System.Security.Cryptography;
using Komandor.Primitives;

namespace Komandor.Cryptography;

/// <summary>Binds every key, message and signature of a batch, so that nobody can choose one of them knowing its weight.</summary>
/// <remarks>docs/protocol/signatures.md §4.</remarks>
internal static class BatchTranscript
{
    private const int EntrySizeBytes = PublicKey.SizeBytes + Hash256.SizeBytes + Signature.SizeBytes;

    /// <summary>The first half of SHA-512 over all of it, in order.</summary>
    internal static Hash256 Hash(ReadOnlySpan<SignatureCheck> checks)
    {
        byte[] bytes = ArrayPool<byte>.Shared.Rent(checks.Length * EntrySizeBytes);
        for (int index = 0; index < checks.Length; index++)
        {
            Span<byte> entry = bytes.AsSpan(index * EntrySizeBytes, EntrySizeBytes);
            checks[index].Key.CopyTo(entry);
            checks[index].Message.CopyTo(entry[PublicKey.SizeBytes..]);
            checks[index].Signature.CopyTo(entry[(PublicKey.SizeBytes + Hash256.SizeBytes)..]);
        }

        Span<byte> hash = stackalloc byte[SHA512.HashSizeInBytes];
        SHA512.HashData(bytes.AsSpan(0, checks.Length * EntrySizeBytes), hash);
        ArrayPool<byte>.Shared.Return(bytes);
        return new Hash256(hash[..Hash256.SizeBytes]);
    }
}
