namespace Komandor.Wallet;

/// <summary>What a wallet's keys let it see of its money: docs/protocol/private-wallet.md §1.</summary>
public enum WalletSight
{
    /// <summary>It was made from words: it sees and spends everything.</summary>
    Everything = 0,

    /// <summary>A full view key: private money, also whom it paid and which shielded notes are spent; no coins, and of ring notes not whether they are spent.</summary>
    Full = 1,

    /// <summary>An incoming view key: what came in privately, and nothing of what became of it.</summary>
    Incoming = 2,
}
