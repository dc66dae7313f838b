using Komandor.Api;
using Komandor.Api.Messages;
using Komandor.Ledger;
using Komandor.Replica.Archive;
using Komandor.Replica.Effects;

namespace Komandor.Node.Tests.Api;

/// <summary>Blocks that are kept in pieces, through the API: docs/protocol/archive.md §4.</summary>
public sealed class OldBlockTests : IDisposable
{
    // More than the sixteen decoded blocks that the archive remembers.
    private const int Blocks = 20;

    private readonly LedgerNode _node = new();

    [Fact]
    public async Task Get_TransactionOfABlockInPieces_IsOneCall()
    {
        Transaction old = await AgeAsync();
        TransactionDetails details = await CallAsync(ApiCatalogue.TransactionGet, new TransactionQuery(old.Id.ToString(), null));
        Assert.Equal((TransactionState.Final, old.Encoded.Length), (details.State, details.SizeBytes));
        Assert.Equal([1UL], _node.Rebuilt);
        TransactionProofBytes proof = await CallAsync(ApiCatalogue.TransactionProve, new TransactionQuery(old.Id.ToString(), null));
        Assert.Equal(Convert.ToHexStringLower(old.Encoded.Span), proof.Transaction);
    }

    [Fact]
    public async Task Block_ThatIsInPieces_IsOneCall()
    {
        await AgeAsync();
        BlockDetails block = await CallAsync(ApiCatalogue.ChainBlock, new BlockQuery(2, null));
        Assert.Equal(2UL, block.Summary.Height);
        Assert.NotEmpty((await CallAsync(ApiCatalogue.ChainHeader, new BlockQuery(3, null))).Header);
        Assert.Equal(Blocks + 1, (int)(await CallAsync(ApiCatalogue.PrivateBlocks, new PrivateBlockQuery(0, 100))).Next);
        Assert.Equal([2UL, 3UL], _node.Rebuilt.Take(2));
    }

    [Fact]
    public async Task Prove_InABlockWhoseCertificateWasGivenUp_IsShownByTheHeadersAbove()
    {
        Transaction old = await AgeAsync();
        _node.Uncertified.UnionWith([1, 2, 3, 4, 5]);
        TransactionProofBytes proof = await CallAsync(ApiCatalogue.TransactionProve, new TransactionQuery(old.Id.ToString(), null));
        BlockHeader[] links = [.. proof.Header.Links.Select(Decode)];
        BlockHeader header = Decode(proof.Header.Header);
        Assert.Equal([2UL, 3UL, 4UL, 5UL, 6UL], links.Select(link => link.Height));
        Assert.Equal(BlockFault.None, HeaderLinks.Verify(header, links, CertificateIn(proof.Header), _node.Genesis.Roster));
        Assert.True(LightClient.IncludesTransaction(header, old.WitnessId, 0, 1, []));
        Assert.Equal([1UL, 2UL, 3UL, 4UL], _node.Rebuilt);
        Assert.Empty((await CallAsync(ApiCatalogue.ChainHeader, new BlockQuery(6, null))).Links);
    }

    [Fact]
    public async Task Header_WithoutACertificateAboveIt_IsNotFound()
    {
        await AgeAsync();
        _node.Uncertified.UnionWith(Enumerable.Range(10, Blocks).Select(height => (ulong)height));
        ApiException refusal = await Assert.ThrowsAsync<ApiException>(() => CallAsync(ApiCatalogue.ChainHeader, new BlockQuery(12, null)));
        Assert.Equal(ApiErrorCode.NotFound, refusal.Code);

        // State proofs need a header with a certificate of its own.
        Assert.Equal(9UL, Decode((await CallAsync(ApiCatalogue.ObjectProve, new ObjectQuery(_node.Genesis.ObjectOf(0).ToString()))).Header.Header).Height);
    }

    [Theory]
    [InlineData(HistoryFault.TooFewPieces, ApiErrorCode.NotReady, "2 of the 3")]
    [InlineData(HistoryFault.Busy, ApiErrorCode.Busy, "Try again")]
    [InlineData(HistoryFault.NotArchived, ApiErrorCode.NotFound, "Ask a node")]
    public async Task Get_WhenThePiecesCannotBeHad_SaysWhyAndWhatToDo(HistoryFault fault, ApiErrorCode code, string says)
    {
        Transaction old = await AgeAsync();
        _node.Lost = new HistoryLost(1, fault, 2, 3);
        ApiException refusal = await Assert.ThrowsAsync<ApiException>(
            () => CallAsync(ApiCatalogue.TransactionGet, new TransactionQuery(old.Id.ToString(), null)));
        Assert.Equal(code, refusal.Code);
        Assert.Contains(says, refusal.Message, StringComparison.Ordinal);
    }

    public void Dispose() => _node.Dispose();

    private static BlockHeader Decode(string text)
    {
        Assert.True(BlockHeader.TryDecode(Convert.FromHexString(text), out BlockHeader? header, out _));
        return header;
    }

    private static Certificate CertificateIn(CertifiedHeaderBytes bytes)
    {
        Assert.True(Certificate.TryDecode(Convert.FromHexString(bytes.Certificate), out Certificate? certificate, out _));
        return certificate;
    }

    private async Task<Transaction> AgeAsync()
    {
        Transaction old = _node.Pay(0, 1, 300);
        await CallAsync(ApiCatalogue.TransactionSubmit, new SubmitRequest(Convert.ToHexStringLower(old.Encoded.Span)));
        for (int block = 0; block < Blocks; block++)
        {
            _node.Seal();
        }

        _node.GivenUp = 4;
        return old;
    }

    private Task<TResult> CallAsync<TParameters, TResult>(ApiMethod<TParameters, TResult> method, TParameters parameters)
        where TParameters : notnull
        where TResult : notnull =>
        _node.Api.CallAsync(method, parameters, TestContext.Current.CancellationToken);
}
