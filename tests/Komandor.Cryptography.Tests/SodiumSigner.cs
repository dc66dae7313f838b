using System.Runtime.InteropServices;

namespace Komandor.Cryptography.Tests;

/// <summary>libsodium's Ed25519 signatures: the oracle of ours.</summary>
internal static partial class SodiumSigner
{
    private const string Library = "libsodium";

    internal static (byte[] PublicKey, byte[] Signature) Sign(byte[] seed, byte[] message)
    {
        byte[] publicKey = new byte[32];
        byte[] secretKey = new byte[64];
        byte[] signature = new byte[64];
        Assert.Equal(0, crypto_sign_ed25519_seed_keypair(publicKey, secretKey, seed));
        Assert.Equal(0, crypto_sign_ed25519_detached(signature, 0, message, (ulong)message.Length, secretKey));
        return (publicKey, signature);
    }

    [LibraryImport(Library)]
    private static partial int crypto_sign_ed25519_seed_keypair(byte[] publicKey, byte[] secretKey, byte[] seed);

    [LibraryImport(Library)]
    private static partial int crypto_sign_ed25519_detached(
        byte[] signature, nint signatureLength, byte[] message, ulong messageLength, byte[] secretKey);
}
