using Komandor.Ledger;
using Komandor.Primitives;
using Komandor.Replica.Effects;
using Komandor.Replica.Messages;
using Komandor.State;

namespace Komandor.Replica;

/// <content>Giving states and blocks, and fetching the blocks below a learned state: docs/protocol/gossip.md §8.</content>
public sealed partial class Executor
{
    private Backfill? _backfill;
    private long _blocksAskedAtUs = long.MinValue / 2;
    private int _blocksAsked;
    private bool _isLearned;

    private void Receive(MemberId peer, VerifiedMessage message)
    {
        switch (message.Content)
        {
            case GetHeaderMessage when !IsLearning:
                GiveHeader(peer);
                break;
            case GetSnapshotMessage request when !IsLearning:
                GiveOffer(peer, request.BeyondRound);
                break;
            case GetChunkMessage request:
                GiveChunk(peer, request);
                break;
            case GetBlocksMessage request when !IsLearning:
                GiveBlocks(peer, request);
                break;
            case SnapshotOfferMessage:
                TakeOffer(message);
                break;
            case ChunkMessage chunk:
                TakeChunk(peer, chunk);
                break;
            case GetBlockPartMessage request when !IsLearning:
                GivePart(peer, request.Height, request.Offset);
                break;
            case BlockPartMessage part:
                TakePart(peer, part);
                break;
            case BlocksMessage blocks:
                TakeBlocks(peer, blocks);
                break;
        }
    }

    private void GiveHeader(MemberId peer)
    {
        if (NewestCertified() is CertifiedHeaderMessage certified)
        {
            Send(peer, certified);
        }
    }

    private void GiveOffer(MemberId peer, long beyondRound)
    {
        ulong height = _blocks.FinalHeight;
        if (NewestCertified() is not CertifiedHeaderMessage certified || (long)_blocks.Header(height)!.Round <= beyondRound
            || _store.Get(StoreKeys.SnapshotAt(height)) is not byte[] snapshot
            || _state.Snapshot(BlockStore.StateVersion(height)) is not LedgerSnapshot state)
        {
            return;
        }

        _pins.Pin(peer, BlockStore.StateVersion(height), _moment.ElapsedUs);
        ReadOnlyMemory<byte> proof = state.Prove(StoredSnapshot.StateKey).Encoded.AsMemory();
        ReadOnlyMemory<byte> tagsProof = state.Prove(SystemObjects.SpentTags.Value).Encoded.AsMemory();
        Send(peer, new SnapshotOfferMessage(certified, snapshot, proof, state.Get(SystemObjects.SpentTags.Value) ?? [], tagsProof));
    }

    private CertifiedHeaderMessage? NewestCertified()
    {
        ulong height = _blocks.FinalHeight;
        return height > 0 && _blocks.Header(height) is BlockHeader header && _blocks.Certificate(height) is Certificate certificate
            ? new CertifiedHeaderMessage(header.Encode(), certificate.Encode())
            : null;
    }

    private void GiveChunk(MemberId peer, GetChunkMessage request)
    {
        byte[] content = [];
        if (!IsLearning && request.Height <= _head.Height && _state.Snapshot(BlockStore.StateVersion(request.Height)) is LedgerSnapshot state)
        {
            _pins.Pin(peer, BlockStore.StateVersion(request.Height), _moment.ElapsedUs);
            content = request.Place.IsTag ? state.ExportTags(request.Place.Start) : StateChunks.Export(state.Objects, request.Place.Start);
        }

        Send(peer, new ChunkMessage(request.Height, request.Place, content));
    }

    private void GiveBlocks(MemberId peer, GetBlocksMessage request)
    {
        List<ReadOnlyMemory<byte>> blocks = [];
        int sizeBytes = 0;
        for (ulong height = request.Height; height > 0 && blocks.Count < request.Count; height--)
        {
            if (height > _blocks.Height || _blocks.EncodedBlock(height) is not byte[] encoded || encoded.Length > MessageLimits.MaxWholeBlockSizeBytes
                || (blocks.Count > 0 && sizeBytes + encoded.Length > MessageLimits.BatchSizeBytes))
            {
                break;
            }

            sizeBytes += encoded.Length;
            blocks.Add(encoded);
        }

        // A block may be longer than any message.
        if (blocks.Count == 0 && request.Height > 0 && request.Height <= _blocks.Height && _blocks.EncodedBlock(request.Height) is not null)
        {
            GivePart(peer, request.Height, 0);
            return;
        }

        Send(peer, new BlocksMessage(request.Height, blocks));
    }

    // One peer after another is asked: one that has nothing costs a turn.
    private void AskForBlocks()
    {
        if (_backfill is not Backfill backfill || _peers.Count == 0 || IsAssembling || _moment.ElapsedUs - _blocksAskedAtUs < _settings.AnswerTimeoutUs)
        {
            return;
        }

        if (AskForHistory(backfill))
        {
            return;
        }

        _blocksAskedAtUs = _moment.ElapsedUs;
        int index = _blocksAsked++ % _peers.Count;
        foreach (MemberId peer in _peers)
        {
            if (index-- == 0)
            {
                _emptyHanded.Add(peer);
                Send(peer, new GetBlocksMessage(backfill.Height, MessageLimits.MaxBlocks));
            }
        }
    }

    private void TakeBlocks(MemberId peer, BlocksMessage message)
    {
        if (_learning is Learning learning)
        {
            TakeLearnedBlock(peer, learning, message);
            return;
        }

        Backfill? backfill = _backfill;
        if (backfill is null || message.Height != backfill.Height)
        {
            return;
        }

        if (message.Blocks.Count == 0)
        {
            // The next peer's turn at once, until all had theirs.
            if (_emptyHanded.Contains(peer) && !_emptyHanded.IsSupersetOf(_peers))
            {
                _blocksAskedAtUs = long.MinValue / 2;
                AskForBlocks();
            }
        }
        else if (!TryStoreOld(backfill, message.Blocks))
        {
            RefuseBlock(peer);
        }
    }

    // Each block is the one that the block above it names; false for another, and nothing is stored then.
    private bool TryStoreOld(Backfill? backfill, IReadOnlyList<ReadOnlyMemory<byte>> blocks)
    {
        KeyValueBatch batch = new();
        foreach (ReadOnlyMemory<byte> encoded in blocks)
        {
            if (!Block.TryDecode(encoded.Span, out Block? block, out _) || block.Header.Id != backfill!.Block)
            {
                return false;
            }

            BlockStore.PutBlock(batch, block);
            if (backfill.Height == backfill.Lowest)
            {
                backfill = null;
                break;
            }

            backfill = backfill with { Height = backfill.Height - 1, Block = block.Header.Parent };
        }

        if (batch.Changes.Count > 0)
        {
            _backfill = backfill;
            _blocksAskedAtUs = long.MinValue / 2;
            Backfill.Put(batch, backfill);
            _effects.Add(new WriteState(batch, IsDurable: false));
            _emptyHanded.Clear();
            AskForBlocks();
        }

        return true;
    }

    private void TakeLearnedBlock(MemberId peer, Learning learning, BlocksMessage message)
    {
        if (learning.Certified is not CertifiedHeader certified || learning.Block is not null || message.Blocks.Count == 0
            || message.Height != certified.Header.Height)
        {
            return;
        }

        learning.Open.Remove(peer);
        if (!Block.TryDecode(message.Blocks[0].Span, out Block? block, out _) || block.Header.Id != certified.Header.Id)
        {
            RefuseBlock(peer);
            return;
        }

        learning.Block = block;
        learning.ProgressAtUs = _moment.ElapsedUs;
        FinishLearning(learning);
    }
}
