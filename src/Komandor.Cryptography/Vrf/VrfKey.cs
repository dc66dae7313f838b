using System.Security.Cryptography;
using Komandor.Cryptography.Curve25519;
using Komandor.Primitives;

namespace Komandor.Cryptography.Vrf;

/// <summary>A private key that turns inputs into outputs which look random and are proven right (RFC 9381). Zeroed when disposed.</summary>
/// <remarks>docs/protocol/vrf.md. The key is that of Ed25519 for the same seed. Constant time in the key; the input is public to its owner.</remarks>
internal sealed class VrfKey : IDisposable
{
    /// <summary>The length of the seed that a key derives from, in bytes.</summary>
    internal const int SeedSizeBytes = 32;

    // The secret scalar's bytes, then the nonce key. Pinned, so that the collector leaves no copies.
    private readonly byte[] _expanded = GC.AllocateArray<byte>(64, pinned: true);
    private readonly byte[] _publicKey = new byte[EdwardsPoint.SizeBytes];
    private bool _disposed;

    /// <summary>Derives the key from a secret seed of 32 bytes (RFC 8032 §5.1.5).</summary>
    internal VrfKey(ReadOnlySpan<byte> seed)
    {
        Invariant.Require(seed.Length == SeedSizeBytes);
        SHA512.HashData(seed, _expanded);
        _expanded[0] &= 0xf8;
        _expanded[31] = (byte)((_expanded[31] & 0x7f) | 0x40);
        FixedBase.Generator.Multiply(Secret()).Write(_publicKey);
    }

    /// <summary>The public key.</summary>
    internal ReadOnlySpan<byte> PublicKey => _publicKey;

    /// <summary>Proves the output of <paramref name="input"/> (RFC 9381 §5.1).</summary>
    /// <returns>The proof, 80 bytes: the output follows from it by <see cref="VrfProof.Output(ReadOnlySpan{byte}, Span{byte})"/>.</returns>
    /// <exception cref="ObjectDisposedException">The key was disposed.</exception>
    internal byte[] Prove(ReadOnlySpan<byte> input)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        byte[] proof = new byte[VrfProof.SizeBytes];
        Span<byte> encodedBase = stackalloc byte[EdwardsPoint.SizeBytes];
        EdwardsPoint inputBase = VrfProof.HashToCurve(_publicKey, input, encodedBase);
        Scalar secret = Secret();
        EdwardsPoint gamma = inputBase.Multiply(secret);
        gamma.Write(proof);

        // The nonce is Ed25519's, from the encoded base (RFC 9381 §5.4.2.2).
        Span<byte> message = stackalloc byte[2 * EdwardsPoint.SizeBytes];
        _expanded.AsSpan(32).CopyTo(message);
        encodedBase.CopyTo(message[32..]);
        Span<byte> hash = stackalloc byte[SHA512.HashSizeInBytes];
        SHA512.HashData(message, hash);
        Scalar nonce = Scalar.ReadWide(hash);
        CryptographicOperations.ZeroMemory(message);
        CryptographicOperations.ZeroMemory(hash);
        Scalar challenge = VrfProof.Challenge(
            _publicKey, encodedBase, proof.AsSpan(0, 32), FixedBase.Generator.Multiply(nonce), inputBase.Multiply(nonce), proof.AsSpan(32, 16));
        (nonce + (challenge * secret)).Write(proof.AsSpan(48));
        return proof;
    }

    /// <summary>Zeroes the key.</summary>
    public void Dispose()
    {
        CryptographicOperations.ZeroMemory(_expanded);
        _disposed = true;
    }

    // Modulo ℓ, which multiplies points of the subgroup alike.
    private Scalar Secret()
    {
        Span<byte> wide = stackalloc byte[64];
        wide.Clear();
        _expanded.AsSpan(0, 32).CopyTo(wide);
        Scalar secret = Scalar.ReadWide(wide);
        CryptographicOperations.ZeroMemory(wide);
        return secret;
    }
}
