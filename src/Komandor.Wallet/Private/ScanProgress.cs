namespace Komandor.Wallet.Private;

/// <summary>How far a scan has come.</summary>
/// <param name="Height">Everything below this height was read.</param>
/// <param name="Tip">The newest final block.</param>
/// <param name="Notes">The notes of the pools that are in the wallet's copy.</param>
/// <param name="Found">The wallet's own notes among them.</param>
public sealed record ScanProgress(ulong Height, ulong Tip, ulong Notes, int Found);
