using Komandor.Api;
using Komandor.Api.Messages;
using Komandor.Ledger;
using Komandor.Ledger.Private;
using Komandor.Primitives;
using Komandor.State;

namespace Komandor.Node.Api;

/// <summary>The methods of private money. Whoever asks gets whole ranges, never what is said to be its own.</summary>
internal sealed class PoolMethods(NodeApiParts parts)
{
    private const string RingTier = "ring";
    private const string ShieldedTier = "shielded";
    private const int UsualCount = 1024;
    private const int MostNotes = 4096;
    private const int MostAnchors = 1024;
    private const int UsualBlocks = 100;
    private const int MostBlocks = 1000;

    // A page ends after the block with which it grows past this.
    private const long PageSizeBytes = 1 << 20;

    /// <summary>A tier's name.</summary>
    internal static string NameOf(PrivateTier tier) => tier == PrivateTier.Ring ? RingTier : ShieldedTier;

    internal PoolReport List()
    {
        (LedgerSnapshot state, ulong height) = Newest();
        PrivateParameters numbers = parts.Facts.Private;
        Timestamp now = parts.Index.Block(height)?.Time ?? default;
        return new PoolReport(
            [Summary(state, PrivateTier.Ring, now), Summary(state, PrivateTier.Shielded, now)],
            numbers.AnchorBlocks, numbers.AnchorWindow, numbers.MinimumCover, numbers.MinimumRing, numbers.NewestAnchor(height), height);
    }

    internal PrivateNotePage Notes(PoolQuery query)
    {
        PoolId pool = PoolId.Of(ReadTier(query.Tier));
        int count = CountOf(query.Count, UsualCount, MostNotes);
        (LedgerSnapshot state, ulong height) = Newest();
        ulong size = PoolState.Read(state, pool).Size;
        ulong from = query.From ?? 0;
        List<string> notes = [];
        CanonicalWriter writer = new(80);
        for (ulong index = from; index < size && notes.Count < count; index++)
        {
            PoolNote note = PoolNote.Read(state, pool, index);
            writer.Clear();
            writer.Hash(note.Key);
            writer.Hash(note.Commitment);
            writer.UInt64(note.Height);
            notes.Add(Convert.ToHexStringLower(writer.Written));
        }

        return new PrivateNotePage(notes, from, size, height);
    }

    internal PrivateAnchorPage Anchors(PoolQuery query)
    {
        PoolId pool = PoolId.Of(ReadTier(query.Tier));
        int count = CountOf(query.Count, UsualCount, MostAnchors);
        (LedgerSnapshot state, ulong height) = Newest();
        BlockHeader header = parts.Archive.HeaderAt(height) ?? throw ChainMethods.NotKept();
        PoolView view = new(state, header, parts.Facts.Private);
        ulong step = parts.Facts.Private.AnchorBlocks;
        List<PrivateAnchor> anchors = [];
        for (ulong at = FirstAnchor(query.From ?? 0, step); at <= view.NewestAnchorHeight && anchors.Count < count; at += step)
        {
            if (view.Anchor(pool, at) is { } anchor)
            {
                anchors.Add(new PrivateAnchor(anchor.Height, anchor.Size, anchor.Block));
            }
        }

        return new PrivateAnchorPage(anchors, view.NewestAnchorHeight, height);
    }

    internal async Task<PrivateBlockPage> BlocksAsync(PrivateBlockQuery query, CancellationToken cancellationToken)
    {
        int count = CountOf(query.Count, UsualBlocks, MostBlocks);
        ulong newest = parts.Index.LatestHeight() ?? 0;
        List<PrivateBlock> blocks = [];
        ulong from = query.From ?? 0;
        ulong next = from;
        long sizeBytes = 0;
        for (; next <= newest && next - from < (ulong)count && sizeBytes < PageSizeBytes; next++)
        {
            await parts.Archive.EnsureAsync(next, cancellationToken).ConfigureAwait(false);
            PrivateBlock block = parts.Archive.Private(next) ?? throw ChainMethods.NotKept();
            if (block.Transactions.Count > 0)
            {
                blocks.Add(block);
                sizeBytes += block.Transactions.Sum(static one => 2L * ((one.Outputs.Count * PrivateLimits.OutputSizeBytes) + PrivateLimits.SealedMemoSizeBytes));
            }
        }

        return new PrivateBlockPage(blocks, next, newest);
    }

    private static ulong FirstAnchor(ulong from, ulong step) => from > PrivateLimits.MaximumIndex ? from : (from + step - 1) / step * step;

    internal SpentTagProofBytes Tag(SpentTagQuery query)
    {
        PoolId pool = PoolId.Of(ReadTier(query.Tier));
        if (!Hash256.TryParse(query.Tag, out Hash256 tag))
        {
            throw new ApiException(ApiErrorCode.InvalidParameters, "tag is 64 hexadecimal digits.");
        }

        ObjectId name = PrivateObjects.Tag(pool, tag);
        (LedgerSnapshot state, CertifiedHeaderBytes header) = parts.NewestCertified();
        SpentTagProof proof = state.ProveTag(name);
        return new SpentTagProofBytes(
            state.IsSpent(name),
            name.ToString(),
            proof.Object is null ? null : Convert.ToHexStringLower(proof.Object),
            Convert.ToHexStringLower(proof.ObjectProof.Encoded.AsSpan()),
            Convert.ToHexStringLower(proof.TagProof),
            header);
    }

    private static PrivateTier ReadTier(string tier) => tier switch
    {
        RingTier => PrivateTier.Ring,
        ShieldedTier => PrivateTier.Shielded,
        _ => throw new ApiException(ApiErrorCode.InvalidParameters, $"tier is {RingTier} or {ShieldedTier}."),
    };

    private static int CountOf(int? count, int usual, int most) => count is null
        ? usual
        : count is >= 1 && count <= most
            ? count.Value
            : throw new ApiException(ApiErrorCode.InvalidParameters, $"count is a number from 1 to {most}.");

    // A pause runs by the time of blocks.
    private static PoolSummary Summary(IStateReader state, PrivateTier tier, Timestamp now)
    {
        PoolState pool = PoolState.Read(state, PoolId.Of(tier));
        return new PoolSummary(
            PoolId.Of(tier).ToString(), NameOf(tier), AssetId.Kmcc, pool.Total, pool.Size, now < pool.PausedUntil ? pool.PausedUntil : null, pool.Pauses);
    }

    private (LedgerSnapshot State, ulong Height) Newest()
    {
        ulong height = parts.Index.LatestHeight() ?? 0;
        LedgerSnapshot state = parts.StateAt(height)
            ?? throw new ApiException(ApiErrorCode.NotReady, "The state of the newest final block is not here. Try again.", retryAfterMs: 500);
        return (state, height);
    }
}
