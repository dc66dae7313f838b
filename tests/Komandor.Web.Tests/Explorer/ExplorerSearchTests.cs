using System.Net;
using AngleSharp.Dom;
using Komandor.Web.Tests.Fakes;

namespace Komandor.Web.Tests.Explorer;

public sealed class ExplorerSearchTests(SharedExplorer shared) : IClassFixture<SharedExplorer>
{
    private readonly ExplorerHost _host = shared.Host;

    public static TheoryData<string, string> Hits() => new()
    {
        { "100", "/blocks/100" },
        { " #1 ", "/blocks/1" },
        { FakeChain.Final, $"/transactions/{FakeChain.Final}" },
        { $"0x{FakeChain.Final.ToUpperInvariant()}", $"/transactions/{FakeChain.Final}" },
        { FakeChain.Expired, $"/transactions/{FakeChain.Expired}" },
        { FakeChain.RecordObject, $"/objects/{FakeChain.RecordObject}" },
        { FakeChain.Id("block 7").ToString(), $"/blocks/{FakeChain.Id("block 7")}" },
        { FakeChain.Alice, $"/addresses/{FakeChain.Alice}" },
    };

    [Theory]
    [MemberData(nameof(Hits))]
    public async Task Search_SomethingThatExists_GoesStraightThere(string query, string path)
    {
        using HttpResponseMessage response = await _host.Client.GetAsync(
            $"/search?q={Uri.EscapeDataString(query)}", TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.Found, response.StatusCode);
        Assert.Equal(path, response.Headers.Location?.ToString());
    }

    [Theory]
    [InlineData("", 400, "Type something")]
    [InlineData("999", 404, "The newest final block that this node knows is 130.")]
    [InlineData("1111111111111111111111111111111111111111111111111111111111111111", 404, "neither a block, a transaction nor an object")]
    [InlineData("abcdef", 400, "An id has 64 hexadecimal digits; this has 6.")]
    [InlineData("what is this", 400, "addresses begin with kmdev1")]
    public async Task Search_NothingThatExists_SaysWhatIsWrong(string query, int status, string says)
    {
        IDocument page = await _host.GetAsync($"/search?q={Uri.EscapeDataString(query)}", status);
        Assert.Contains(says, page.QuerySelector("main")!.TextContent, StringComparison.Ordinal);
        Assert.Equal(status == 400, page.QuerySelector("#help") is not null);
    }

    [Theory]
    [InlineData(FakeWallet.Carol, "This is a private address")]
    [InlineData("komandor:" + FakeWallet.Carol + "?amount=1", "This is a private address")]
    [InlineData(FakeWallet.ViewKey, "keep it to yourself")]
    [InlineData("komandorproof1abcdefghijklmnop", "This is a proof for somebody")]
    public async Task Search_WhatBelongsToPrivateMoney_IsExplainedWithoutAskingTheNodeOrShowingItAgain(string text, string says)
    {
        await _host.GetAsync("/");
        int calls = _host.Node.Calls;
        IDocument page = await _host.GetAsync($"/search?q={Uri.EscapeDataString(text)}", 400);
        Assert.Contains(says, page.QuerySelector("main section")!.TextContent, StringComparison.Ordinal);
        Assert.DoesNotContain(text[^20..], page.DocumentElement.OuterHtml, StringComparison.Ordinal);
        Assert.Equal(calls, _host.Node.Calls);
    }

    [Fact]
    public async Task Search_TextThatIsTooLong_IsRefusedWithoutAskingTheNode()
    {
        await _host.GetAsync("/");
        int calls = _host.Node.Calls;
        await _host.GetAsync($"/search?q={new string('k', 2_001)}", 400);
        Assert.Equal(calls, _host.Node.Calls);
    }

    [Fact]
    public async Task Search_HostileText_ComesBackEncoded()
    {
        IDocument page = await _host.GetAsync($"/search?q={Uri.EscapeDataString(FakeChain.Hostile)}", 400);
        Assert.Equal(FakeChain.Hostile, page.QuerySelector("#q")!.GetAttribute("value"));
        Assert.Empty(page.QuerySelectorAll("img[onerror], script:not([src])"));
    }

    [Fact]
    public async Task Search_WhileTheNodeIsNotReady_IsUnavailable()
    {
        await using ExplorerHost host = await ExplorerHost.StartAsync();
        host.Node.Refusals["chain_block"] = new Api.ApiException(Api.ApiErrorCode.NotReady, "It starts; try again in a moment.", retryAfterMs: 1_500);
        IDocument page = await host.GetAsync("/search?q=5", 503);
        Assert.Contains("It starts; try again in a moment.", page.QuerySelector("main")!.TextContent, StringComparison.Ordinal);
        Assert.Equal("2000", page.Body!.GetAttribute("data-refresh"));
    }
}
