namespace Komandor.Wallet.Keys;

/// <summary>What a wallet's address is for; a step of its key's path.</summary>
public enum KeyChain
{
    /// <summary>Given to others, who pay to it.</summary>
    Receive = 0,

    /// <summary>Takes what a payment's inputs hold above its amount and fee.</summary>
    Change = 1,

    /// <summary>Brought in from outside and kept in the file: its index counts such keys, and the words do not restore it.</summary>
    Imported = 2,
}
