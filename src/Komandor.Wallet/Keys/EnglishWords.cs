using System.Collections.Frozen;
using Komandor.Primitives;

namespace Komandor.Wallet.Keys;

/// <summary>The English word list of BIP-39: 2 048 words, each known by its first four letters.</summary>
internal static class EnglishWords
{
    internal const int Count = 2048;

    private static readonly string[] _words = Load();

    private static readonly FrozenDictionary<string, int>.AlternateLookup<ReadOnlySpan<char>> _indices = _words
        .Select((word, index) => KeyValuePair.Create(word, index)).ToFrozenDictionary().GetAlternateLookup<ReadOnlySpan<char>>();

    /// <summary>The word at <paramref name="index"/>, 0 to 2 047.</summary>
    internal static string Word(int index) => _words[index];

    /// <summary>The index of a word in lower case, or −1. Leaves no copy of the word.</summary>
    internal static int IndexOf(ReadOnlySpan<char> word) => _indices.TryGetValue(word, out int index) ? index : -1;

    private static string[] Load()
    {
        using Stream stream = typeof(EnglishWords).Assembly.GetManifestResourceStream("english.txt")!;
        using StreamReader reader = new(stream);
        string[] words = reader.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Invariant.Require(words.Length == Count);
        return words;
    }
}
