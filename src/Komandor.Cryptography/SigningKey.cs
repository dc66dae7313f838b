using System.Security.Cryptography;
using Komandor.Primitives;

namespace Komandor.Cryptography;

/// <summary>An Ed25519 private key. Zeroed when disposed; never written by <see cref="object.ToString"/>.</summary>
public sealed unsafe class SigningKey : IDisposable
{
    /// <summary>The length of the seed that a key derives from, in bytes.</summary>
    public const int SeedSizeBytes = 32;

    // libsodium's form: the seed, then the public key. Pinned, so that the collector leaves no copies.
    private readonly byte[] _secret = GC.AllocateArray<byte>(64, pinned: true);
    private bool _disposed;

    /// <summary>Derives the key from a secret seed of 32 bytes.</summary>
    /// <exception cref="ArgumentException">The seed has another length.</exception>
    public SigningKey(ReadOnlySpan<byte> seed)
    {
        if (seed.Length != SeedSizeBytes)
        {
            throw new ArgumentException("A seed has 32 bytes.", nameof(seed));
        }

        Span<byte> publicKey = stackalloc byte[PublicKey.SizeBytes];

        // Safe: seed, public key and secret key have the sizes that the function expects.
        fixed (byte* seedBytes = seed)
        fixed (byte* publicBytes = publicKey)
        fixed (byte* secretBytes = _secret)
        {
            Invariant.Require(Sodium.crypto_sign_ed25519_seed_keypair(publicBytes, secretBytes, seedBytes) == 0);
        }

        PublicKey = new PublicKey(publicKey);
    }

    /// <summary>The public key.</summary>
    public PublicKey PublicKey { get; }

    /// <summary>Signs a hash, deterministically.</summary>
    /// <exception cref="ObjectDisposedException">The key was disposed.</exception>
    public Signature Sign(Hash256 message)
    {
        Span<byte> bytes = stackalloc byte[Hash256.SizeBytes];
        message.CopyTo(bytes);
        return Sign(bytes);
    }

    /// <summary>Signs a message of any length, deterministically.</summary>
    /// <exception cref="ObjectDisposedException">The key was disposed.</exception>
    public Signature Sign(ReadOnlySpan<byte> message)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        Span<byte> signature = stackalloc byte[Signature.SizeBytes];

        // Safe: the signature has 64 bytes and the message's length is its span's.
        fixed (byte* signatureBytes = signature)
        fixed (byte* input = message)
        fixed (byte* secretBytes = _secret)
        {
            Invariant.Require(Sodium.crypto_sign_ed25519_detached(
                signatureBytes, null, input, (ulong)message.Length, secretBytes) == 0);
        }

        return new Signature(signature);
    }

    /// <summary>Copies the seed to <paramref name="destination"/>, which the caller must zero.</summary>
    public void CopySeedTo(Span<byte> destination)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        _secret.AsSpan(0, SeedSizeBytes).CopyTo(destination);
    }

    /// <summary>Zeroes the key.</summary>
    public void Dispose()
    {
        CryptographicOperations.ZeroMemory(_secret);
        _disposed = true;
    }
}
