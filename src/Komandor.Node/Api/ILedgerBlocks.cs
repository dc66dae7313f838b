using Komandor.Ledger;
using Komandor.Primitives;
using Komandor.Replica.Archive;
using Komandor.Replica.Effects;

namespace Komandor.Node.Api;

/// <summary>The node's block store as the API needs it. Implemented by what runs the node; from any thread.</summary>
public interface ILedgerBlocks
{
    /// <summary>Height of the newest final block; 0 is the genesis, which is final from the start.</summary>
    ulong FinalHeight { get; }

    /// <summary>The block at <paramref name="height"/>, final or not; null when it is not here whole and was not rebuilt lately. Never asked for the genesis.</summary>
    Block? Block(ulong height);

    /// <summary>Has a block that is kept in pieces rebuilt, so that <see cref="Block"/> gives it next.</summary>
    /// <returns>Null once it does; else why it cannot be had now.</returns>
    Task<HistoryLost?> FetchAsync(ulong height, CancellationToken cancellationToken) =>
        Task.FromResult<HistoryLost?>(new HistoryLost(height, HistoryFault.NotArchived, 0, 0));

    /// <summary>As <see cref="FetchAsync"/>, for who looks again when old blocks arrive.</summary>
    void Request(ulong height)
    {
    }

    /// <summary>The block's own certificate; null when it is final through a later one's.</summary>
    Certificate? Certificate(ulong height);

    /// <summary>The roster that signs the block at <paramref name="height"/>.</summary>
    Roster RosterAt(ulong height);

    /// <summary>From the block's timestamp to its certificate as this node saw it, in milliseconds; null when it was not here then.</summary>
    int? FinalityMs(ulong height);
}
