using AngleSharp.Dom;
using Bunit;
using Komandor.Primitives;
using Komandor.Web.Tests.Fakes;
using Komandor.Web.WalletPages;
using Komandor.Web.WalletPages.Pages;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web;
using Microsoft.Extensions.DependencyInjection;
using MudBlazor;
using MudBlazor.Services;

namespace Komandor.Web.Tests.WalletPages;

public sealed class WalletPageTests : BunitContext, IAsyncLifetime
{
    private readonly FakeWallet _wallet = new();

    public WalletPageTests()
    {
        Services.AddSingleton<IWalletSession>(_wallet);
        Services.AddSingleton(TimeProvider.System);
        Services.AddSingleton(new WalletWebOptions { Port = 0, Token = WalletWebOptions.NewToken(), ExplorerUrl = new Uri("http://127.0.0.1:7100") });
        Services.AddMudServices();
        JSInterop.Mode = JSRuntimeMode.Loose;
    }

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    // Components of MudBlazor can only be disposed asynchronously.
    async ValueTask IAsyncDisposable.DisposeAsync()
    {
        await DisposeComponentsAsync();
        await base.DisposeAsync();
    }

    [Fact]
    public void Balance_OfSeveralAssets_ShowsWhatCanBeSpentAndWhatWaits()
    {
        IRenderedComponent<BalancePage> page = Render<BalancePage>();
        Assert.Contains("9,999,999.50002400 KMCC", Text(page, ".wallet-big"), StringComparison.Ordinal);
        Assert.Contains("125.00000000 more wait for pending payments", Text(page), StringComparison.Ordinal);
        Assert.Contains(page.FindAll(".wallet-line span"), element => element.TextContent == FakeChain.Hostile);
        Assert.Empty(page.FindAll("script, img[onerror]"));
    }

    [Fact]
    public void Balance_NodeOutOfReach_SaysSoAndRecovers()
    {
        _wallet.NodeProblem = "No node answers at http://127.0.0.1:7100. Start one with ./dev up.";
        IRenderedComponent<BalancePage> page = Render<BalancePage>();
        Assert.Contains("Start one with ./dev up.", Text(page, "[role=alert]"), StringComparison.Ordinal);
        _wallet.NodeProblem = null;
        page.WaitForState(() => page.FindAll("[role=alert]").Count == 0, TimeSpan.FromSeconds(5));
        Assert.Contains("9,999,999.50002400", Text(page), StringComparison.Ordinal);
    }

    [Fact]
    public void History_OfEveryOutcome_SaysWhatItMeans()
    {
        IRenderedComponent<HistoryPage> page = Render<HistoryPage>();
        IReadOnlyList<IElement> entries = page.FindAll(".wallet-entries > li");
        Assert.Equal(5, entries.Count);
        Assert.Contains("pending", entries[0].TextContent, StringComparison.Ordinal);
        Assert.Contains("final in 231 ms", entries[1].TextContent, StringComparison.Ordinal);
        Assert.Equal(FakeChain.Hostile, entries[1].QuerySelector(".wallet-memo")!.TextContent);
        Assert.Contains("+10,000,000.00000000", entries[2].TextContent, StringComparison.Ordinal);
        Assert.Contains("Its fee is too low. Nothing was paid; your coins are free again.", entries[3].TextContent, StringComparison.Ordinal);
        Assert.Contains("your coins came back", entries[4].TextContent, StringComparison.Ordinal);
        Assert.Equal($"http://127.0.0.1:7100/transactions/{FakeChain.Id("one")}", entries[0].QuerySelector("a")!.GetAttribute("href"));
    }

    [Fact]
    public void History_OfANewWallet_SaysHowToBegin()
    {
        _wallet.Entries.Clear();
        Assert.Contains("Give your address to somebody", Text(Render<HistoryPage>()), StringComparison.Ordinal);
    }

    [Fact]
    public void Receive_Address_IsShownAsTextAndAsACode()
    {
        IRenderedComponent<ReceivePage> page = Render<ReceivePage>();
        Assert.Equal(FakeChain.Alice, Text(page, ".wallet-address code"));
        Assert.StartsWith("M", page.Find(".wallet-qr path").GetAttribute("d"), StringComparison.Ordinal);
        Click(page, "New address");
        Assert.NotEqual(FakeChain.Alice, Text(page, ".wallet-address code"));
    }

    [Fact]
    public void Receive_AddressGap_SaysWhyThereIsNoNewOne()
    {
        IRenderedComponent<ReceivePage> page = Render<ReceivePage>();
        _wallet.NodeProblem = "Twenty addresses were given out and none was paid to yet.";
        Click(page, "New address");
        Assert.Contains("Twenty addresses", Text(page, "[role=alert]"), StringComparison.Ordinal);
        Assert.Equal(FakeChain.Alice, Text(page, ".wallet-address code"));
    }

    [Fact]
    public void Send_GoodPayment_IsQuotedConfirmedAndFollowedToFinality()
    {
        _wallet.FateTakes = TimeSpan.FromMilliseconds(300);
        IRenderedComponent<SendPage> page = Fill("1.5", "thanks");
        Assert.Empty(_wallet.Sent);
        string asked = Text(page);
        foreach (string fact in new[] { FakeChain.Bob, "1.50000000 KMCC", "0.00002400 KMCC", "1.50002400 KMCC", "thanks" })
        {
            Assert.Contains(fact, asked, StringComparison.Ordinal);
        }

        Click(page, "Send now");
        Assert.Contains("On its way", Text(page), StringComparison.Ordinal);
        page.WaitForState(() => Text(page).Contains("Paid. Final in 231 ms.", StringComparison.Ordinal), TimeSpan.FromSeconds(5));
        Assert.Equal([new WalletPayment(FakeChain.Bob, AssetId.Kmcc, 150_000_000, "thanks")], _wallet.Sent);
        Assert.Equal($"http://127.0.0.1:7100/transactions/{FakeChain.Id("sent")}", page.Find("a.wallet-id").GetAttribute("href"));
    }

    [Fact]
    public async Task Send_ClickedTwice_PaysOnce()
    {
        _wallet.FateTakes = TimeSpan.FromMilliseconds(200);
        IRenderedComponent<SendPage> page = Fill("1", "");
        // A browser may send the second click before it has drawn the answer to the first.
        EventCallback<MouseEventArgs> yes = page.FindComponents<MudButton>()
            .Single(button => button.Markup.Contains("Send now", StringComparison.Ordinal)).Instance.OnClick;
        await page.InvokeAsync(() => Task.WhenAll(yes.InvokeAsync(), yes.InvokeAsync()));
        Assert.Contains("Paid.", Text(page), StringComparison.Ordinal);
        Assert.Single(_wallet.Sent);
    }

    [Theory]
    [InlineData(WalletOutcome.Rejected, "Refused: Object version mismatch. As this node says, nothing was paid, and your coins are free again.")]
    [InlineData(WalletOutcome.Expired, "Nothing was paid; your coins came back.")]
    public void Send_PaymentThatTakesNoEffect_SaysSoAndCanBeTriedAgain(WalletOutcome fate, string says)
    {
        _wallet.Fate = fate;
        IRenderedComponent<SendPage> page = Fill("2", "");
        Click(page, "Send now");
        page.WaitForState(() => Text(page).Contains(says, StringComparison.Ordinal), TimeSpan.FromSeconds(5));
        Click(page, "Try again");
        Assert.Equal(FakeChain.Bob, page.Find("#recipient").GetAttribute("value")?.Trim());
    }

    [Fact]
    public void Send_NodeLostWhileWaiting_SaysThatTheFateIsOpen()
    {
        IRenderedComponent<SendPage> page = Fill("2", "");
        _wallet.NodeProblem = "No node answers.";
        Click(page, "Send now");
        page.WaitForState(() => Text(page).Contains("its fate is not known yet", StringComparison.Ordinal), TimeSpan.FromSeconds(5));
        Assert.Contains("No node answers.", Text(page, "[role=alert]"), StringComparison.Ordinal);
        Assert.Single(_wallet.Sent);
    }

    [Fact]
    public void Send_QuoteThatIsRefused_StaysOnTheForm()
    {
        _wallet.QuoteRefusal = "The wallet's coins do not cover the amount and the fee.";
        IRenderedComponent<SendPage> page = Fill("5", "");
        Assert.Contains("do not cover", Text(page, "[role=alert]"), StringComparison.Ordinal);
        Assert.NotNull(page.Find("#recipient"));
    }

    [Fact]
    public void Send_EmptyForm_SaysWhatIsMissing()
    {
        IRenderedComponent<SendPage> page = Render<SendPage>();
        page.Find("form").Submit();
        Assert.Contains("Say whom to pay.", Text(page), StringComparison.Ordinal);
        Assert.Contains("Say how much.", Text(page), StringComparison.Ordinal);
    }

    private IRenderedComponent<SendPage> Fill(string amount, string memo)
    {
        IRenderedComponent<SendPage> page = Render<SendPage>();
        page.Find("#recipient").Change($" {FakeChain.Bob} ");
        page.Find("#amount").Change(amount);
        page.Find("#memo").Change(memo);
        page.Find("form").Submit();
        return page;
    }

    private static void Click<T>(IRenderedComponent<T> page, string text)
        where T : IComponent =>
        page.FindAll("button").Single(button => button.TextContent.Contains(text, StringComparison.Ordinal)).Click();

    private static string Text<T>(IRenderedComponent<T> page, string? selector = null)
        where T : IComponent
    {
        string text = selector is null ? string.Concat(page.Nodes.Select(node => $"{node.TextContent} ")) : page.Find(selector).TextContent;
        return string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
    }
}
