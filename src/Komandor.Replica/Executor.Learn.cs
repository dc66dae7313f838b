using Komandor.Ledger;
using Komandor.Primitives;
using Komandor.Replica.Effects;
using Komandor.Replica.Messages;
using Komandor.State;

namespace Komandor.Replica;

/// <content>Learning a certified state: docs/protocol/gossip.md §8.</content>
public sealed partial class Executor
{
    // An offer that brings nothing new for so many answer timeouts is dropped.
    private const int PatienceTimeouts = 10;

    // The first offer waits for better ones for this part of the answer timeout.
    private const int OfferWindowShare = 4;
    private const int KeySpaceShares = 256;

    private readonly SortedSet<MemberId> _peers = [];
    private Learning? _learning;
    private bool _isOtherPlaceEmpty;

    private bool IsLearning => _learning is not null;

    private void BeginLearning(CatchUpReason reason)
    {
        ulong final = _blocks.FinalHeight;
        long beyond = reason == CatchUpReason.Diverged ? (long)_blocks.Header(final)!.Round : _round;
        _learning ??= new Learning(reason, beyond);
    }

    private void AskForState()
    {
        if (_learning is not Learning learning)
        {
            return;
        }

        if (learning.Certified is not null && _moment.ElapsedUs - learning.ProgressAtUs > PatienceTimeouts * _settings.AnswerTimeoutUs)
        {
            _learning = new Learning(learning.Reason, learning.BeyondRound);
            return;
        }

        if (learning.Certified is null && !TryAcceptOffer(learning))
        {
            AskForOffers(learning);
            return;
        }

        learning.Importer ??= OpenImporter(learning);
        AskForChunks(learning, learning.Importer);
    }

    private void AskForOffers(Learning learning)
    {
        if (_moment.ElapsedUs - learning.AskedAtUs < _settings.AnswerTimeoutUs)
        {
            return;
        }

        learning.AskedAtUs = _moment.ElapsedUs;
        foreach (MemberId peer in _peers)
        {
            Send(peer, new GetSnapshotMessage(learning.BeyondRound));
        }
    }

    private void TakeOffer(VerifiedMessage message)
    {
        if (_learning is not { Certified: null } learning || (long)message.Certified!.Header.Round <= learning.BeyondRound)
        {
            return;
        }

        learning.OfferedAtUs = learning.BestOffer is null ? _moment.ElapsedUs : learning.OfferedAtUs;
        if (learning.BestOffer is null || learning.BestOffer.Certified!.Header.Round < message.Certified.Header.Round)
        {
            learning.BestOffer = message;
        }
    }

    // The latest of what is offered, because all who go on have that, or soon will. An old state, certified though it is, perhaps nobody has but
    // the one who offered it first, and who could then give it as slowly as it likes.
    private bool TryAcceptOffer(Learning learning)
    {
        if (learning.BestOffer is not VerifiedMessage best || _moment.ElapsedUs - learning.OfferedAtUs < _settings.AnswerTimeoutUs / OfferWindowShare)
        {
            return false;
        }

        learning.Certified = best.Certified;
        learning.Snapshot = best.Snapshot;
        learning.Tags = best.Tags;
        learning.ProgressAtUs = _moment.ElapsedUs;
        learning.StartedAtUs = _moment.ElapsedUs;
        return true;
    }

    // The other place may hold an older state or an import that was given up.
    private LedgerImporter OpenImporter(Learning learning)
    {
        ClearOtherPlace();
        BlockHeader header = learning.Certified!.Header;
        return new LedgerImporter(header.StateRoot, learning.Tags!.Value.Root, BlockStore.StateVersion(header.Height), _files, StatePlaces.Other(_store));
    }

    private void ClearOtherPlace() => LedgerState.Delete(_files, StatePlaces.Other(_store));

    // Each peer is asked for one chunk at a time, and no two for the same one.
    private void AskForChunks(Learning learning, LedgerImporter importer)
    {
        IReadOnlyList<LedgerPlace> missing = importer.Missing(_peers.Count + 1);
        foreach (MemberId peer in _peers)
        {
            bool isOpen = learning.Open.TryGetValue(peer, out (LedgerPlace? Place, long AtUs) open)
                && _moment.ElapsedUs - open.AtUs < _settings.AnswerTimeoutUs;
            if (isOpen || learning.Unable.Contains(peer))
            {
                continue;
            }

            learning.Open.Remove(peer);
            if (FirstUnasked(learning, missing) is LedgerPlace place)
            {
                learning.Open[peer] = (place, _moment.ElapsedUs);
                Send(peer, new GetChunkMessage(learning.Certified!.Header.Height, place));
            }
            else if (learning.Block is null && !IsAssembling)
            {
                learning.Open[peer] = (null, _moment.ElapsedUs);
                Send(peer, new GetBlocksMessage(learning.Certified!.Header.Height, 1));
            }
        }
    }

    private static LedgerPlace? FirstUnasked(Learning learning, IReadOnlyList<LedgerPlace> missing)
    {
        foreach (LedgerPlace place in missing)
        {
            bool isAsked = false;
            foreach ((LedgerPlace? asked, _) in learning.Open.Values)
            {
                isAsked |= asked == place;
            }

            if (!isAsked)
            {
                return place;
            }
        }

        return null;
    }

    private void TakeChunk(MemberId peer, ChunkMessage chunk)
    {
        // A chunk that comes after the last one needed would open the import again, in the place that is the state now.
        if (_isLearned || _learning is not { Importer: LedgerImporter importer } learning || chunk.Height != learning.Certified!.Header.Height
            || !learning.Open.TryGetValue(peer, out (LedgerPlace? Place, long AtUs) open) || open.Place != chunk.Place)
        {
            return;
        }

        learning.Open.Remove(peer);
        if (chunk.Content.IsEmpty)
        {
            learning.Unable.Add(peer);
            return;
        }

        if (!importer.TryTake(chunk.Place, chunk.Content.Span))
        {
            learning.Unable.Add(peer);
            _effects.Add(new Disconnect(peer, MessageFault.ChunkRefused));
            return;
        }

        learning.ProgressAtUs = _moment.ElapsedUs;
        FinishLearning(learning);
        AskForState();
    }

    private void FinishLearning(Learning learning)
    {
        if (_isLearned || learning is not { Importer: { IsComplete: true } importer, Block: Block block })
        {
            return;
        }

        _isLearned = true;
        KeyValueBatch batch = new();
        ulong kept = learning.Reason == CatchUpReason.Diverged ? _blocks.FinalHeight : _head.Height;
        ForgetBlocks(batch, kept, _head.Height);
        ForgetEvents(batch, learning.Snapshot!.JudgeBirthRounds[0]);
        byte[] snapshot = StoredSnapshot.Encode(learning.Snapshot);
        BlockStore.PutBlock(batch, block);
        BlockStore.PutHeight(batch, block.Header.Height);
        BlockStore.PutCertificate(batch, block.Header.Height, learning.Certified!.Certificate);
        batch.Put(StoreKeys.Snapshot, snapshot);
        batch.Put(StoreKeys.SnapshotAt(block.Header.Height), snapshot);
        PlanBackfill(batch, block.Header, kept + 1);
        importer.Finish();
        StatePlaces.Switch(_store, batch);
        _effects.Add(new StateLearned(block.Header, batch));
    }

    private void PlanBackfill(KeyValueBatch batch, BlockHeader header, ulong lowest)
    {
        // An earlier gap that was not filled yet goes on below.
        lowest = _backfill is null ? lowest : Math.Min(lowest, _backfill.Lowest);
        Backfill.Put(batch, header.Height > lowest ? new Backfill(header.Height - 1, header.Parent, lowest) : null);
    }

    private static void ForgetBlocks(KeyValueBatch batch, ulong kept, ulong newest)
    {
        for (ulong height = kept + 1; height <= newest; height++)
        {
            BlockStore.Remove(batch, height);
        }
    }

    // Events before the learned window have no successors here: nobody could use them.
    private void ForgetEvents(KeyValueBatch batch, long before)
    {
        foreach (KeyValuePair<byte[], byte[]> entry in _store.Scan([StoreKeys.Events], [StoreKeys.Events]))
        {
            if (StoreKeys.BirthRoundOf(entry.Key) >= before)
            {
                break;
            }

            batch.Delete(entry.Key);
        }
    }

    private void Send(MemberId peer, GossipMessage message) => _effects.Add(new Send(peer, MessageCodec.Encode(message)));
}
