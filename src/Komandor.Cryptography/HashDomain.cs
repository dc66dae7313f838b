using System.Text;

namespace Komandor.Cryptography;

/// <summary>What a hash is for: BLAKE2b's personalisation, so that equal bytes in two uses never hash alike.</summary>
/// <remarks>Every domain in use is listed in docs/protocol/encoding.md §4; a test compares the list with the code.</remarks>
public sealed class HashDomain
{
    private readonly byte[] _personalisation = new byte[16];

    /// <summary>A domain of 1 to 16 ASCII characters, padded with zero bytes.</summary>
    /// <exception cref="ArgumentException">The name is empty, too long, or not ASCII.</exception>
    public HashDomain(string name)
    {
        if (name.Length is 0 or > 16 || !Ascii.IsValid(name))
        {
            throw new ArgumentException("A hash domain has 1 to 16 ASCII characters.", nameof(name));
        }

        Name = name;
        Encoding.ASCII.GetBytes(name, _personalisation);
    }

    /// <summary>The name.</summary>
    public string Name { get; }

    /// <summary>The 16 bytes that BLAKE2b mixes into its state.</summary>
    internal ReadOnlySpan<byte> Personalisation => _personalisation;
}
