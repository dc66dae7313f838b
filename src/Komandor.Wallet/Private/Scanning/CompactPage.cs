namespace Komandor.Wallet.Private.Scanning;

/// <summary>A page of the private parts of blocks.</summary>
/// <param name="Blocks">Ascending by height.</param>
/// <param name="Next">The height to go on from: everything below it was said.</param>
/// <param name="Tip">The height of the newest final block; <paramref name="Next"/> is one more at the end.</param>
public sealed record CompactPage(IReadOnlyList<CompactBlock> Blocks, ulong Next, ulong Tip);
