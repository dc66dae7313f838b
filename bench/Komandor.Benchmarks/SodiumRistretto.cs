using System.Runtime.InteropServices;

namespace Komandor.Benchmarks;

/// <summary>libsodium's multiplication in ristretto255: the peer of a scan.</summary>
internal static partial class SodiumRistretto
{
    internal static bool Multiply(byte[] scalar, byte[] element, byte[] product) => ScalarMultiply(product, scalar, element) == 0;

    [LibraryImport("libsodium", EntryPoint = "crypto_scalarmult_ristretto255")]
    private static partial int ScalarMultiply(byte[] product, byte[] scalar, byte[] element);
}
