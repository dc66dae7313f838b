using System.Security.Cryptography;
using System.Text;
using Komandor.Primitives;

namespace Komandor.Wallet.Keys;

/// <summary>The words that a wallet can be made again from (BIP-39, English). Zeroed when disposed; never written by <see cref="object.ToString"/>.</summary>
/// <remarks>docs/protocol/wallet.md §1. It holds the entropy; words are looked up when they are shown, so no text of them is kept.</remarks>
public sealed class Mnemonic : IDisposable
{
    /// <summary>Entropy of 24 words, in bytes.</summary>
    public const int DefaultEntropySizeBytes = 32;

    /// <summary>The length of the seed in bytes.</summary>
    public const int SeedSizeBytes = 64;

    private const int Passes = 2048;
    private const int BitsPerWord = 11;

    private readonly byte[] _entropy;
    private bool _disposed;

    /// <summary>The mnemonic of <paramref name="entropy"/>: 16, 20, 24, 28 or 32 secret random bytes.</summary>
    /// <exception cref="ArgumentException">The entropy has another length.</exception>
    public Mnemonic(ReadOnlySpan<byte> entropy)
    {
        if (entropy.Length is < 16 or > 32 || entropy.Length % 4 != 0)
        {
            throw new ArgumentException("Entropy has 16, 20, 24, 28 or 32 bytes.", nameof(entropy));
        }

        // Pinned, so that the collector leaves no copies.
        _entropy = GC.AllocateArray<byte>(entropy.Length, pinned: true);
        entropy.CopyTo(_entropy);
    }

    /// <summary>How many words there are: 12, 15, 18, 21 or 24.</summary>
    public int WordCount => _entropy.Length * 3 / 4;

    /// <summary>The length of the entropy in bytes.</summary>
    public int EntropySizeBytes => _entropy.Length;

    /// <summary>Reads words that a person wrote: separated by white space, in either case.</summary>
    /// <param name="text">The words; the caller zeroes its own copy.</param>
    /// <param name="mnemonic">The mnemonic, when there is no fault.</param>
    /// <param name="wordIndex">Which word is unknown, from 0; −1 for other faults.</param>
    public static MnemonicFault TryParse(ReadOnlySpan<char> text, out Mnemonic? mnemonic, out int wordIndex)
    {
        mnemonic = null;
        wordIndex = -1;
        Span<byte> bits = stackalloc byte[33];
        bits.Clear();
        Span<char> lower = stackalloc char[16];
        int count = 0;
        foreach (Range range in text.SplitAny(" \t\r\n"))
        {
            ReadOnlySpan<char> word = text[range];
            if (word.IsEmpty)
            {
                continue;
            }

            int value = word.Length > lower.Length ? -1 : EnglishWords.IndexOf(lower[..word.ToLowerInvariant(lower)]);
            if (value < 0)
            {
                wordIndex = count;
                return MnemonicFault.UnknownWord;
            }

            if (count == 24)
            {
                return MnemonicFault.WordCount;
            }

            SetWord(bits, count++, value);
        }

        return count is < 12 || count % 3 != 0 ? MnemonicFault.WordCount : Check(bits, count, out mnemonic);
    }

    /// <summary>The word at <paramref name="index"/>, from 0, for showing it.</summary>
    public string Word(int index)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        Invariant.Require(index >= 0 && index < WordCount);
        Span<byte> bits = stackalloc byte[33];
        _entropy.CopyTo(bits);
        bits[_entropy.Length] = Checksum(_entropy);
        int value = 0;
        for (int bit = index * BitsPerWord; bit < (index + 1) * BitsPerWord; bit++)
        {
            value = (value << 1) | ((bits[bit >> 3] >> (7 - (bit & 7))) & 1);
        }

        CryptographicOperations.ZeroMemory(bits);
        return EnglishWords.Word(value);
    }

    /// <summary>Copies the entropy to <paramref name="destination"/>, which the caller must zero.</summary>
    public void CopyEntropyTo(Span<byte> destination)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        _entropy.CopyTo(destination);
    }

    /// <summary>Derives the seed of all keys to <paramref name="seed"/> (64 bytes), which the caller must zero.</summary>
    /// <param name="passphrase">BIP-39's passphrase as NFKD UTF-8; empty for Komandor's wallets.</param>
    /// <param name="seed">Where it is written.</param>
    public void DeriveSeed(ReadOnlySpan<byte> passphrase, Span<byte> seed)
    {
        byte[] sentence = GC.AllocateArray<byte>(24 * 9, pinned: true);
        byte[] salt = [.. "mnemonic"u8, .. passphrase];
        int length = 0;
        for (int index = 0; index < WordCount; index++)
        {
            if (index > 0)
            {
                sentence[length++] = (byte)' ';
            }

            length += Encoding.ASCII.GetBytes(Word(index), sentence.AsSpan(length));
        }

        Rfc2898DeriveBytes.Pbkdf2(sentence.AsSpan(0, length), salt, seed[..SeedSizeBytes], Passes, HashAlgorithmName.SHA512);
        CryptographicOperations.ZeroMemory(sentence);
        CryptographicOperations.ZeroMemory(salt);
    }

    /// <summary>Zeroes the entropy.</summary>
    public void Dispose()
    {
        CryptographicOperations.ZeroMemory(_entropy);
        _disposed = true;
    }

    private static MnemonicFault Check(Span<byte> bits, int count, out Mnemonic? mnemonic)
    {
        int sizeBytes = count * 4 / 3;
        int checksumBits = count / 3;
        bool agrees = bits[sizeBytes] == (byte)(Checksum(bits[..sizeBytes]) & (0xff00 >> checksumBits));
        mnemonic = agrees ? new Mnemonic(bits[..sizeBytes]) : null;
        CryptographicOperations.ZeroMemory(bits);
        return agrees ? MnemonicFault.None : MnemonicFault.Checksum;
    }

    private static byte Checksum(ReadOnlySpan<byte> entropy)
    {
        Span<byte> hash = stackalloc byte[32];
        SHA256.HashData(entropy, hash);
        return hash[0];
    }

    private static void SetWord(Span<byte> bits, int index, int value)
    {
        for (int bit = 0; bit < BitsPerWord; bit++)
        {
            int position = (index * BitsPerWord) + bit;
            bits[position >> 3] |= (byte)(((value >> (BitsPerWord - 1 - bit)) & 1) << (7 - (position & 7)));
        }
    }
}
