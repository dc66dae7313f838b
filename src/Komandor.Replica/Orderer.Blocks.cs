using Komandor.Ledger;
using Komandor.Primitives;
using Komandor.Replica.Effects;
using Komandor.Replica.Messages;
using Komandor.State;

namespace Komandor.Replica;

/// <content>Executed blocks and their certificates: docs/protocol/gossip.md §7.</content>
public sealed partial class Orderer
{
    // Executed blocks that are not final yet, by height.
    private readonly SortedDictionary<ulong, BlockHeader> _headers = [];
    private ulong _executedHeight;
    private ulong _durableHeight;

    private void TakeExecuted(RoundApplied applied)
    {
        Invariant.Require(applied.Round == _executedRound + 1);
        _executedRound = applied.Round;
        _payloads.Execute(applied.Round);
        if (applied.Block is not Block block)
        {
            return;
        }

        BlockHeader header = block.Header;
        Invariant.Require(header.Height == _executedHeight + 1);
        _executedHeight = header.Height;
        _headers.Add(header.Height, header);
        foreach (Receipt receipt in block.Receipts)
        {
            _pool.Remove(receipt.TransactionId);
        }
    }

    // Only now: a certificate says that more than two thirds of the weight have the block on the disk.
    private void SignBlock(ulong height)
    {
        Invariant.Require(height == _durableHeight + 1);
        _durableHeight = height;
        if (_headers.TryGetValue(height, out BlockHeader? header) && _roster.IndexOf(_settings.Self) >= 0)
        {
            Claim(header);
        }
    }

    private void Claim(BlockHeader header)
    {
        HeaderClaim claim = new(header.Height, header.Id, _key.Sign(header.SigningHash));
        _claims.Enqueue(claim);
        _certificates.Add(_settings.Self, claim);
    }

    private void FinishBlocks()
    {
        while (IsLive && _certificates.FinalHeight < _durableHeight && NextCertified() is BlockHeader header)
        {
            Finish(header, _certificates.Certify(header));
        }
    }

    // The lowest durable block with a quorum of signatures; a quorum for another block of that height is a divergence.
    private BlockHeader? NextCertified()
    {
        foreach ((ulong height, BlockHeader header) in _headers)
        {
            if (height > _durableHeight || _certificates.Winner(height) is not BlockId winner)
            {
                continue;
            }

            if (winner == header.Id)
            {
                return header;
            }

            Stop(OrdererMode.Diverged, CatchUpReason.Diverged);
            return null;
        }

        return null;
    }

    private void Finish(BlockHeader header, Certificate certificate)
    {
        KeyValueBatch batch = new();
        BlockStore.PutCertificate(batch, header.Height, certificate);
        _certificates.Settle(header.Height);
        _effects.Add(new BlockFinal(header, certificate, batch));
        while (_headers.Count > 0 && FirstHeight() <= header.Height)
        {
            _headers.Remove(FirstHeight());
        }
    }

    private ulong FirstHeight()
    {
        foreach (ulong height in _headers.Keys)
        {
            return height;
        }

        return ulong.MaxValue;
    }

    private void TakeCertified(CertifiedHeader certified)
    {
        ulong height = certified.Header.Height;
        if (!IsLive || height > _durableHeight || !_headers.TryGetValue(height, out BlockHeader? own))
        {
            return;
        }

        if (own.Id == certified.Header.Id)
        {
            Finish(own, certified.Certificate);
        }
        else
        {
            Stop(OrdererMode.Diverged, CatchUpReason.Diverged);
        }
    }

    // Signatures may have travelled in events that expired here: then the certificate itself is asked for.
    private void AskForHeader(PeerSession session)
    {
        if (session.IsConnected && session.Position is GossipPosition position
            && position.FinalHeight > _certificates.FinalHeight && _durableHeight > _certificates.FinalHeight
            && _moment.ElapsedUs - session.HeaderAskedAtUs >= _settings.AnswerTimeoutUs)
        {
            session.HeaderAskedAtUs = _moment.ElapsedUs;
            Send(session.Peer, new GetHeaderMessage());
        }
    }
}
