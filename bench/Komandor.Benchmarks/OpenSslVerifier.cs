using System.Runtime.InteropServices;
using Komandor.Cryptography;

namespace Komandor.Benchmarks;

/// <summary>Ed25519 verification by the machine's OpenSSL, to be compared with.</summary>
internal sealed unsafe partial class OpenSslVerifier : IDisposable
{
    private const string Library = "libcrypto.so.3";
    private const int KeyTypeEd25519 = 1087;

    private readonly nint _context;

    private OpenSslVerifier(nint context) => _context = context;

    /// <summary>A verifier, or null where there is no OpenSSL 3.</summary>
    public static OpenSslVerifier? TryCreate() =>
        NativeLibrary.TryLoad(Library, typeof(OpenSslVerifier).Assembly, DllImportSearchPath.SafeDirectories, out _) ? new OpenSslVerifier(EVP_MD_CTX_new()) : null;

    /// <summary>Whether OpenSSL accepts the signature.</summary>
    public bool Verify(SignatureCheck check)
    {
        byte* bytes = stackalloc byte[32 + 32 + 64];
        check.Key.CopyTo(new Span<byte>(bytes, 32));
        check.Message.CopyTo(new Span<byte>(bytes + 32, 32));
        check.Signature.CopyTo(new Span<byte>(bytes + 64, 64));
        nint key = EVP_PKEY_new_raw_public_key(KeyTypeEd25519, 0, bytes, 32);

        // Safe: key, message and signature have the sizes that are given with them.
        bool valid = EVP_DigestVerifyInit(_context, 0, 0, 0, key) == 1 && EVP_DigestVerify(_context, bytes + 64, 64, bytes + 32, 32) == 1;
        EVP_PKEY_free(key);
        return EVP_MD_CTX_reset(_context) == 1 && valid;
    }

    /// <inheritdoc/>
    public void Dispose() => EVP_MD_CTX_free(_context);

    [LibraryImport(Library)]
    private static partial nint EVP_MD_CTX_new();

    [LibraryImport(Library)]
    private static partial void EVP_MD_CTX_free(nint context);

    [LibraryImport(Library)]
    private static partial int EVP_MD_CTX_reset(nint context);

    [LibraryImport(Library)]
    private static partial nint EVP_PKEY_new_raw_public_key(int type, nint engine, byte* key, nuint length);

    [LibraryImport(Library)]
    private static partial void EVP_PKEY_free(nint key);

    [LibraryImport(Library)]
    private static partial int EVP_DigestVerifyInit(nint context, nint keyContext, nint digest, nint engine, nint key);

    [LibraryImport(Library)]
    private static partial int EVP_DigestVerify(nint context, byte* signature, nuint signatureLength, byte* message, nuint messageLength);
}
