namespace Komandor.Web.WalletPages;

/// <summary>How far a wallet has read the chain for its private notes.</summary>
/// <param name="Height">Everything below this height was read.</param>
/// <param name="Tip">The newest final block.</param>
/// <param name="Found">Own notes that were found so far.</param>
public sealed record WalletScan(ulong Height, ulong Tip, int Found)
{
    /// <summary>Whether nothing is left to read.</summary>
    public bool IsDone => Height > Tip;

    /// <summary>The part that was read, 0 to 100.</summary>
    public int Percent => IsDone ? 100 : (int)(Height * 100.0 / (Tip + 1.0));
}
