using Bunit;
using Komandor.Primitives;
using Komandor.Web.Tests.Fakes;
using Komandor.Web.WalletPages;
using Komandor.Web.WalletPages.Pages;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection;

namespace Komandor.Web.Tests.WalletPages;

/// <summary>What the page says of privacy before it pays.</summary>
public sealed class PrivateSendTests : WalletPageContext
{
    [Fact]
    public void Send_ToAPrivateAddress_IsShieldedWithoutAWarning()
    {
        IRenderedComponent<SendPage> page = Fill(FakeWallet.Carol, "12.5");
        Assert.DoesNotContain("Who knows your habits", Text(page), StringComparison.Ordinal);
        page.Find("form").Submit();
        Assert.Contains("(sealed)", Text(page), StringComparison.Ordinal);
        Assert.Contains("Others see this.", Text(page), StringComparison.Ordinal);
        Click(page, "Send now");
        page.WaitForState(() => Text(page).Contains("Paid.", StringComparison.Ordinal), TimeSpan.FromSeconds(5));
        Assert.Equal(new WalletPayment(FakeWallet.Carol, AssetId.Kmcc, 1_250_000_000, "memo", MoneyTier.Shielded), Assert.Single(Wallet.Sent));
        Assert.NotNull(page.Find($"a[href='/disclose?transaction={FakeChain.Id("sent")}']"));
    }

    [Theory]
    [InlineData(213, "There are 213 shielded notes so far")]
    [InlineData(4_096, null)]
    [InlineData(0, null)]
    public void Send_FromASmallCrowd_SaysHowLargeItIs(ulong notes, string? says)
    {
        Wallet.ShieldedNotes = notes;
        string text = Text(Fill(FakeWallet.Carol, "1"));
        Assert.Equal(says is not null, text.Contains(says ?? "shielded notes so far", StringComparison.Ordinal));
        Assert.DoesNotContain("hide among all", text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(true, MoneyTier.Ring, "hides among sixteen")]
    [InlineData(true, MoneyTier.Transparent, "The amount that becomes private is public")]
    [InlineData(false, MoneyTier.Transparent, "its address, the amount and the memo are public for ever")]
    [InlineData(false, MoneyTier.Shielded, "its address, the amount and the memo are public for ever")]
    public void Send_ByAChoiceThatHidesLess_Warns(bool toPrivate, MoneyTier source, string warning)
    {
        IRenderedComponent<SendPage> page = Fill(toPrivate ? FakeWallet.Carol : FakeWallet.Dora, "0.1");
        page.Find($"input[value={source}]").Change(true);
        Assert.Contains(warning, Text(page, "[role=note]"), StringComparison.Ordinal);
        page.Find("form").Submit();
        Click(page, "Send now");
        page.WaitForState(() => Wallet.Sent.Count == 1, TimeSpan.FromSeconds(5));
        Assert.Equal(source, Wallet.Sent[0].Source);
    }

    [Fact]
    public void Send_ToAnotherKindOfRecipient_ForgetsTheChoice()
    {
        IRenderedComponent<SendPage> page = Fill(FakeWallet.Carol, "1");
        page.Find("input[value=Transparent]").Change(true);
        page.Find("#recipient").Input(FakeWallet.Dora);
        page.Find("#recipient").Input(FakeWallet.Carol);
        Assert.True(page.Find("input[value=Shielded]").HasAttribute("checked"));
    }

    [Fact]
    public void Send_ByALink_FillsTheFormAndSaysWhoAsks()
    {
        IRenderedComponent<SendPage> page = Render<SendPage>();
        page.Find("#recipient").Input($"KOMANDOR:{FakeWallet.Carol}?amount=1.5&label=Carol&message=two%20coffees&memo=table%207");
        Assert.Contains("Carol asks for this: two coffees", Text(page), StringComparison.Ordinal);
        page.Find("form").Submit();
        string asked = Text(page);
        Assert.Contains("1.50000000 KMCC", asked, StringComparison.Ordinal);
        Assert.Contains("table 7", asked, StringComparison.Ordinal);
        Assert.Contains(FakeWallet.Carol, asked, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("req-later=1", "requires what this wallet does not know")]
    [InlineData("amount=1&amount=2", "says something twice")]
    [InlineData("amount=1e3", "The amount in this link is none")]
    public void Send_ByALinkThatBreaksARule_IsRefused(string query, string says)
    {
        IRenderedComponent<SendPage> page = Render<SendPage>();
        page.Find("#recipient").Input($"komandor:{FakeWallet.Carol}?{query}");
        page.Find("#amount").Change("1");
        page.Find("form").Submit();
        Assert.Contains(says, Text(page), StringComparison.Ordinal);
        Assert.Empty(page.FindAll(".wallet-facts"));
    }

    [Fact]
    public void Send_AnotherAssetToAPrivateAddress_IsRefused()
    {
        IRenderedComponent<SendPage> page = Fill(FakeWallet.Carol, "1");
        page.Find("#asset").Change(FakeChain.Gold.ToString());
        page.Find("form").Submit();
        Assert.Contains("Only KMCC can be private.", Text(page), StringComparison.Ordinal);
        Assert.Empty(page.FindAll(".wallet-facts"));
    }

    [Fact]
    public void Send_OfManyNotes_SaysHowManyTransactionsAndHowFarItIs()
    {
        Wallet.Quoted = quote => quote with { Transactions = 4, Rounds = 3, Wait = TimeSpan.FromSeconds(2) };
        Wallet.FateTakes = TimeSpan.FromMilliseconds(300);
        IRenderedComponent<SendPage> page = Fill(FakeWallet.Carol, "2000");
        page.Find("form").Submit();
        Assert.Contains("4 transactions in 3 rounds, which join notes first: about 2.0 s of waiting", Text(page), StringComparison.Ordinal);
        Click(page, "Send now");
        page.WaitForState(() => Text(page).Contains("3 of 3 rounds are left", StringComparison.Ordinal), TimeSpan.FromSeconds(5));
        page.WaitForState(() => Text(page).Contains("2 of 3 rounds are left", StringComparison.Ordinal), TimeSpan.FromSeconds(5));
        page.WaitForState(() => Text(page).Contains("Paid.", StringComparison.Ordinal), TimeSpan.FromSeconds(5));
    }

    [Fact]
    public void Send_OwnMoneyToBecomePrivate_GoesToOnesOwnAddress()
    {
        Services.GetRequiredService<NavigationManager>().NavigateTo("/send?own=true");
        IRenderedComponent<SendPage> page = Render<SendPage>();
        Assert.Contains("Your own private address", Text(page), StringComparison.Ordinal);
        Assert.True(page.Find("input[value=Transparent]").HasAttribute("checked"));
        page.Find("#amount").Change("100");
        page.Find("form").Submit();
        Assert.Contains("yourself, at", Text(page), StringComparison.Ordinal);
    }

    private IRenderedComponent<SendPage> Fill(string recipient, string amount)
    {
        IRenderedComponent<SendPage> page = Render<SendPage>();
        page.Find("#recipient").Input(recipient);
        page.Find("#amount").Change(amount);
        page.Find("#memo").Change("memo");
        return page;
    }
}
