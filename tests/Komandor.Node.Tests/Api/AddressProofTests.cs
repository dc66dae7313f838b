using Komandor.Api;
using Komandor.Api.Messages;
using Komandor.Ledger;
using Komandor.State;

namespace Komandor.Node.Tests.Api;

/// <summary>An address's coins from the state itself, each with its proof: docs/protocol/state.md §9, X4.</summary>
public sealed class AddressProofTests : IDisposable
{
    private readonly LedgerNode _node = new(keepsIndex: true);

    [Fact]
    public async Task Coins_OfAnAddress_AreEachProvedUnderOneHeader()
    {
        await PayAsync(_node.Pay(0, 1, 300));
        await PayAsync(_node.Pay(2, 1, 400));
        _node.MakeIndexWhole();
        CoinPage told = await _node.Api.CallAsync(ApiCatalogue.AddressCoins, Of(1), Cancellation);
        Assert.Equal(3, told.Coins.Count);
        List<ProvedCoin> proved = [];
        for (string? cursor = null; proved.Count < 3; Assert.True(cursor is not null || proved.Count == 3))
        {
            ProvedCoinPage page = await _node.Api.CallAsync(
                ApiCatalogue.AddressProve, Of(1) with { Cursor = cursor, Limit = 2 }, Cancellation);
            Verify(page, owner: 1);
            proved.AddRange(page.Coins);
            cursor = page.NextCursor;
        }

        Assert.Equal(told.Coins.Select(coin => coin.Id.ToString()).Order(StringComparer.Ordinal), proved.Select(coin => coin.Key));
    }

    [Fact]
    public async Task Coins_SpentOrNotInTheCertifiedStateYet_AreLeftOut()
    {
        await PayAsync(_node.Pay(0, 1, 300));
        _node.Uncertified.Add(2);
        await PayAsync(_node.Pay(2, 1, 400));
        _node.MakeIndexWhole();

        // Block 2 made one for owner 1, spent owner 2's only coin and gave the rest back: all that is proved is of block 1.
        Assert.Equal(2, Verify(await _node.Api.CallAsync(ApiCatalogue.AddressProve, Of(1), Cancellation), owner: 1));
        Assert.Equal(0, Verify(await _node.Api.CallAsync(ApiCatalogue.AddressProve, Of(2), Cancellation), owner: 2));
        _node.Uncertified.Clear();
        Assert.Equal(3, Verify(await _node.Api.CallAsync(ApiCatalogue.AddressProve, Of(1), Cancellation), owner: 1));
        Assert.Equal(1, Verify(await _node.Api.CallAsync(ApiCatalogue.AddressProve, Of(2), Cancellation), owner: 2));
    }

    [Fact]
    public async Task Coins_WithoutAWholeIndexOrWithAWrongCursor_AreRefusedWithWhatToDo()
    {
        _node.CatchUp();
        Assert.Equal(ApiErrorCode.NotReady, (await RefusalAsync(_node, Of(1))).Code);
        Assert.Equal(ApiErrorCode.InvalidParameters, (await RefusalAsync(_node, Of(1) with { Cursor = "x" })).Code);
        Assert.Equal(ApiErrorCode.InvalidParameters, (await RefusalAsync(_node, Of(1) with { Limit = 201 })).Code);
        using LedgerNode without = new();
        without.CatchUp();
        ApiException refusal = await RefusalAsync(without, Of(1));
        Assert.Equal(ApiErrorCode.NotFound, refusal.Code);
        Assert.Contains("StateIndex=true", refusal.Message, StringComparison.Ordinal);
    }

    public void Dispose() => _node.Dispose();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private static AddressQuery Of(int owner) => new(LedgerNode.Owner(owner).ToString(), null, null);

    private static Task<ApiException> RefusalAsync(LedgerNode node, AddressQuery query) =>
        Assert.ThrowsAsync<ApiException>(() => node.Api.CallAsync(ApiCatalogue.AddressProve, query, Cancellation));

    // As a light wallet does, with nothing but the roster.
    private int Verify(ProvedCoinPage page, int owner)
    {
        Assert.True(BlockHeader.TryDecode(Convert.FromHexString(page.Header.Header), out BlockHeader? header, out _));
        Assert.True(Certificate.TryDecode(Convert.FromHexString(page.Header.Certificate), out Certificate? certificate, out _));
        Assert.Equal(BlockFault.None, CertificateVerifier.Verify(header, certificate, _node.Genesis.Roster));
        foreach (ProvedCoin coin in page.Coins)
        {
            byte[] value = Convert.FromHexString(coin.Value);
            StateProof proof = new([.. Convert.FromHexString(coin.Proof)]);
            Assert.Equal(StateProofFault.None, StateProofVerifier.Verify(header.StateRoot, Primitives.Hash256.Parse(coin.Key), value, proof));
            Assert.True(LedgerObject.TryDecode(value, out LedgerObject? found) && found.Content is CoinContent && found.Lock.Equals(LedgerNode.Owner(owner)));
        }

        return page.Coins.Count;
    }

    private async Task PayAsync(Transaction payment)
    {
        _node.CatchUp();
        await _node.Api.CallAsync(ApiCatalogue.TransactionSubmit, new SubmitRequest(Convert.ToHexStringLower(payment.Encoded.Span)), Cancellation);
        _node.Seal();
    }
}
