using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Komandor.Cryptography;

namespace Komandor.Node.Configuration;

/// <summary>The file of a node's key: readable by its owner alone, and encrypted when there is a passphrase. Its text is never logged.</summary>
/// <remarks>Without a passphrase a node starts unattended, and who reads the file is the member. The public key stands beside: it tells a damaged file from
/// another identity. A hardware key is another implementation of the signer.</remarks>
public static class IdentityFile
{
    /// <summary>The environment variable of the passphrase.</summary>
    public const string PassphraseVariable = "KOMANDOR_IDENTITY_PASSPHRASE";

    private const string PlainFormat = "komandor-identity-1";
    private const string EncryptedFormat = "komandor-identity-2";
    private const int Passes = 3;
    private const long MemoryBytes = 256L << 20;
    private const int MostPasses = 64;
    private const long LeastMemoryBytes = 8 << 10;
    private const long MostMemoryBytes = 4L << 30;
    private const UnixFileMode OwnerAlone = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    /// <summary>The passphrase of the environment; null when there is none.</summary>
    public static string? Passphrase() => Environment.GetEnvironmentVariable(PassphraseVariable) is { Length: > 0 } passphrase ? passphrase : null;

    /// <summary>Makes a new key and its file.</summary>
    /// <param name="path">Where.</param>
    /// <param name="passphrase">Encrypts it; null leaves the key in the clear.</param>
    /// <exception cref="IOException">The file exists: a key is never overwritten.</exception>
    public static SigningKey Create(string path, string? passphrase = null) => Create(path, passphrase, Passes, MemoryBytes);

    internal static SigningKey Create(string path, string? passphrase, int passes, long memoryBytes)
    {
        byte[] seed = RandomNumberGenerator.GetBytes(SigningKey.SeedSizeBytes);
        SigningKey key = new(seed);
        Dictionary<string, string> fields = passphrase is null
            ? new() { ["format"] = PlainFormat, ["key"] = key.PublicKey.ToString(), ["seed"] = Convert.ToHexStringLower(seed) }
            : Encrypt(seed, key, passphrase, passes, memoryBytes);
        byte[] text = JsonSerializer.SerializeToUtf8Bytes(fields);
        try
        {
            FileStreamOptions options = new() { Mode = FileMode.CreateNew, Access = FileAccess.Write };
            if (!OperatingSystem.IsWindows())
            {
                options.UnixCreateMode = OwnerAlone;
            }

            using FileStream file = new(path, options);
            file.Write(text);
            file.Flush(flushToDisk: true);
            return key;
        }
        catch (IOException)
        {
            key.Dispose();
            throw;
        }
        finally
        {
            CryptographicOperations.ZeroMemory(seed);
            CryptographicOperations.ZeroMemory(text);
        }
    }

    /// <summary>Reads the key.</summary>
    /// <param name="path">Where.</param>
    /// <param name="passphrase">Opens an encrypted one; a plain one needs none.</param>
    /// <exception cref="ConfigurationException">The file is missing, is no identity, is damaged, needs another passphrase, or others may read it; the message says what to do.</exception>
    public static SigningKey Read(string path, string? passphrase = null)
    {
        if (!File.Exists(path))
        {
            throw new ConfigurationException($"There is no identity at {path}. Make one with: komandor node init");
        }

        if (!OperatingSystem.IsWindows() && (File.GetUnixFileMode(path) & ~OwnerAlone) != UnixFileMode.None)
        {
            throw new ConfigurationException($"Others may read the identity at {path}. Forbid that with: chmod 600 {path}");
        }

        byte[] text = File.ReadAllBytes(path);
        byte[] seed = new byte[SigningKey.SeedSizeBytes];
        try
        {
            using JsonDocument document = JsonDocument.Parse(text);
            ReadSeed(document.RootElement, path, passphrase, seed);
            SigningKey key = new(seed);
            if (document.RootElement.TryGetProperty("key", out JsonElement expected) && expected.GetString() != key.PublicKey.ToString())
            {
                key.Dispose();
                throw new ConfigurationException($"The identity at {path} is damaged: its key is not the one that it names. Restore it from a backup.");
            }

            return key;
        }
        catch (Exception mistake) when (mistake is JsonException or FormatException or KeyNotFoundException or InvalidOperationException or OverflowException)
        {
            // Without the cause: it might quote the file.
            throw new ConfigurationException($"The file at {path} is no identity. Restore it from a backup, or make one with: komandor node init");
        }
        finally
        {
            CryptographicOperations.ZeroMemory(seed);
            CryptographicOperations.ZeroMemory(text);
        }
    }

    private static void ReadSeed(JsonElement file, string path, string? passphrase, byte[] seed)
    {
        string? format = file.GetProperty("format").GetString();
        if (format == PlainFormat)
        {
            byte[] plain = Hexadecimal(file, "seed", seed.Length);
            plain.CopyTo(seed, 0);
            CryptographicOperations.ZeroMemory(plain);
            return;
        }

        if (format != EncryptedFormat)
        {
            throw new FormatException();
        }

        if (passphrase is null)
        {
            throw new ConfigurationException($"The identity at {path} is encrypted. Put its passphrase into the environment as {PassphraseVariable}.");
        }

        if (!TryDecrypt(file, passphrase, seed))
        {
            throw new ConfigurationException($"The identity at {path} does not open: {PassphraseVariable} is wrong, or the file is damaged.");
        }
    }

    private static Dictionary<string, string> Encrypt(byte[] seed, SigningKey key, string passphrase, int passes, long memoryBytes)
    {
        byte[] salt = RandomNumberGenerator.GetBytes(PasswordHash.SaltSizeBytes);
        byte[] nonce = RandomNumberGenerator.GetBytes(AuthenticatedCipher.NonceSizeBytes);
        byte[] box = new byte[seed.Length + AuthenticatedCipher.OverheadSizeBytes];
        string publicKey = key.PublicKey.ToString();
        using PassphraseKey cipher = new(passphrase, salt, passes, memoryBytes);
        AuthenticatedCipher.Encrypt(cipher.Bytes, nonce, seed, Encoding.UTF8.GetBytes(publicKey), box);
        return new()
        {
            ["format"] = EncryptedFormat,
            ["key"] = publicKey,
            ["passes"] = passes.ToString(CultureInfo.InvariantCulture),
            ["memoryBytes"] = memoryBytes.ToString(CultureInfo.InvariantCulture),
            ["salt"] = Convert.ToHexStringLower(salt),
            ["nonce"] = Convert.ToHexStringLower(nonce),
            ["box"] = Convert.ToHexStringLower(box),
        };
    }

    private static bool TryDecrypt(JsonElement file, string passphrase, byte[] seed)
    {
        int passes = int.Parse(file.GetProperty("passes").GetString() ?? "", NumberStyles.None, CultureInfo.InvariantCulture);
        long memoryBytes = long.Parse(file.GetProperty("memoryBytes").GetString() ?? "", NumberStyles.None, CultureInfo.InvariantCulture);
        if (passes is < 1 or > MostPasses || memoryBytes is < LeastMemoryBytes or > MostMemoryBytes)
        {
            throw new FormatException();
        }

        byte[] nonce = Hexadecimal(file, "nonce", AuthenticatedCipher.NonceSizeBytes);
        byte[] box = Hexadecimal(file, "box", seed.Length + AuthenticatedCipher.OverheadSizeBytes);
        string publicKey = file.GetProperty("key").GetString() ?? "";
        using PassphraseKey cipher = new(passphrase, Hexadecimal(file, "salt", PasswordHash.SaltSizeBytes), passes, memoryBytes);
        return AuthenticatedCipher.TryDecrypt(cipher.Bytes, nonce, box, Encoding.UTF8.GetBytes(publicKey), seed);
    }

    private static byte[] Hexadecimal(JsonElement file, string name, int sizeBytes)
    {
        byte[] bytes = Convert.FromHexString(file.GetProperty(name).GetString() ?? "");
        return bytes.Length == sizeBytes ? bytes : throw new FormatException();
    }

    private sealed class PassphraseKey : IDisposable
    {
        internal PassphraseKey(string passphrase, byte[] salt, int passes, long memoryBytes)
        {
            byte[] words = Encoding.UTF8.GetBytes(passphrase);
            PasswordHash.Derive(words, salt, passes, memoryBytes, Bytes);
            CryptographicOperations.ZeroMemory(words);
        }

        internal byte[] Bytes { get; } = GC.AllocateArray<byte>(AuthenticatedCipher.KeySizeBytes, pinned: true);

        public void Dispose() => CryptographicOperations.ZeroMemory(Bytes);
    }
}
