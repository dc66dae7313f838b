using System.Runtime.InteropServices;

namespace Komandor.Cryptography.Tests.Curve25519;

/// <summary>libsodium's ristretto255: the second oracle.</summary>
internal static partial class SodiumGroup
{
    private const string Library = "libsodium";

    internal static byte[] FromHash(byte[] uniform)
    {
        byte[] element = new byte[32];
        Assert.Equal(0, crypto_core_ristretto255_from_hash(element, uniform));
        return element;
    }

    internal static byte[]? Multiply(byte[] scalar, byte[] element)
    {
        byte[] result = new byte[32];
        return crypto_scalarmult_ristretto255(result, scalar, element) == 0 ? result : null;
    }

    internal static byte[] Add(byte[] left, byte[] right)
    {
        byte[] sum = new byte[32];
        Assert.Equal(0, crypto_core_ristretto255_add(sum, left, right));
        return sum;
    }

    internal static bool IsValid(byte[] element) => crypto_core_ristretto255_is_valid_point(element) == 1;

    [LibraryImport(Library)]
    private static partial int crypto_core_ristretto255_from_hash(byte[] element, byte[] hash);

    [LibraryImport(Library)]
    private static partial int crypto_core_ristretto255_is_valid_point(byte[] element);

    [LibraryImport(Library)]
    private static partial int crypto_core_ristretto255_add(byte[] sum, byte[] left, byte[] right);

    [LibraryImport(Library)]
    private static partial int crypto_scalarmult_ristretto255(byte[] result, byte[] scalar, byte[] element);
}
