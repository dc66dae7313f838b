using System.Security.Cryptography;
using System.Text.Json;
using Komandor.Cryptography;

namespace Komandor.Node.Configuration;

/// <summary>The file of a node's key: plain, and readable by its owner alone. Its text is never logged.</summary>
/// <remarks>A disk that others may read needs encryption below the file system; a hardware key is another implementation of the signer.</remarks>
public static class IdentityFile
{
    private const string Format = "komandor-identity-1";
    private const UnixFileMode OwnerAlone = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    /// <summary>Makes a new key and its file.</summary>
    /// <exception cref="IOException">The file exists: a key is never overwritten.</exception>
    public static SigningKey Create(string path)
    {
        byte[] seed = RandomNumberGenerator.GetBytes(SigningKey.SeedSizeBytes);
        byte[] text = JsonSerializer.SerializeToUtf8Bytes(new Dictionary<string, string>
        {
            ["format"] = Format,
            ["seed"] = Convert.ToHexStringLower(seed),
        });
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
            return new SigningKey(seed);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(seed);
            CryptographicOperations.ZeroMemory(text);
        }
    }

    /// <summary>Reads the key.</summary>
    /// <exception cref="ConfigurationException">The file is missing, is no identity, or others may read it; the message says what to do.</exception>
    public static SigningKey Read(string path)
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
        byte[] seed = [];
        try
        {
            using JsonDocument document = JsonDocument.Parse(text);
            seed = document.RootElement.GetProperty("format").GetString() == Format
                ? Convert.FromHexString(document.RootElement.GetProperty("seed").GetString() ?? "")
                : [];
            return seed.Length == SigningKey.SeedSizeBytes ? new SigningKey(seed) : throw new FormatException();
        }
        catch (Exception mistake) when (mistake is JsonException or FormatException or KeyNotFoundException or InvalidOperationException)
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
}
