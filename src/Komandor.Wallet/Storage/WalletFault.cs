namespace Komandor.Wallet.Storage;

/// <summary>Why a wallet's file cannot be used: docs/protocol/wallet.md §4.</summary>
public enum WalletFault
{
    /// <summary>W10: there is no file of that name.</summary>
    NotFound = 10,

    /// <summary>W11: a file of that name exists, and is not overwritten.</summary>
    AlreadyExists = 11,

    /// <summary>W12: another process has the wallet open.</summary>
    Locked = 12,

    /// <summary>W13: the file is not a wallet, is cut off, or was changed.</summary>
    Damaged = 13,

    /// <summary>W14: a newer version of Komandor wrote it.</summary>
    UnknownVersion = 14,

    /// <summary>W15: it is whole, and the passphrase does not open it.</summary>
    WrongPassphrase = 15,

    /// <summary>W16: it asks for more memory or time to open than a wallet may.</summary>
    CostlyParameters = 16,

    /// <summary>W17: the wallet belongs to another chain than the node.</summary>
    OtherChain = 17,

    /// <summary>W18: the wallet only watches, and was asked to spend or to show a transparent address.</summary>
    WatchOnly = 18,

    /// <summary>W19: a text that is no view key, or another network's.</summary>
    ViewKey = 19,
}
