using System.Collections.Concurrent;
using Komandor.Ledger;
using Komandor.Node.Api;
using Komandor.Node.Runtime;
using Komandor.Primitives;
using Komandor.Replica;
using Komandor.Replica.Effects;

namespace Komandor.Node.Hosting;

/// <summary>The member's block store as the API reads it, with how long each certificate took. From any thread.</summary>
/// <param name="blocks">The whole blocks.</param>
/// <param name="history">Those that are kept in pieces.</param>
/// <param name="roster">The members.</param>
/// <param name="givesUp">Whether old blocks are given up for pieces.</param>
internal sealed class LedgerBlocks(BlockStore blocks, HistoryReader history, Roster roster, bool givesUp) : ILedgerBlocks
{
    private const int Remembered = 4096;

    private readonly ConcurrentDictionary<ulong, int> _finalityMs = new();

    /// <inheritdoc/>
    public ulong FinalHeight => blocks.FinalHeight;

    /// <inheritdoc/>
    public Block? Block(ulong height) => blocks.Block(height) ?? history.Find(height);

    /// <inheritdoc/>
    public Task<HistoryLost?> FetchAsync(ulong height, CancellationToken cancellationToken) => history.FetchAsync(height, cancellationToken);

    /// <inheritdoc/>
    public void Request(ulong height)
    {
        // Who keeps all whole fetches whole blocks anyway, in their order.
        if (givesUp)
        {
            _ = history.Request(height);
        }
    }

    /// <inheritdoc/>
    public Certificate? Certificate(ulong height) => blocks.Certificate(height);

    /// <inheritdoc/>
    public Roster RosterAt(ulong height) => roster;

    /// <inheritdoc/>
    public int? FinalityMs(ulong height) => _finalityMs.TryGetValue(height, out int finalityMs) ? finalityMs : null;

    /// <summary>Remembers how long the certificate of a block took, for the newest blocks.</summary>
    internal void RecordFinality(ulong height, int finalityMs)
    {
        _finalityMs[height] = finalityMs;
        if (height >= Remembered)
        {
            _finalityMs.TryRemove(height - Remembered, out _);
        }
    }
}
