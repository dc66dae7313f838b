using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

[assembly: DisableRuntimeMarshalling]
[assembly: DefaultDllImportSearchPaths(DllImportSearchPath.AssemblyDirectory | DllImportSearchPath.SafeDirectories)]

namespace Komandor.Cryptography;

/// <summary>The functions of libsodium 1.0.22 that Komandor uses; the package ships the library.</summary>
internal static unsafe partial class Sodium
{
    private const string Library = "libsodium";

    static Sodium()
    {
        if (sodium_init() < 0)
        {
            throw new InvalidOperationException("libsodium could not be initialised.");
        }
    }

    /// <summary>The algorithm number of Argon2id version 1.3.</summary>
    internal const int Argon2id13 = 2;

    [LibraryImport(Library)]
    private static partial int sodium_init();

    [LibraryImport(Library)]
    internal static partial int crypto_generichash_blake2b_salt_personal(
        byte* hash, nuint hashLength, byte* message, ulong messageLength, byte* key, nuint keyLength, byte* salt, byte* personal);

    // Without the transition to the collector's cooperative mode: for inputs that take about a microsecond at most.
    [LibraryImport(Library, EntryPoint = nameof(crypto_generichash_blake2b_salt_personal))]
    [SuppressGCTransition]
    internal static partial int blake2b_short(
        byte* hash, nuint hashLength, byte* message, ulong messageLength, byte* key, nuint keyLength, byte* salt, byte* personal);

    [LibraryImport(Library)]
    internal static partial int crypto_sign_ed25519_verify_detached(
        byte* signature, byte* message, ulong messageLength, byte* publicKey);

    [LibraryImport(Library)]
    internal static partial int crypto_core_ed25519_is_valid_point(byte* point);

    [LibraryImport(Library)]
    internal static partial int crypto_pwhash(
        byte* output, ulong outputLength, byte* password, ulong passwordLength, byte* salt, ulong operations, nuint memoryBytes, int algorithm);

    [LibraryImport(Library)]
    internal static partial int crypto_aead_xchacha20poly1305_ietf_encrypt(
        byte* cipher, ulong* cipherLength, byte* message, ulong messageLength, byte* additional, ulong additionalLength,
        byte* secretNonce, byte* nonce, byte* key);

    [LibraryImport(Library)]
    internal static partial int crypto_aead_xchacha20poly1305_ietf_decrypt(
        byte* message, ulong* messageLength, byte* secretNonce, byte* cipher, ulong cipherLength, byte* additional,
        ulong additionalLength, byte* nonce, byte* key);
}
