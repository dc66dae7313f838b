namespace Komandor.Api.Messages;

/// <summary>How a node keeps old blocks: docs/protocol/archive.md.</summary>
/// <param name="WholeFrom">The lowest block that it keeps whole, with all above it; below, it keeps pieces.</param>
/// <param name="Segments">How many segments of history are closed.</param>
/// <param name="Pieces">Of how many of them the node is known to have its piece; they are looked through after each start.</param>
/// <param name="GivenUp">Of how many of them it gave up the whole blocks.</param>
/// <param name="Repairing">The segment whose piece is being made again from the others'; null when none is.</param>
/// <param name="Rebuilding">How many segments are being rebuilt now, for this node or its callers.</param>
/// <param name="BlocksToFetch">Blocks that it is to keep whole and that are not here yet.</param>
public sealed record HistoryStatus(
    ulong WholeFrom, ulong Segments, ulong Pieces, ulong GivenUp, ulong? Repairing, int Rebuilding, ulong BlocksToFetch);
