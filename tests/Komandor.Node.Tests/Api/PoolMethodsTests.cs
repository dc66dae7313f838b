using Komandor.Api;
using Komandor.Api.Messages;
using Komandor.Ledger;
using Komandor.Ledger.Private;
using Komandor.Primitives;
using Komandor.PrivatePayer;
using Komandor.State;

namespace Komandor.Node.Tests.Api;

public sealed class PoolMethodsTests : IDisposable
{
    private readonly Payer _ada = new("Ada", "kmdt");
    private readonly LedgerNode _node;

    public PoolMethodsTests()
    {
        _node = new LedgerNode(_ada);
        _ada.Observe(_node.Genesis);
    }

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => _node.Dispose();

    [Fact]
    public async Task Payment_FromSubmissionToFinality_IsSeenByEveryMethodOfPools()
    {
        _node.CatchUp();
        Transaction payment = await SubmitAsync(Pay(20_000));
        _node.Seal();

        TransactionDetails details = await _node.Api.CallAsync(ApiCatalogue.TransactionGet, new TransactionQuery(payment.Id.ToString(), null), Cancellation);
        Assert.Equal((TransactionState.Final, payment.Body.Fee), (details.State, details.Fee));
        Assert.Equal(new PrivatePart("shielded", 0, 20_000, 2, 2), details.Private);
        SupplyReport supply = await _node.Api.CallAsync(ApiCatalogue.StateSupply, new NoParameters(), Cancellation);
        Assert.True(supply.Conserved);
        Assert.Equal((32 * LedgerNode.Allocated) - 20_000 - payment.Body.Fee, supply.Assets[0].Pools);

        ChainInfo info = await _node.Api.CallAsync(ApiCatalogue.ChainInfo, new NoParameters(), Cancellation);
        Assert.Equal(new TransactionTotals(0, 0, 1, 1), info.Transactions);

        PoolReport pools = await _node.Api.CallAsync(ApiCatalogue.PoolList, new NoParameters(), Cancellation);
        Assert.Equal((1UL, 1024UL, 16UL, 16UL, 1UL, 1UL), (pools.AnchorBlocks, pools.AnchorWindow, pools.MinimumCover, pools.MinimumRing, pools.NewestAnchor, pools.Height));
        Assert.Equal([(16UL, PoolId.Ring.ToString()), (18UL, PoolId.Shielded.ToString())], pools.Pools.Select(pool => (pool.Size, pool.Id)));
        Assert.All(pools.Pools, pool => Assert.Null(pool.PausedUntil));

        PrivateBlockPage blocks = await _node.Api.CallAsync(ApiCatalogue.PrivateBlocks, new PrivateBlockQuery(null, null), Cancellation);
        Assert.Equal((2UL, 1UL), (blocks.Next, blocks.Height));
        Assert.Equal([0UL, 1UL], blocks.Blocks.Select(block => block.Height));
        Assert.Equal([16, 16], blocks.Blocks[0].Transactions.Select(one => one.Outputs.Count));
        PrivateTransaction seen = Assert.Single(blocks.Blocks[1].Transactions);
        Assert.Equal((payment.Id, payment.Body.Nonce.ToString(), "shielded", 20_000UL), (seen.Id, seen.Nonce, seen.Tier, seen.Leaving));
        Assert.Equal([2 * PrivateLimits.OutputSizeBytes, 2 * PrivateLimits.OutputSizeBytes], seen.Outputs.Select(output => output.Length));
        Assert.StartsWith(payment.Body.Bundle!.Outputs[0].Key.ToString(), seen.Outputs[0], StringComparison.Ordinal);

        PrivateNotePage notes = await _node.Api.CallAsync(ApiCatalogue.PrivateNotes, new PoolQuery("shielded", 15, 2), Cancellation);
        Assert.Equal((15UL, 18UL, 1UL), (notes.From, notes.Size, notes.Height));
        Assert.Equal(payment.Body.Bundle.Outputs[0].Key + payment.Body.Bundle.Outputs[0].Commitment.ToString() + "0100000000000000", notes.Notes[1]);
        PrivateAnchorPage anchors = await _node.Api.CallAsync(ApiCatalogue.PrivateAnchors, new PoolQuery("shielded", null, null), Cancellation);
        Assert.Equal(
            [new PrivateAnchor(0, 16, _node.GenesisHeader.Id), new PrivateAnchor(1, 18, _node.Tip.Id)],
            anchors.Anchors);
    }

    [Fact]
    public async Task Tag_BeforeAndAfterItWasSpent_IsProvedUnderTheCertifiedHeader()
    {
        _node.CatchUp();
        Transaction payment = await SubmitAsync(Pay(5));
        Hash256 tag = payment.Body.Bundle!.TagOf(0);
        _node.Seal();
        foreach ((string tier, bool isSpent) in new[] { ("shielded", true), ("ring", false) })
        {
            // One tag is spent in one pool alone.
            SpentTagProofBytes answer = await _node.Api.CallAsync(ApiCatalogue.PrivateTag, new SpentTagQuery(tier, tag.ToString()), Cancellation);
            ObjectId name = PrivateObjects.Tag(PoolId.Of(tier == "ring" ? PrivateTier.Ring : PrivateTier.Shielded), tag);
            Assert.Equal((isSpent, name.ToString()), (answer.IsSpent, answer.Key));
            Assert.True(BlockHeader.TryDecode(Convert.FromHexString(answer.Header.Header), out BlockHeader? header, out _));
            SpentTagProof proof = new(
                Convert.FromHexString(answer.Object!), new StateProof([.. Convert.FromHexString(answer.ObjectProof)]), Convert.FromHexString(answer.TagProof));
            Assert.Equal(SpentTagFault.None, proof.Verify(header.StateRoot, name, isSpent));
            Assert.Equal(SpentTagFault.TagUnproven, proof.Verify(header.StateRoot, name, !isSpent));
        }
    }

    [Fact]
    public async Task Submit_WhatCouldNotExecute_IsRefusedWithItsFault()
    {
        _node.CatchUp();
        Transaction payment = await SubmitAsync(Pay(5));
        Transaction twice = Pay(6);
        Assert.True(Transaction.TryCreate(twice.Body, [], twice.Proofs! with { Range = payment.Proofs!.Range }, out Transaction? unproven, out _));
        Assert.Equal(nameof(LedgerFault.RangeProof), (await Assert.ThrowsAsync<ApiException>(() => SubmitAsync(unproven))).Fault);
        _node.Seal();
        Assert.Equal(nameof(LedgerFault.TagSpent), (await Assert.ThrowsAsync<ApiException>(() => SubmitAsync(twice))).Fault);
    }

    [Fact]
    public async Task Submit_OfAnOrder_IsTakenOnWithoutAFeeAndPausesThePool()
    {
        _node.CatchUp();
        TransactionBody body = new PauseOrder(PoolId.Shielded, 0).Build(
            _node.Genesis.ChainId, _node.Genesis.Shard, _node.Tip.Timestamp.Plus(3600 * Timestamp.PerSecond));
        Transaction unsigned = Transaction.CreateOrder(body, []);
        Assert.Equal(nameof(LedgerFault.OrderNotSigned), (await Assert.ThrowsAsync<ApiException>(() => SubmitAsync(unsigned))).Fault);
        await SubmitAsync(Transaction.CreateOrder(body, [OrderSignatures.Sign(body, new MemberId(1), LedgerNode.Key(0))]));
        _node.Seal();
        PoolReport pools = await _node.Api.CallAsync(ApiCatalogue.PoolList, new NoParameters(), Cancellation);
        Assert.Equal([false, true], pools.Pools.Select(pool => pool.PausedUntil is not null));
        TransactionDetails details = await _node.Api.CallAsync(ApiCatalogue.TransactionGet, new TransactionQuery(body.Id.ToString(), null), Cancellation);
        Assert.Equal(TransactionState.Final, details.State);
        Transaction paused = Pay(0);
        Assert.Equal(nameof(LedgerFault.PoolPaused), (await Assert.ThrowsAsync<ApiException>(() => SubmitAsync(paused))).Fault);
    }

    [Fact]
    public async Task Ranges_OutOfTheirLimits_AreRefused()
    {
        _node.CatchUp();
        Func<Task>[] calls =
        [
            () => _node.Api.CallAsync(ApiCatalogue.PrivateNotes, new PoolQuery("gold", 0, 1), Cancellation),
            () => _node.Api.CallAsync(ApiCatalogue.PrivateNotes, new PoolQuery("ring", 0, 4097), Cancellation),
            () => _node.Api.CallAsync(ApiCatalogue.PrivateNotes, new PoolQuery("ring", 0, 0), Cancellation),
            () => _node.Api.CallAsync(ApiCatalogue.PrivateAnchors, new PoolQuery("ring", 0, 1025), Cancellation),
            () => _node.Api.CallAsync(ApiCatalogue.PrivateBlocks, new PrivateBlockQuery(0, 1001), Cancellation),
            () => _node.Api.CallAsync(ApiCatalogue.PrivateTag, new SpentTagQuery("gold", new string('0', 64)), Cancellation),
            () => _node.Api.CallAsync(ApiCatalogue.PrivateTag, new SpentTagQuery("ring", "00"), Cancellation),
        ];
        foreach (Func<Task> call in calls)
        {
            Assert.Equal(ApiErrorCode.InvalidParameters, (await Assert.ThrowsAsync<ApiException>(call)).Code);
        }

        Assert.Empty((await _node.Api.CallAsync(ApiCatalogue.PrivateNotes, new PoolQuery("ring", ulong.MaxValue, 5), Cancellation)).Notes);
        Assert.Empty((await _node.Api.CallAsync(ApiCatalogue.PrivateAnchors, new PoolQuery("ring", ulong.MaxValue, 5), Cancellation)).Anchors);
        Assert.Empty((await _node.Api.CallAsync(ApiCatalogue.PrivateBlocks, new PrivateBlockQuery(ulong.MaxValue, 5), Cancellation)).Blocks);
    }

    private Transaction Pay(ulong leaving) => _ada.PayShielded(
        new TransactionDraft
        {
            ChainId = _node.Genesis.ChainId,
            Shard = _node.Genesis.Shard,
            Outputs = leaving > 0 ? [TransactionOutput.Coin(LedgerNode.Owner(0), AssetId.Kmcc, leaving)] : [],
            ValidUntil = _node.Tip.Timestamp.Plus(3600 * Timestamp.PerSecond),
        },
        _node.View, new CoverSets(), _ada.NotesOf(PrivateTier.Shielded)[..1], _ada.Address, 1_000, 1);

    private async Task<Transaction> SubmitAsync(Transaction transaction)
    {
        await _node.Api.CallAsync(
            ApiCatalogue.TransactionSubmit, new SubmitRequest(Convert.ToHexStringLower(transaction.Encoded.Span)), Cancellation);
        return transaction;
    }
}
