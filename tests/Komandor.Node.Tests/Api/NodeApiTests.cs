using Komandor.Api;
using Komandor.Api.Messages;
using Komandor.Ledger;
using Komandor.Node.Api;
using Komandor.Primitives;
using Komandor.State;

namespace Komandor.Node.Tests.Api;

public sealed class NodeApiTests : IDisposable
{
    private static readonly NoParameters _nothing = new();

    private readonly LedgerNode _node = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => _node.Dispose();

    [Fact]
    public async Task Payment_FromSubmissionToFinality_IsSeenByEveryMethod()
    {
        _node.CatchUp();
        Transaction payment = _node.Pay(0, 1, 300, "hello");
        SubmitResult submitted = await SubmitAsync(payment);
        Assert.Equal((payment.Id, payment.Body.ValidUntil), (submitted.Id, submitted.ValidUntil));
        Assert.Equal(TransactionState.Pending, (await GetAsync(payment.Id)).State);
        _node.Seal();

        TransactionDetails details = await GetAsync(payment.Id);
        Assert.Equal((TransactionState.Final, 1ul, 0, 1000ul, "hello", 150), (details.State, details.Height, details.Position, details.Fee, details.Memo, details.FinalityMs));
        Assert.Equal(LedgerNode.Allocated, Assert.Single(details.Inputs).Amount);
        Assert.Equal([300ul, LedgerNode.Allocated - 1300], details.Outputs.Select(output => output.Amount!.Value));

        AddressBalance balance = await _node.Api.CallAsync(ApiCatalogue.AddressBalance, Of(LedgerNode.Owner(1).ToString()), Cancellation);
        AssetAmount held = Assert.Single(balance.Balances);
        Assert.Equal((LedgerNode.Allocated + 300, 2), (held.Amount, held.Coins));
        Assert.Equal(balance.Balances, (await _node.Api.CallAsync(ApiCatalogue.AddressBalance, Of(balance.Address!), Cancellation)).Balances);
        CoinPage coins = await _node.Api.CallAsync(ApiCatalogue.AddressCoins, Of(balance.Address!), Cancellation);
        Assert.Equal(2, coins.Coins.Count);
        AddressHistory history = await _node.Api.CallAsync(ApiCatalogue.AddressHistory, Of(balance.Address!), Cancellation);
        Assert.Equal((payment.Id, 300ul), (history.Entries.Single().TransactionId, history.Entries.Single().Received));

        BlockDetails block = await _node.Api.CallAsync(ApiCatalogue.ChainBlock, new BlockQuery(1, null), Cancellation);
        Assert.Equal(1, block.Summary.Executed);
        Assert.Equal([new MemberId(1)], block.Signers);
        Assert.Equal(new ReceiptSummary(payment.Id, true, null, 1000), Assert.Single(block.Receipts));
        Assert.Empty((await _node.Api.CallAsync(ApiCatalogue.ChainBlock, new BlockQuery(1, null, 1), Cancellation)).Receipts);
        Assert.Equal(block.Summary, (await _node.Api.CallAsync(ApiCatalogue.ChainBlock, new BlockQuery(null, block.Summary.Id.ToString()), Cancellation)).Summary);
        BlockPage blocks = await _node.Api.CallAsync(ApiCatalogue.ChainBlocks, new PageQuery(null, null), Cancellation);
        Assert.Equal([1ul, 0ul], blocks.Blocks.Select(one => one.Height));
        ChainInfo info = await _node.Api.CallAsync(ApiCatalogue.ChainInfo, _nothing, Cancellation);
        Assert.Equal((1ul, block.StateRoot, 86_400_000L), (info.Height, info.StateRoot, info.MaximumValidityMs));
        Assert.Equal(new TransactionTotals(1, 0, 0, 1), info.Transactions);
        NetworkStatus status = await _node.Api.CallAsync(ApiCatalogue.NetworkStatus, _nothing, Cancellation);
        Assert.Equal((true, 77L), (status.Ready, status.DatabaseSizeBytes));
    }

    [Fact]
    public async Task Submit_OfAStrangersCoinUnderAnotherLock_IsRefusedBeforeItReservesTheCoin()
    {
        _node.CatchUp();
        TransactionBody body = _node.Pay(0, 1, 300).Body;
        ApiException refusal = await RefusalAsync(Hex(Transaction.Create(body, Witness.Sign(LedgerNode.Owner(1), LedgerNode.Key(1), body))));
        Assert.Equal((ApiErrorCode.TransactionRefused, nameof(LedgerFault.WrongLock)), (refusal.Code, refusal.Fault));
        await SubmitAsync(_node.Pay(0, 1, 300));
    }

    [Fact]
    public async Task Submit_OfTooLowAFee_IsRefusedBeforeItsSignaturesAreVerified()
    {
        _node.CatchUp();
        Assert.Equal(nameof(LedgerFault.FeeTooLow), (await RefusalAsync(Hex(_node.Pay(0, 1, 300, fee: 10)))).Fault);
    }

    [Fact]
    public async Task Supply_AfterPayments_IsConserved()
    {
        _node.CatchUp();
        await SubmitAsync(_node.Pay(0, 1, 300));
        await SubmitAsync(_node.Pay(2, 1, 400));
        _node.Seal();
        SupplyReport report = await _node.Api.CallAsync(ApiCatalogue.StateSupply, _nothing, Cancellation);
        Assert.True(report.Conserved);
        AssetSupply kmcc = Assert.Single(report.Assets);
        Assert.Equal(("KMCC", 3_000_000ul, 2_998_000ul, 2000ul), (kmcc.Name, kmcc.Supply, kmcc.Coins, kmcc.FeePool));
    }

    [Fact]
    public async Task Proofs_OfObjectAndTransaction_VerifyAgainstTheHeader()
    {
        _node.CatchUp();
        Transaction[] payments = [_node.Pay(0, 1, 300), _node.Pay(1, 2, 400), _node.Pay(2, 0, 500)];
        foreach (Transaction payment in payments)
        {
            await SubmitAsync(payment);
        }

        _node.Seal();
        foreach (string id in new[] { payments[0].Body.ObjectOf(0).ToString(), new string('c', 64) })
        {
            ObjectProofBytes proof = await _node.Api.CallAsync(ApiCatalogue.ObjectProve, new ObjectQuery(id), Cancellation);
            BlockHeader header = Header(proof.Header);
            Assert.Equal(
                StateProofFault.None,
                StateProofVerifier.Verify(
                    header.StateRoot, Hash256.Parse(proof.Key), proof.Value is null ? null : Convert.FromHexString(proof.Value),
                    new StateProof([.. Convert.FromHexString(proof.Proof)])));
        }

        foreach (Transaction payment in payments)
        {
            TransactionProofBytes proof = await _node.Api.CallAsync(ApiCatalogue.TransactionProve, new TransactionQuery(payment.Id.ToString(), null), Cancellation);
            Assert.Equal(Convert.ToHexStringLower(payment.Encoded.Span), proof.Transaction);
            CanonicalReader reader = new(Convert.FromHexString(proof.Proof));
            int index = (int)reader.VarUInt();
            int count = (int)reader.VarUInt();
            Hash256[] path = new Hash256[(int)reader.VarUInt()];
            for (int step = 0; step < path.Length; step++)
            {
                path[step] = reader.Hash();
            }

            Assert.True(reader.TryFinish(out _));
            Assert.True(MerkleTree.Verify(
                Header(proof.Header).TransactionsRoot, MerkleTree.Leaf(payment.WitnessId.Value.ToArray()), index, count, path));
        }
    }

    [Fact]
    public async Task Get_DoubleSpend_OneIsFinalAndOneRejected()
    {
        _node.CatchUp();
        Transaction first = _node.Pay(0, 1, 300), second = _node.Pay(0, 2, 300);
        await SubmitAsync(first);
        await SubmitAsync(second);
        _node.Seal();
        Assert.Equal(TransactionState.Final, (await GetAsync(first.Id)).State);
        TransactionDetails rejected = await GetAsync(second.Id);
        Assert.Equal((TransactionState.Rejected, 1ul), (rejected.State, rejected.Height));
        Assert.NotNull(rejected.Fault);
        _node.Expired.Add(new TransactionId(Hash256.Parse(new string('e', 64))));
        Assert.Equal(TransactionState.Expired, (await GetAsync(new TransactionId(Hash256.Parse(new string('e', 64))))).State);
        Assert.Equal(TransactionState.Unknown, (await GetAsync(new TransactionId(Hash256.Parse(new string('d', 64))))).State);
    }

    [Fact]
    public async Task Get_WithWait_AnswersWhenDecided()
    {
        _node.CatchUp();
        Transaction payment = _node.Pay(0, 1, 300);
        await SubmitAsync(payment);
        Task<TransactionDetails> waiting = GetAsync(payment.Id, 60_000);
        Assert.Equal(1, _node.Waiters.Count);
        _node.Seal();
        Assert.Equal(TransactionState.Final, (await waiting.WaitAsync(TimeSpan.FromSeconds(5), Cancellation)).State);
        Assert.Equal(TransactionState.Final, (await GetAsync(payment.Id, 60_000)).State);
        Assert.Equal(TransactionState.Unknown, (await GetAsync(new TransactionId(Hash256.Parse(new string('d', 64))), 20)).State);
        Assert.Equal(0, _node.Waiters.Count);
    }

    [Fact]
    public async Task Submit_WhatIsWrong_IsRefusedByItsFault()
    {
        _node.CatchUp();
        Transaction payment = _node.Pay(0, 1, 300);
        byte[] bytes = payment.Encoded.ToArray();
        Assert.Equal(ApiErrorCode.InvalidParameters, (await RefusalAsync("zz")).Code);
        Assert.Equal((ApiErrorCode.TransactionRefused, "TooLarge"), Refusal(await RefusalAsync(new string('0', 300_000))));
        bytes[^1] ^= 1;
        Assert.Equal((ApiErrorCode.TransactionRefused, "WrongSignature"), Refusal(await RefusalAsync(Convert.ToHexString(bytes))));
        _node.Answer = IntakeOutcome.Refused("ObjectInUse");
        Assert.Equal((ApiErrorCode.TransactionRefused, "ObjectInUse"), Refusal(await RefusalAsync(Convert.ToHexString(payment.Encoded.Span))));
        _node.Answer = IntakeOutcome.Busy(70);
        ApiException busy = await RefusalAsync(Convert.ToHexString(payment.Encoded.Span));
        Assert.Equal((ApiErrorCode.Busy, 70), (busy.Code, busy.RetryAfterMs));
        _node.FreeDisk = 10;
        Assert.Equal((ApiErrorCode.NotReady, "DiskLow"), Refusal(await RefusalAsync(Convert.ToHexString(payment.Encoded.Span))));
        _node.Seal();
        Assert.Equal(0, (await _node.Api.CallAsync(ApiCatalogue.ChainBlock, new BlockQuery(1, null), Cancellation)).Summary.Executed);
    }

    [Fact]
    public async Task Submit_QueueOfTheVerifierFull_IsBusy()
    {
        SubmissionVerifier verifier = new(new TransactionVerifier(_node.Genesis.ChainId, _node.Genesis.Shard), 2);
        Transaction payment = _node.Pay(0, 1, 300);
        Task<(VerifiedTransaction? Verified, LedgerFault Fault)> first = verifier.TryVerify(payment)!;
        Assert.NotNull(verifier.TryVerify(payment));
        Assert.Null(verifier.TryVerify(payment));
        using CancellationTokenSource stop = new();
        Task running = verifier.RunAsync(stop.Token);
        Assert.Equal(LedgerFault.None, (await first).Fault);
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => running);
    }

    [Fact]
    public async Task Calls_WithWrongParameters_AreRefused()
    {
        await AssertAsync(ApiErrorCode.NotReady, ApiCatalogue.ChainInfo, _nothing);
        _node.CatchUp();
        await AssertAsync(ApiErrorCode.NotFound, ApiCatalogue.ChainBlock, new BlockQuery(5, null));
        await AssertAsync(ApiErrorCode.NotFound, ApiCatalogue.ChainHeader, new BlockQuery(null, new string('a', 64)));
        await AssertAsync(ApiErrorCode.InvalidParameters, ApiCatalogue.ChainBlock, new BlockQuery(null, "a"));
        await AssertAsync(ApiErrorCode.InvalidParameters, ApiCatalogue.ChainBlock, new BlockQuery(1, null, -1));
        await AssertAsync(ApiErrorCode.InvalidParameters, ApiCatalogue.ChainBlock, new BlockQuery(0, new string('a', 64)));
        await AssertAsync(ApiErrorCode.InvalidParameters, ApiCatalogue.ChainBlocks, new PageQuery(null, 201));
        await AssertAsync(ApiErrorCode.InvalidParameters, ApiCatalogue.ChainBlocks, new PageQuery("x", null));
        await AssertAsync(ApiErrorCode.InvalidParameters, ApiCatalogue.AddressCoins, Of("nobody"));
        await AssertAsync(ApiErrorCode.InvalidParameters, ApiCatalogue.TransactionGet, new TransactionQuery("1", null));
        await AssertAsync(ApiErrorCode.NotFound, ApiCatalogue.TransactionProve, new TransactionQuery(new string('1', 64), null));
        await AssertAsync(ApiErrorCode.InvalidParameters, ApiCatalogue.ObjectGet, new ObjectQuery(""));
        await AssertAsync(ApiErrorCode.NotFound, ApiCatalogue.ObjectGet, new ObjectQuery(new string('1', 64)));
        ObjectDetails first = await _node.Api.CallAsync(ApiCatalogue.ObjectGet, new ObjectQuery(_node.Genesis.ObjectOf(0).ToString()), Cancellation);
        Assert.Equal((true, null), (first.Unspent, first.CreatedBy));
        Assert.Equal(_node.GenesisHeader.Id, Header((await _node.Api.CallAsync(ApiCatalogue.ChainHeader, new BlockQuery(null, null), Cancellation))).Id);
        Assert.Contains("kmdt", (await _node.Api.CallAsync(ApiCatalogue.ChainGenesis, _nothing, Cancellation)).Json, StringComparison.Ordinal);
    }

    private static BlockHeader Header(CertifiedHeaderBytes bytes)
    {
        CanonicalReader reader = new(Convert.FromHexString(bytes.Header));
        BlockHeader header = BlockHeader.Read(ref reader);
        Assert.True(reader.TryFinish(out _));
        return header;
    }

    private static AddressQuery Of(string address) => new(address, null, null);

    private static (ApiErrorCode Code, string? Fault) Refusal(ApiException refusal) => (refusal.Code, refusal.Fault);

    private static string Hex(Transaction transaction) => Convert.ToHexStringLower(transaction.Encoded.Span);

    private Task<SubmitResult> SubmitAsync(Transaction transaction) => _node.Api.CallAsync(
        ApiCatalogue.TransactionSubmit, new SubmitRequest(Convert.ToHexStringLower(transaction.Encoded.Span)), Cancellation);

    private Task<TransactionDetails> GetAsync(TransactionId id, int? waitMs = null) =>
        _node.Api.CallAsync(ApiCatalogue.TransactionGet, new TransactionQuery(id.ToString(), waitMs), Cancellation);

    private Task<ApiException> RefusalAsync(string transaction) => Assert.ThrowsAsync<ApiException>(
        () => _node.Api.CallAsync(ApiCatalogue.TransactionSubmit, new SubmitRequest(transaction), Cancellation));

    private async Task AssertAsync<TParameters, TResult>(ApiErrorCode code, ApiMethod<TParameters, TResult> method, TParameters parameters)
        where TParameters : notnull
        where TResult : notnull =>
        Assert.Equal(code, (await Assert.ThrowsAsync<ApiException>(() => _node.Api.CallAsync(method, parameters, Cancellation))).Code);
}
