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
            || _state.Snapshot(BlockStore.StateVersion(height)) is not IStateReader state)
        {
            return;
        }

        ReadOnlyMemory<byte> proof = state.Prove(StoredSnapshot.StateKey).Encoded.AsMemory();
        Send(peer, new SnapshotOfferMessage(certified, snapshot, proof));
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
        byte[] content = !IsLearning && _state.Snapshot(BlockStore.StateVersion(request.Height)) is IStateReader state
            ? StateChunks.Export(state, request.Start)
            : [];
        Send(peer, new ChunkMessage(request.Height, request.Start, content));
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

        // Nothing bounds what a round orders: a block may be longer than any message.
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

        _blocksAskedAtUs = _moment.ElapsedUs;
        int index = _blocksAsked++ % _peers.Count;
        foreach (MemberId peer in _peers)
        {
            if (index-- == 0)
            {
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

        KeyValueBatch batch = new();
        foreach (ReadOnlyMemory<byte> encoded in message.Blocks)
        {
            if (!Block.TryDecode(encoded.Span, out Block? block, out _) || block.Header.Id != backfill.Block)
            {
                RefuseBlock(peer);
                return;
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
            AskForBlocks();
        }
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
