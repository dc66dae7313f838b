using Komandor.Api;
using Komandor.Api.Messages;
using Komandor.Ledger.Private;
using Komandor.Primitives;
using Komandor.Wallet.Private.Scanning;

namespace Komandor.Wallet.Tests.Private;

/// <summary>What a broken or lying node may answer is refused by one fault, whatever is wrong; nothing of it reaches the wallet.</summary>
public sealed class NodePrivateChainTests
{
    private static readonly string _element = Convert.ToHexStringLower(Encode());
    private static readonly string _hash = new('1', 64);
    private static readonly PrivateTransaction _good =
        new(new TransactionId(Hash256.Parse(_hash)), _hash, "shielded", [_hash], [Output(_element, _element)], "", "", 1, 0, 5);

    /// <summary>Pages that are wrong in one thing, read from height 5.</summary>
    public static TheoryData<string, object> Wrong => new()
    {
        { "a block below the first", Page(9, 8, Block(4)) },
        { "a block twice", Page(9, 8, Block(6), Block(6)) },
        { "blocks that descend", Page(9, 8, Block(7), Block(6)) },
        { "a block at the height to go on from", Page(9, 8, Block(9)) },
        { "no way on", Page(5, 8) },
        { "a way back", Page(4, 8) },
        { "a height above the newest block", Page(11, 8) },
        { "an unknown tier", Page(9, 8, Block(6, _good with { Tier = "glass" })) },
        { "no tier", Page(9, 8, Block(6, _good with { Tier = null! })) },
        { "a nonce of another length", Page(9, 8, Block(6, _good with { Nonce = "11" })) },
        { "no nonce", Page(9, 8, Block(6, _good with { Nonce = null! })) },
        { "a tag that is none", Page(9, 8, Block(6, _good with { Tags = ["x"] })) },
        { "no tags", Page(9, 8, Block(6, _good with { Tags = null! })) },
        { "an output cut short", Page(9, 8, Block(6, _good with { Outputs = [_good.Outputs[0][..^2]] })) },
        { "an output of no digits", Page(9, 8, Block(6, _good with { Outputs = ["zz"] })) },
        { "an empty output", Page(9, 8, Block(6, _good with { Outputs = [""] })) },
        { "a key that is no element", Page(9, 8, Block(6, _good with { Outputs = [Output(new string('f', 64), _element)] })) },
        { "a commitment that is no element", Page(9, 8, Block(6, _good with { Outputs = [Output(_element, new string('f', 64))] })) },
        { "a memo of another length", Page(9, 8, Block(6, _good with { SealedMemo = "00" })) },
        { "no memo", Page(9, 8, Block(6, _good with { SealedMemo = null! })) },
        { "a recovery of another length", Page(9, 8, Block(6, _good with { Recovery = "00" })) },
        { "no transactions", Page(9, 8, Block(6) with { Transactions = null! }) },
        { "no blocks", Page(9, 8) with { Blocks = null! } },
        { "an anchor below the first", Anchors(4) },
        { "an anchor twice", Anchors(6, 6) },
        { "no anchors", Anchors() with { Anchors = null! } },
        { "numbers that no chain has", new PoolReport([], 0, 16, 16, 16, 0, 0) },
        { "a ring of fifteen", new PoolReport([], 1, 16, 16, 15, 0, 0) },
    };

    [Theory]
    [MemberData(nameof(Wrong))]
    public async Task Answer_WrongInOneThing_IsRefused(string what, object answer)
    {
        NodePrivateChain chain = new(new Node(answer));
        ApiException refusal = await Assert.ThrowsAsync<ApiException>(() => AskAsync(chain, answer));
        Assert.True(refusal.Code == ApiErrorCode.NotReady, what);
        Assert.Contains("makes no sense", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Answer_ThatIsRight_IsRead()
    {
        CancellationToken cancelled = TestContext.Current.CancellationToken;
        CompactPage page = await new NodePrivateChain(new Node(Page(9, 8, Block(6, _good)))).BlocksAsync(5, cancelled);
        Assert.Equal((9UL, 8UL, 1), (page.Next, page.Tip, page.Blocks[0].Transactions[0].Outputs.Length));

        // A node that is behind the one that was asked before.
        Assert.Equal(5UL, (await new NodePrivateChain(new Node(Page(5, 2))).BlocksAsync(5, cancelled)).Next);
        Assert.Equal(2, (await new NodePrivateChain(new Node(Anchors(5, 9))).AnchorsAsync(PoolId.Shielded, 5, cancelled)).Count);
    }

    private static Task AskAsync(NodePrivateChain chain, object answer) => answer switch
    {
        PrivateBlockPage => chain.BlocksAsync(5, TestContext.Current.CancellationToken),
        PrivateAnchorPage => chain.AnchorsAsync(PoolId.Shielded, 5, TestContext.Current.CancellationToken),
        _ => chain.ParametersAsync(TestContext.Current.CancellationToken),
    };

    private static PrivateBlockPage Page(ulong next, ulong height, params PrivateBlock[] blocks) => new(blocks, next, height);

    private static PrivateBlock Block(ulong height, params PrivateTransaction[] transactions) => new(height, default, default, transactions);

    private static PrivateAnchorPage Anchors(params ulong[] heights) =>
        new([.. heights.Select(height => new PrivateAnchor(height, 1, default))], 9, 9);

    private static string Output(string key, string commitment) => key + commitment + _element + "07" + new string('0', 2 * PrivateLimits.SealedValueSizeBytes);

    private static byte[] Encode()
    {
        byte[] encoded = new byte[32];
        Komandor.Cryptography.Curve25519.Ristretto255.Write(Komandor.Cryptography.Curve25519.EdwardsPoint.Base, encoded);
        return encoded;
    }

    private sealed class Node(object answer) : INodeApi
    {
        public Task<TResult> CallAsync<TParameters, TResult>(
            ApiMethod<TParameters, TResult> method, TParameters parameters, CancellationToken cancellationToken)
            where TParameters : notnull
            where TResult : notnull =>
            Task.FromResult((TResult)answer);

        public IAsyncEnumerable<BlockSummary> BlocksAsync(CancellationToken cancellationToken) => throw new NotSupportedException();
    }
}
