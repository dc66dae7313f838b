using System.Buffers.Binary;
using System.Security.Cryptography;
using Komandor.Cryptography.Curve25519;
using Komandor.Primitives;

namespace Komandor.Cryptography.Proofs;

/// <summary>A prover's nonces: a hash of its secrets, of the statement and of fresh randomness, so that a bad source of one alone betrays nothing.</summary>
/// <remarks>docs/protocol/transcripts.md §5. Zeroed on dispose.</remarks>
internal sealed class SecretNonces : IDisposable
{
    /// <summary>The bytes of fresh randomness that a caller gives.</summary>
    internal const int RandomnessSizeBytes = 32;

    private const int SeedSizeBytes = 64;

    private static readonly HashDomain _seedDomain = new("komandor.seed");
    private static readonly HashDomain _nonceDomain = new("komandor.nonce");

    // The seed, then the number of the nonce. Pinned, so that the collector leaves no copies.
    private readonly byte[] _input = GC.AllocateArray<byte>(SeedSizeBytes + sizeof(int), pinned: true);
    private int _drawn;

    /// <summary>Derives the seed.</summary>
    /// <param name="randomness">32 fresh bytes that nobody else knows.</param>
    /// <param name="state">The transcript's state, which stands for the statement.</param>
    /// <param name="secrets">The prover's secrets.</param>
    internal SecretNonces(ReadOnlySpan<byte> randomness, ReadOnlySpan<byte> state, ReadOnlySpan<Scalar> secrets)
    {
        Invariant.Require(randomness.Length == RandomnessSizeBytes);
        byte[] message = GC.AllocateArray<byte>(randomness.Length + state.Length + (secrets.Length * Scalar.SizeBytes), pinned: true);
        randomness.CopyTo(message);
        state.CopyTo(message.AsSpan(randomness.Length));
        for (int index = 0; index < secrets.Length; index++)
        {
            secrets[index].Write(message.AsSpan(randomness.Length + state.Length + (index * Scalar.SizeBytes), Scalar.SizeBytes));
        }

        Blake2b.Hash(_seedDomain, message, _input.AsSpan(0, SeedSizeBytes));
        CryptographicOperations.ZeroMemory(message);
    }

    /// <summary>The next nonce: uniform modulo ℓ.</summary>
    internal Scalar Next()
    {
        Span<byte> hash = stackalloc byte[64];
        BinaryPrimitives.WriteInt32LittleEndian(_input.AsSpan(SeedSizeBytes), _drawn++);
        Blake2b.Hash(_nonceDomain, _input, hash);
        Scalar nonce = Scalar.ReadWide(hash);
        CryptographicOperations.ZeroMemory(hash);
        return nonce;
    }

    /// <summary>Zeroes the seed.</summary>
    public void Dispose() => CryptographicOperations.ZeroMemory(_input);
}
