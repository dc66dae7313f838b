using AngleSharp.Dom;
using Bunit;
using Komandor.Primitives;
using Komandor.Wallet;
using Komandor.Web.Tests.Fakes;
using Komandor.Web.WalletPages;
using Komandor.Web.WalletPages.Pages;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web;
using MudBlazor;

namespace Komandor.Web.Tests.WalletPages;

public sealed class WalletPageTests : WalletPageContext
{
    [Fact]
    public void Balance_OfSeveralTiersAndAssets_ShowsWhatCanBeSpentAndWhatWaits()
    {
        IRenderedComponent<BalancePage> page = Render<BalancePage>();
        Assert.Contains("10,016,000.00002400 KMCC", Text(page, ".wallet-big"), StringComparison.Ordinal);
        string text = Text(page);
        foreach (string part in new[]
        {
            "127.00000000 more are pending", "Shielded nobody sees it", "16,000.00000000", "waits for the next anchor, a block or so", "Ring one of sixteen", "0.50000000",
            "Transparent everybody sees it", "9,999,999.50002400", "in pending payments; change comes back",
        })
        {
            Assert.Contains(part, text, StringComparison.Ordinal);
        }

        Assert.Contains(page.FindAll(".wallet-line span"), element => element.TextContent == FakeChain.Hostile);
        Assert.Empty(page.FindAll("script, img[onerror]"));
    }

    [Fact]
    public void Balance_NodeOutOfReach_SaysSoAndRecovers()
    {
        Wallet.NodeProblem = "No node answers at http://127.0.0.1:7100. Start one with ./dev up.";
        IRenderedComponent<BalancePage> page = Render<BalancePage>();
        Assert.Contains("Start one with ./dev up.", Text(page, "[role=alert]"), StringComparison.Ordinal);
        Wallet.NodeProblem = null;
        page.WaitForState(() => page.FindAll("[role=alert]").Count == 0, TimeSpan.FromSeconds(5));
        Assert.Contains("9,999,999.50002400", Text(page), StringComparison.Ordinal);
    }

    [Fact]
    public void Balance_OfAWalletWithoutANode_IsWhatWasLastKnownAndSaysSo()
    {
        Wallet.Stale = "The node cannot be reached.";
        IRenderedComponent<BalancePage> page = Render<BalancePage>();
        Assert.Contains("The node cannot be reached. Shown is what the wallet knew at 1970-01-01", Text(page, "[role=alert]"), StringComparison.Ordinal);
        Assert.Contains("9,999,999.50002400", Text(page), StringComparison.Ordinal);
        Assert.DoesNotContain("can be spent now", Text(page), StringComparison.Ordinal);
        Assert.Contains("Shown is what the wallet knew", Text(Render<HistoryPage>(), "[role=alert]"), StringComparison.Ordinal);
    }

    [Fact]
    public void Balance_WhileTheChainIsRead_ShowsHowFarAndAsksOnAtOnce()
    {
        Wallet.Scan = new WalletScan(30, 119, 2);
        IRenderedComponent<BalancePage> page = Render<BalancePage>();
        Assert.Contains("block 30 of 119, 2 found", Text(page, ".wallet-scan"), StringComparison.Ordinal);
        Assert.Equal(25, Wallet.Scan.Percent);
        Wallet.Scan = new WalletScan(120, 119, 3);
        page.WaitForState(() => page.FindAll(".wallet-scan").Count == 0, TimeSpan.FromSeconds(1));
    }

    [Fact]
    public void Balance_OfAWalletThatOnlyWatches_OffersNothingThatSpends()
    {
        Wallet.WordCount = 0;
        Wallet.Sight = WalletSight.Full;
        IRenderedComponent<BalancePage> page = Render<BalancePage>();
        Assert.Contains("only watches", Text(page), StringComparison.Ordinal);
        Assert.Empty(page.FindAll("a[href^='/send'], a[href='/backup']"));
    }

    [Theory]
    [InlineData(WalletSight.Full, "Shielded not spent 16,000.00000000")]
    [InlineData(WalletSight.Incoming, "with an incoming view key")]
    public void Balance_OfAWalletThatOnlyWatches_SaysWhatItsKeyDoesNotSee(WalletSight sight, string says)
    {
        (Wallet.WordCount, Wallet.Sight) = (0, sight);
        Wallet.Balances.Clear();
        Wallet.Balances.Add(new WalletBalance(AssetId.Kmcc, "KMCC", MoneyTier.Shielded, 1_600_000_000_000, 0, 0));
        Wallet.Balances.Add(new WalletBalance(AssetId.Kmcc, "KMCC", MoneyTier.Ring, 0, 0, 0) { Received = 14_700_000_000 });
        string text = Text(Render<BalancePage>());
        foreach (string part in new[] { says, "Ring received in all, change not counted; spends are not seen 147.00000000", "Transparent a view key is of private money alone not seen" })
        {
            Assert.Contains(part, text, StringComparison.Ordinal);
        }

        Assert.DoesNotContain("can be spent now", text, StringComparison.Ordinal);
    }

    [Fact]
    public void History_OfAWalletThatOnlyWatches_SaysWhereTheAmountIsNotSeen()
    {
        (Wallet.WordCount, Wallet.Sight) = (0, WalletSight.Incoming);
        WalletEntry change = Wallet.Entries[5] with { Received = 500, Spent = null, Units = null, IsOutgoing = true };
        WalletEntry moved = change with { Units = 500, IsOutgoing = null, Kind = WalletEntryKind.Own };
        Wallet.Entries.Clear();
        Wallet.Entries.AddRange([change, moved]);
        IReadOnlyList<IElement> entries = Render<HistoryPage>().FindAll(".wallet-entries > li");
        Assert.Contains("Paid", entries[0].TextContent, StringComparison.Ordinal);
        Assert.Contains("amount not seen", entries[0].TextContent, StringComparison.Ordinal);
        Assert.DoesNotContain("+", entries[0].TextContent + entries[1].TextContent, StringComparison.Ordinal);
        Assert.Contains("0.00000500", entries[1].TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public void History_OfEveryOutcome_SaysWhatItMeans()
    {
        IRenderedComponent<HistoryPage> page = Render<HistoryPage>();
        IReadOnlyList<IElement> entries = page.FindAll(".wallet-entries > li");
        Assert.Equal(7, entries.Count);
        Assert.Contains("pending", entries[0].TextContent, StringComparison.Ordinal);
        Assert.Contains("final in 231 ms", entries[1].TextContent, StringComparison.Ordinal);
        Assert.Equal(FakeChain.Hostile, entries[1].QuerySelector(".wallet-memo")!.TextContent);
        Assert.Contains("+10,000,000.00000000", entries[2].TextContent, StringComparison.Ordinal);
        Assert.Contains("In the network's first block", entries[2].TextContent, StringComparison.Ordinal);
        Assert.Contains("Its fee is too low. Nothing was paid; your coins are free again.", entries[3].TextContent, StringComparison.Ordinal);
        Assert.Contains("your coins came back", entries[4].TextContent, StringComparison.Ordinal);
        Assert.Equal($"http://127.0.0.1:7100/transactions/{FakeChain.Id("one")}", entries[0].QuerySelector("a")!.GetAttribute("href"));
        Assert.Contains("shielded", entries[5].TextContent, StringComparison.Ordinal);
        Assert.Equal("rent for May", entries[5].QuerySelector(".wallet-memo")!.TextContent);
        Assert.NotNull(entries[5].QuerySelector($"a[href='/transactions/{FakeChain.Id("six")}']"));
        Assert.Null(entries[1].QuerySelector("a[href^='/transactions']"));
        Assert.Contains("Your own money moved", entries[6].TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public void History_OfANewWallet_SaysHowToBegin()
    {
        Wallet.Entries.Clear();
        Assert.Contains("What you have came with the network's first block", Text(Render<HistoryPage>()), StringComparison.Ordinal);
        Wallet.Balances.Clear();
        Assert.Contains("Give your address to somebody", Text(Render<HistoryPage>()), StringComparison.Ordinal);
    }

    [Fact]
    public void Receive_Address_IsPrivateUnlessAskedAndShownAsTextAndAsACode()
    {
        IRenderedComponent<ReceivePage> page = Render<ReceivePage>();
        Assert.Equal(FakeWallet.Carol, Text(page, ".wallet-address code"));
        Assert.StartsWith("M", page.Find(".wallet-qr path").GetAttribute("d"), StringComparison.Ordinal);
        page.FindAll("input[type=radio]")[1].Change(true);
        Assert.Equal(FakeChain.Alice, Text(page, ".wallet-address code"));
        Assert.Contains("everybody can see", Text(page), StringComparison.Ordinal);
        Click(page, "New address");
        Assert.NotEqual(FakeChain.Alice, Text(page, ".wallet-address code"));
    }

    [Fact]
    public void Receive_OfAWalletThatOnlyWatches_OffersNoTransparentAddress()
    {
        Wallet.WordCount = 0;
        IRenderedComponent<ReceivePage> page = Render<ReceivePage>();
        Assert.Equal(FakeWallet.Carol, Text(page, ".wallet-address code"));
        Assert.Empty(page.FindAll("input[type=radio]"));
        Assert.Contains("Your private address", Text(page), StringComparison.Ordinal);
        Assert.Contains("only watches", Text(page), StringComparison.Ordinal);
    }

    [Fact]
    public void Receive_KindThatIsRefused_ShowsTheErrorAndNoAddress()
    {
        IRenderedComponent<ReceivePage> page = Render<ReceivePage>();
        Wallet.NodeProblem = "This wallet only watches.";
        page.FindAll("input[type=radio]")[1].Change(true);
        Assert.Contains("only watches", Text(page, "[role=alert]"), StringComparison.Ordinal);
        Assert.Empty(page.FindAll(".wallet-address, .wallet-qr"));
        Assert.DoesNotContain(FakeWallet.Carol, page.Markup, StringComparison.Ordinal);
    }

    [Fact]
    public void Receive_AskingForAnAmount_MakesALink()
    {
        IRenderedComponent<ReceivePage> page = Render<ReceivePage>();
        string before = page.Find(".wallet-qr path").GetAttribute("d")!;
        page.Find("#ask-amount").Input("1.50");
        page.Find("#ask-label").Input("Carol & Co");
        page.Find("#ask-message").Input(" two coffees ");
        Assert.Equal($"komandor:{FakeWallet.Carol}?amount=1.5&label=Carol%20%26%20Co&message=two%20coffees", Text(page, ".wallet-address code"));
        Assert.NotEqual(before, page.Find(".wallet-qr path").GetAttribute("d"));
        page.Find("#ask-amount").Input("1,5");
        Assert.Contains("without commas", Text(page), StringComparison.Ordinal);
    }

    [Fact]
    public void Receive_AddressGap_SaysWhyThereIsNoNewOne()
    {
        IRenderedComponent<ReceivePage> page = Render<ReceivePage>();
        Wallet.NodeProblem = "Twenty addresses were given out and none was paid to yet.";
        Click(page, "New address");
        Assert.Contains("Twenty addresses", Text(page, "[role=alert]"), StringComparison.Ordinal);
        Assert.Equal(FakeWallet.Carol, Text(page, ".wallet-address code"));
    }

    [Fact]
    public void Send_GoodPayment_IsQuotedConfirmedAndFollowedToFinality()
    {
        Wallet.FateTakes = TimeSpan.FromMilliseconds(300);
        IRenderedComponent<SendPage> page = Fill("1.5", "thanks");
        Assert.Empty(Wallet.Sent);
        string asked = Text(page);
        foreach (string fact in new[] { FakeWallet.Dora, "1.50000000 KMCC", "0.00002400 KMCC", "1.50002400 KMCC", "thanks" })
        {
            Assert.Contains(fact, asked, StringComparison.Ordinal);
        }

        Click(page, "Send now");
        Assert.Contains("On its way", Text(page), StringComparison.Ordinal);
        page.WaitForState(() => Text(page).Contains("Paid. Final in 231 ms.", StringComparison.Ordinal), TimeSpan.FromSeconds(5));
        Assert.Equal([new WalletPayment(FakeWallet.Dora, AssetId.Kmcc, 150_000_000, "thanks", MoneyTier.Transparent)], Wallet.Sent);
        Assert.Equal($"http://127.0.0.1:7100/transactions/{FakeChain.Id("sent")}", page.Find("a.wallet-id").GetAttribute("href"));
        string done = Text(page);
        foreach (string fact in new[] { FakeWallet.Dora, "1.50000000 KMCC", "0.00002400 KMCC", "Copy the id", "Everybody can see it" })
        {
            Assert.Contains(fact, done, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Send_FromStepToStep_MovesTheFocusToWhatAppeared()
    {
        Wallet.FateTakes = TimeSpan.FromMilliseconds(300);
        IRenderedComponent<SendPage> page = Fill("1.5", "");
        Assert.Equal("Pay this?", Text(page, "h2[tabindex='-1']"));
        JSInterop.VerifyFocusAsyncInvoke(1);
        Click(page, "Send now");
        page.WaitForState(() => Text(page, "h2[tabindex='-1']") == "Paid", TimeSpan.FromSeconds(5));
        page.WaitForAssertion(() => JSInterop.VerifyFocusAsyncInvoke(3), TimeSpan.FromSeconds(5));
        Click(page, "Another payment");
        page.WaitForAssertion(() => JSInterop.VerifyFocusAsyncInvoke(4), TimeSpan.FromSeconds(5));
    }

    [Fact]
    public void Send_BeforeAnAddressIsTyped_SaysThatTheMemoIsSealed()
    {
        IRenderedComponent<SendPage> page = Render<SendPage>();
        Assert.Contains("Sealed for a private address", Text(page), StringComparison.Ordinal);
        Assert.DoesNotContain("Public: everybody", Text(page), StringComparison.Ordinal);
        page.Find("#recipient").Input(FakeWallet.Dora);
        Assert.Contains("Public: everybody can read it", Text(page), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Send_ClickedTwice_PaysOnce()
    {
        Wallet.FateTakes = TimeSpan.FromMilliseconds(200);
        IRenderedComponent<SendPage> page = Fill("1", "");
        // A browser may send the second click before it has drawn the answer to the first.
        EventCallback<MouseEventArgs> yes = page.FindComponents<MudButton>()
            .Single(button => button.Markup.Contains("Send now", StringComparison.Ordinal)).Instance.OnClick;
        await page.InvokeAsync(() => Task.WhenAll(yes.InvokeAsync(), yes.InvokeAsync()));
        Assert.Contains("Paid.", Text(page), StringComparison.Ordinal);
        Assert.Single(Wallet.Sent);
    }

    [Theory]
    [InlineData(WalletOutcome.Rejected, "Refused: Object version mismatch. As this node says, nothing was paid, and your coins are free again.")]
    [InlineData(WalletOutcome.Expired, "Nothing was paid; your coins came back.")]
    public void Send_PaymentThatTakesNoEffect_SaysSoAndCanBeTriedAgain(WalletOutcome fate, string says)
    {
        Wallet.Fate = fate;
        IRenderedComponent<SendPage> page = Fill("2", "");
        Click(page, "Send now");
        page.WaitForState(() => Text(page).Contains(says, StringComparison.Ordinal), TimeSpan.FromSeconds(5));
        Click(page, "Try again");
        Assert.Equal(FakeWallet.Dora, page.Find("#recipient").GetAttribute("value")?.Trim());
    }

    [Fact]
    public void Send_NodeLostWhileWaiting_SaysThatTheFateIsOpen()
    {
        IRenderedComponent<SendPage> page = Fill("2", "");
        Wallet.NodeProblem = "No node answers.";
        Click(page, "Send now");
        page.WaitForState(() => Text(page).Contains("its fate is not known yet", StringComparison.Ordinal), TimeSpan.FromSeconds(5));
        Assert.Contains("No node answers.", Text(page, "[role=alert]"), StringComparison.Ordinal);
        Assert.Single(Wallet.Sent);
    }

    [Fact]
    public void Send_QuoteThatIsRefused_StaysOnTheForm()
    {
        Wallet.QuoteRefusal = "The wallet's coins do not cover the amount and the fee.";
        IRenderedComponent<SendPage> page = Fill("5", "");
        Assert.Contains("do not cover", Text(page, "[role=alert]"), StringComparison.Ordinal);
        Assert.NotNull(page.Find("#recipient"));
    }

    [Theory]
    [InlineData(WalletField.Recipient, "recipient")]
    [InlineData(WalletField.Amount, "amount")]
    [InlineData(WalletField.Memo, "memo")]
    public void Send_RefusalOfAField_StandsAtIt(WalletField field, string id)
    {
        (Wallet.QuoteRefusal, Wallet.QuoteField) = ("That cannot be.", field);
        IRenderedComponent<SendPage> page = Fill("5", "");
        Assert.Empty(page.FindAll(".mud-alert-text-error, .mud-alert-filled-error"));
        IElement input = page.Find($"#{id}");
        Assert.Equal("true", input.GetAttribute("aria-invalid"));
        Assert.Contains("That cannot be.", input.Closest(".mud-input-control")!.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public void Send_AddressOfAnotherNetworkOrMistyped_IsSaidAtOnce()
    {
        IRenderedComponent<SendPage> page = Render<SendPage>();
        page.Find("#recipient").Input(new Ledger.Address("kmd", default, Ledger.Lock.Key(new PublicKey(Hash256.Parse("cecc1507dc1ddd7295951c290888f095adb9044d1b73d696e6df065d683bd4fc")))).ToString());
        Assert.Contains("Addresses of development start with kmdt1.", Text(page), StringComparison.Ordinal);
        page.Find("#recipient").Input(FakeWallet.Carol[..^1]);
        Assert.Contains("mistyped or cut off", Text(page), StringComparison.Ordinal);
        page.Find("#recipient").Input("kmdt1q");
        Assert.DoesNotContain("mistyped", Text(page), StringComparison.Ordinal);
        page.Find("#recipient").Input(FakeWallet.Carol);
        Assert.Contains("A private address", Text(page), StringComparison.Ordinal);
    }

    [Fact]
    public void Send_OfAWalletThatOnlyWatches_SaysSoAndOffersNoForm()
    {
        Wallet.WordCount = 0;
        IRenderedComponent<SendPage> page = Render<SendPage>();
        Assert.Contains("only watches: it spends nothing", Text(page), StringComparison.Ordinal);
        Assert.Empty(page.FindAll("form"));
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
        page.Find("#recipient").Input($" {FakeWallet.Dora} ");
        page.Find("#amount").Change(amount);
        page.Find("#memo").Change(memo);
        page.Find("form").Submit();
        return page;
    }
}
