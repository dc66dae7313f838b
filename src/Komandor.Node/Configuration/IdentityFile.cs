using System.Security.Cryptography;
using Komandor.Cryptography;

namespace Komandor.Node.Configuration;

/// <summary>The file of a member's key: the seed as 64 hexadecimal digits, readable by its owner alone.</summary>
/// <remarks>Plain, because a node must start without a person. docs/operations.md says how to guard it; keys in hardware are planned.</remarks>
public static class IdentityFile
{
    /// <summary>Makes a new key and writes it; the caller disposes the key.</summary>
    /// <exception cref="IOException">The file exists, or cannot be written.</exception>
    public static SigningKey Create(string path)
    {
        byte[] seed = RandomNumberGenerator.GetBytes(SigningKey.SeedSizeBytes);
        try
        {
            FileStreamOptions options = new() { Mode = FileMode.CreateNew, Access = FileAccess.Write };
            if (!OperatingSystem.IsWindows())
            {
                options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
            }

            using FileStream file = new(path, options);
            file.Write(System.Text.Encoding.ASCII.GetBytes(Convert.ToHexStringLower(seed)));
            file.Flush(flushToDisk: true);
            return new SigningKey(seed);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(seed);
        }
    }

    /// <summary>Reads a key; the caller disposes it.</summary>
    /// <exception cref="IOException">The file is missing, is readable by others, or holds no key.</exception>
    public static SigningKey Read(string path)
    {
        if (!File.Exists(path))
        {
            throw new FileNotFoundException($"There is no identity at {path}. Make one with `komandor node init`.");
        }

        const UnixFileMode Others = UnixFileMode.GroupRead | UnixFileMode.GroupWrite | UnixFileMode.OtherRead | UnixFileMode.OtherWrite;
        if (!OperatingSystem.IsWindows() && (File.GetUnixFileMode(path) & Others) != 0)
        {
            throw new IOException($"{path} is open to other users. Close it with `chmod 600 {path}`.");
        }

        byte[] text = File.ReadAllBytes(path);
        byte[] seed = new byte[SigningKey.SeedSizeBytes];
        try
        {
            return Convert.FromHexString(text.AsSpan().TrimEnd("\r\n"u8), seed, out _, out int written) == System.Buffers.OperationStatus.Done
                && written == seed.Length
                ? new SigningKey(seed)
                : throw new IOException($"{path} holds no key of 64 hexadecimal digits.");
        }
        finally
        {
            CryptographicOperations.ZeroMemory(seed);
            CryptographicOperations.ZeroMemory(text);
        }
    }
}
