namespace Komandor.Wallet.Keys;

/// <summary>Why words are no mnemonic: docs/protocol/wallet.md §1.</summary>
public enum MnemonicFault
{
    /// <summary>They are one.</summary>
    None = 0,

    /// <summary>W1: their number is not 12, 15, 18, 21 or 24.</summary>
    WordCount = 1,

    /// <summary>W2: a word does not stand in the list.</summary>
    UnknownWord = 2,

    /// <summary>W3: the checksum in the last word does not agree: a word is wrong, or two stand in the wrong order.</summary>
    Checksum = 3,
}
