using AngleSharp.Dom;
using Komandor.Api.Messages;
using Komandor.Web.Tests.Fakes;

namespace Komandor.Web.Tests.Explorer;

public sealed class ExplorerPageTests(SharedExplorer shared) : IClassFixture<SharedExplorer>
{
    private readonly ExplorerHost _host = shared.Host;

    [Fact]
    public async Task Home_RunningNetwork_ShowsItAtAGlance()
    {
        IDocument page = await _host.GetAsync("/");
        string tiles = Text(page, "[data-live=tiles]");
        foreach (string figure in new[] { "130", "198.3", "212 ms", "640 ms", "17 waiting", "266", "3 of 4", "5,000,000,000", "conserved", "81.", " in fees" })
        {
            Assert.Contains(figure, tiles, StringComparison.Ordinal);
        }

        string members = Text(page, "[data-live=members]");
        Assert.Contains("this node", members, StringComparison.Ordinal);
        Assert.Contains("no link", members, StringComparison.Ordinal);
        Assert.Contains("connection refused; next try in 4 s", members, StringComparison.Ordinal);
        Assert.Equal(10, page.QuerySelectorAll("[data-live=blocks] tbody tr").Length);
        Assert.Equal("/blocks/130", page.QuerySelector("[data-live=blocks] tbody a")!.GetAttribute("href"));
        Assert.Equal(48, page.QuerySelectorAll("svg.chart rect").Length);
        Assert.Equal("1000", page.Body!.GetAttribute("data-refresh"));
    }

    [Fact]
    public async Task Home_NodeThatIsNotReady_SaysWhyWithProgress()
    {
        await using ExplorerHost host = await ExplorerHost.StartAsync();
        host.Node.Chain.NotReadyReason = "It catches up.";
        string banner = Text(await host.GetAsync("/"), "[data-live=state]");
        Assert.Contains("It catches up. Block 12 of 130, about 40 s left.", banner, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Home_SupplyThatDoesNotAddUp_Alerts()
    {
        await using ExplorerHost host = await ExplorerHost.StartAsync();
        host.Node.Chain.Conserved = false;
        IDocument page = await host.GetAsync("/");
        Assert.Contains("does not add up", Text(page, "[role=alert]"), StringComparison.Ordinal);
        Assert.Contains("not conserved", Text(page, "[data-live=tiles]"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Home_ChainWithoutBlocks_SaysSo()
    {
        await using ExplorerHost empty = await ExplorerHost.StartAsync(blocks: 0);
        IDocument page = await empty.GetAsync("/");
        Assert.Contains("No block yet", Text(page, "[data-live=blocks]"), StringComparison.Ordinal);
        Assert.Empty(page.QuerySelectorAll("svg.chart"));
    }

    [Fact]
    public async Task Blocks_Pages_LeadFromNewestToOldest()
    {
        List<string> heights = [];
        string? next = "/blocks";
        while (next is not null)
        {
            IDocument page = await _host.GetAsync(next);
            heights.AddRange(page.QuerySelectorAll("tbody .strong").Select(link => link.TextContent));
            Assert.Equal(next != "/blocks", page.QuerySelector("a[href='/blocks']:not(nav[aria-label=Pages] a)") is not null);
            next = page.QuerySelector("a[rel=next]")?.GetAttribute("href");
        }

        Assert.Equal(Enumerable.Range(1, 130).Reverse().Select(height => $"{height}"), heights);
    }

    [Fact]
    public async Task Block_ByHeightAndById_ShowsHeaderAndReceipts()
    {
        foreach (string name in new[] { "2", FakeChain.Id("block 2").ToString() })
        {
            IDocument page = await _host.GetAsync($"/blocks/{name}");
            Assert.Equal("Block 2", page.QuerySelector("h1")!.TextContent);
            string text = Text(page, "main");
            Assert.Contains("members 1, 2, 4", text, StringComparison.Ordinal);
            Assert.Contains("Object version mismatch", text, StringComparison.Ordinal);
            Assert.Contains("2026-11-23 12:00:00.700Z", text, StringComparison.Ordinal);
            Assert.Contains("1 min ago", text, StringComparison.Ordinal);
            Assert.NotNull(page.QuerySelector($"[title='{FakeChain.Id("state 2")}']"));
            Assert.Null(page.Body!.GetAttribute("data-refresh"));
        }
    }

    [Fact]
    public async Task Block_WithoutCertificate_WaitsForIt()
    {
        await using ExplorerHost host = await ExplorerHost.StartAsync();
        host.Node.Chain.Unfinish();
        IDocument page = await host.GetAsync("/blocks/130");
        Assert.Contains("awaits certificate", Text(page, ".title"), StringComparison.Ordinal);
        Assert.Contains("nobody yet", Text(page, "main"), StringComparison.Ordinal);
        Assert.Equal("1000", page.Body!.GetAttribute("data-refresh"));
    }

    [Fact]
    public async Task Block_LinksToItsNeighboursThatExist()
    {
        IDocument newest = await _host.GetAsync("/blocks/130");
        Assert.Equal("/blocks/129", newest.QuerySelector("[rel=prev]")!.GetAttribute("href"));
        Assert.Null(newest.QuerySelector("[rel=next]"));
        Assert.Equal("/blocks/130", (await _host.GetAsync("/blocks/129")).QuerySelector("[rel=next]")!.GetAttribute("href"));
    }

    [Fact]
    public async Task Transaction_Final_ShowsBothSidesAndItsFee()
    {
        IDocument page = await _host.GetAsync($"/transactions/{FakeChain.Final}");
        Assert.Equal("final", Text(page, ".title .badge"));
        string text = Text(page, "main");
        foreach (string fact in new[] { "231 ms", "0.00002400 KMCC", "for 200 units of work", "1,500.00002400 KMCC", "5 Gold <b>1 g</b>" })
        {
            Assert.Contains(fact, text, StringComparison.Ordinal);
        }

        Assert.Equal(2, page.QuerySelectorAll(".flow .panel:first-child li").Length);
        Assert.Equal(3, page.QuerySelectorAll(".flow .panel:last-child li").Length);
    }

    [Fact]
    public async Task Transaction_HandedInAtAnotherMember_TellsHowLongItsBlockTook()
    {
        await using ExplorerHost host = await ExplorerHost.StartAsync();
        TransactionDetails here = host.Node.Chain.Transactions[FakeChain.Final];
        Assert.Contains("231 ms, from its arrival at this node", Text(await host.GetAsync($"/transactions/{FakeChain.Final}"), "main"), StringComparison.Ordinal);
        host.Node.Chain.Transactions[FakeChain.Final] = here with { FinalityMs = null };
        Assert.Contains("from its block's time; it was handed in at another member", Text(await host.GetAsync($"/transactions/{FakeChain.Final}"), "main"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Transaction_Pending_IsFollowed()
    {
        IDocument page = await _host.GetAsync($"/transactions/{FakeChain.Pending}");
        Assert.Contains("It waits to be ordered.", Text(page, ".banner.wait"), StringComparison.Ordinal);
        Assert.Equal("500", page.Body!.GetAttribute("data-refresh"));
    }

    [Fact]
    public async Task Transaction_Rejected_SaysItsFaultInWords()
    {
        IDocument page = await _host.GetAsync($"/transactions/{FakeChain.Rejected}");
        Assert.Contains("Rejected: Object version mismatch.", Text(page, ".banner.bad"), StringComparison.Ordinal);
        Assert.Contains("(ObjectVersionMismatch)", Text(page, ".banner.bad"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Transaction_Expired_SaysItNeverWillBe() =>
        Assert.Contains("never will be", Text(await _host.GetAsync($"/transactions/{FakeChain.Expired}"), ".banner.warn:not([hidden])"), StringComparison.Ordinal);

    [Fact]
    public async Task Object_UnspentAndUsed_ShowTheirMakersAndUsers()
    {
        string unspent = _host.Node.Chain.Objects.First(one => one.Value.Unspent && one.Value.Object.Type == "coin").Key;
        string used = _host.Node.Chain.Objects.First(one => !one.Value.Unspent).Key;
        Assert.Equal("unspent", Text(await _host.GetAsync($"/objects/{unspent}"), ".title .badge"));
        IDocument page = await _host.GetAsync($"/objects/{used}");
        Assert.Equal("used", Text(page, ".title .badge"));
        Assert.Equal(2, page.QuerySelectorAll("a[href^='/transactions/']").Length);
    }

    [Fact]
    public async Task Address_WithHistory_ShowsBalancesByAssetAndPages()
    {
        IDocument page = await _host.GetAsync($"/addresses/{FakeChain.Alice}");
        string balance = Text(page, "[data-live=balance]");
        Assert.Contains("1,234,567.89012345 KMCC", balance, StringComparison.Ordinal);
        Assert.Contains("42 Gold <b>1 g</b>", balance, StringComparison.Ordinal);
        Assert.Equal(25, page.QuerySelectorAll("[data-live=history] tbody tr").Length);
        string older = page.QuerySelector("[data-live=history] a[rel=next]")!.GetAttribute("href")!;
        IDocument next = await _host.GetAsync(older);
        Assert.NotEqual(Text(page, "[data-live=history] tbody"), Text(next, "[data-live=history] tbody"));
        Assert.Contains("+1.00000000", Text(page, "td.in"), StringComparison.Ordinal);
        Assert.Contains("−1.00002400", Text(page, "td.out"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Home_PoolsOfPrivateMoney_ShowsTotalsAndAPause()
    {
        string pools = Text(await _host.GetAsync("/"), "[data-live=pools]");
        foreach (string figure in new[] { "123,450.00000000", "4,321", "open", "678,000.00000000", "98,765", "paused until" })
        {
            Assert.Contains(figure, pools, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Home_TransactionsByTier_AreCountedInTotalAndBesideTheirPools()
    {
        IDocument page = await _host.GetAsync("/");
        Assert.Contains("129,025: 71,002 transparent, 1,234 ring, 56,789 shielded", Text(page, "[data-live=chain]"), StringComparison.Ordinal);
        Assert.Equal(["1,234", "56,789"], page.QuerySelectorAll("[data-live=pools] td[data-label=Transactions]").Select(cell => cell.TextContent.Trim()));
    }

    [Theory]
    [InlineData("shielded", 0UL, 0UL, 2, "padding looks the same", "no node can open more")]
    [InlineData("ring", 0UL, 500_000_000UL, 3, "each one of sixteen", "5.00000000")]
    [InlineData("shielded", 700_000_000UL, 0UL, 0, "coins paid for it", "7.00000000")]
    public async Task Transaction_PrivatePart_SaysWhatIsPublicAndWhatIsHidden(
        string tier, ulong entering, ulong leaving, int inputs, string spent, string more)
    {
        await using ExplorerHost host = await ExplorerHost.StartAsync();
        TransactionDetails plain = host.Node.Chain.Transactions[FakeChain.Final];
        host.Node.Chain.Transactions[FakeChain.Final] = plain with { Private = new PrivatePart(tier, entering, leaving, inputs, 2), Inputs = [], Outputs = [] };
        string page = Text(await host.GetAsync($"/transactions/{FakeChain.Final}"), "main");
        Assert.Contains($"Private, {tier}", page, StringComparison.Ordinal);
        Assert.Contains(spent, page, StringComparison.Ordinal);
        Assert.Contains(more, page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Address_NothingEverHappenedAt_IsEmptyAndNoError()
    {
        IDocument page = await _host.GetAsync($"/addresses/{FakeChain.Nobody}");
        Assert.Contains("Nothing has happened here yet.", Text(page, "main"), StringComparison.Ordinal);
        Assert.Contains("No unspent coin.", Text(page, "main"), StringComparison.Ordinal);
        Assert.Contains("0.00000000 KMCC", Text(page, "main"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/blocks/131", 404, "There is no block 131")]
    [InlineData("/blocks/18446744073709551616", 400, "This names no block")]
    [InlineData("/blocks/-1", 400, "This names no block")]
    [InlineData("/blocks/0000000000000000000000000000000000000000000000000000000000000000", 404, "This node knows no such block")]
    [InlineData("/blocks?cursor=garbage", 400, "The node does not understand this")]
    [InlineData("/transactions/xyz", 400, "This names no transaction")]
    [InlineData("/transactions/0000000000000000000000000000000000000000000000000000000000000000", 404, "This node knows no such transaction")]
    [InlineData("/objects/12", 400, "This names no object")]
    [InlineData("/objects/0000000000000000000000000000000000000000000000000000000000000000", 404, "This node knows no such object")]
    [InlineData("/addresses/kmc1other", 400, "This is no address")]
    [InlineData("/nowhere/at/all", 404, "There is no such page")]
    public async Task Page_OfNothing_SaysSoWithItsStatus(string path, int status, string title)
    {
        IDocument page = await _host.GetAsync(path, status);
        Assert.Equal(title, page.QuerySelector("h1")!.TextContent);
    }

    private static string Text(IDocument page, string selector) =>
        string.Join(' ', page.QuerySelector(selector)!.TextContent.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
}
