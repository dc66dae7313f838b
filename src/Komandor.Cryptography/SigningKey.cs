using System.Buffers;
using System.Security.Cryptography;
using Komandor.Cryptography.Curve25519;
using Komandor.Primitives;

namespace Komandor.Cryptography;

/// <summary>An Ed25519 private key. Zeroed when disposed; never written by <see cref="object.ToString"/>.</summary>
/// <remarks>RFC 8032 §5.1.6, by the group engine: no branch and no memory address depends on the seed or on what derives from it (field.md §8).</remarks>
public sealed class SigningKey : IDisposable
{
    /// <summary>The length of the seed that a key derives from, in bytes.</summary>
    public const int SeedSizeBytes = 32;

    // A message that is signed with up to so many bytes before it stays on the stack.
    private const int StackSizeBytes = 512;

    // Pinned, so that the collector leaves no copies: the seed, then the two halves of its hash, of which the first is the secret scalar.
    private readonly byte[] _secret = GC.AllocateArray<byte>(SeedSizeBytes + SHA512.HashSizeInBytes, pinned: true);
    private bool _disposed;

    /// <summary>Derives the key from a secret seed of 32 bytes.</summary>
    /// <exception cref="ArgumentException">The seed has another length.</exception>
    public SigningKey(ReadOnlySpan<byte> seed)
    {
        if (seed.Length != SeedSizeBytes)
        {
            throw new ArgumentException("A seed has 32 bytes.", nameof(seed));
        }

        seed.CopyTo(_secret);
        SHA512.HashData(seed, _secret.AsSpan(SeedSizeBytes));
        _secret[SeedSizeBytes] &= 0xF8;
        _secret[SeedSizeBytes + 31] = (byte)((_secret[SeedSizeBytes + 31] & 0x7F) | 0x40);
        Span<byte> publicKey = stackalloc byte[PublicKey.SizeBytes];
        FixedBase.Generator.Multiply(ReadSecretScalar()).Write(publicKey);
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
        Span<byte> head = stackalloc byte[EdwardsPoint.SizeBytes + PublicKey.SizeBytes];
        Scalar nonce = Hash(_secret.AsSpan(SeedSizeBytes + Scalar.SizeBytes), message);
        FixedBase.Generator.Multiply(nonce).Write(signature);
        signature[..EdwardsPoint.SizeBytes].CopyTo(head);
        PublicKey.CopyTo(head[EdwardsPoint.SizeBytes..]);
        Scalar response = nonce + (Hash(head, message) * ReadSecretScalar());
        response.Write(signature[EdwardsPoint.SizeBytes..]);
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

    // Reduced: the base point's order is ℓ, and so is the modulus of the response.
    private Scalar ReadSecretScalar()
    {
        Span<byte> wide = stackalloc byte[SHA512.HashSizeInBytes];
        wide.Clear();
        _secret.AsSpan(SeedSizeBytes, Scalar.SizeBytes).CopyTo(wide);
        Scalar scalar = Scalar.ReadWide(wide);
        CryptographicOperations.ZeroMemory(wide);
        return scalar;
    }

    // SHA-512 of a prefix and the message, modulo ℓ.
    private static Scalar Hash(ReadOnlySpan<byte> prefix, ReadOnlySpan<byte> message)
    {
        int length = prefix.Length + message.Length;
        byte[]? rented = length > StackSizeBytes ? ArrayPool<byte>.Shared.Rent(length) : null;
        Span<byte> input = rented is null ? stackalloc byte[StackSizeBytes] : rented;
        Span<byte> hash = stackalloc byte[SHA512.HashSizeInBytes];
        prefix.CopyTo(input);
        message.CopyTo(input[prefix.Length..]);
        SHA512.HashData(input[..length], hash);
        Scalar scalar = Scalar.ReadWide(hash);
        CryptographicOperations.ZeroMemory(input[..length]);
        CryptographicOperations.ZeroMemory(hash);
        if (rented is not null)
        {
            ArrayPool<byte>.Shared.Return(rented);
        }

        return scalar;
    }
}
