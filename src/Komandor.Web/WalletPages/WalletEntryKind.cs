namespace Komandor.Web.WalletPages;

/// <summary>What a line of the history is.</summary>
public enum WalletEntryKind
{
    /// <summary>A payment, to the wallet or by it.</summary>
    Payment = 0,

    /// <summary>The wallet moved its own money from tier to tier, or joined notes.</summary>
    Own = 1,

    /// <summary>It stands in the network's first block.</summary>
    Genesis = 2,
}
