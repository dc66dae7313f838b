using Bunit;
using Komandor.Ledger.Private;
using Komandor.Primitives;
using Komandor.Wallet.Private;
using Komandor.Wallet.Private.Disclosure;
using Komandor.Web.Tests.Fakes;
using Komandor.Web.WalletPages.Pages;
using Microsoft.Extensions.DependencyInjection;

namespace Komandor.Web.Tests.WalletPages;

/// <summary>What is shown to the owner alone, and to others on request.</summary>
public sealed class DisclosureTests : WalletPageContext
{
    private static readonly string _id = FakeChain.Id("six").ToString();

    [Fact]
    public void Open_OwnTransaction_ShowsWhatNobodyElseSees()
    {
        Wallet.Opened = Opened();
        IRenderedComponent<OpenPage> page = Render<OpenPage>(parameters => parameters.Add(one => one.Id, _id));
        string text = Text(page);
        foreach (string part in new[] { "12.50000000 KMCC to address number 3", "rent for May", "Block1,204,", "Fee0.00002400 KMCC", "2 made, of which 1 is yours" })
        {
            Assert.Contains(part, text, StringComparison.Ordinal);
        }

        Assert.Equal([$"open {_id}"], Wallet.Asked);
    }

    [Fact]
    public void Open_WithAPastedKey_AsksThisProcessAloneAndSaysWhatTheKeyCannotTell()
    {
        Wallet.Opened = Opened() with { Spent = null };
        IRenderedComponent<OpenPage> page = Render<OpenPage>();
        page.Find("#transaction").Change(_id);
        page.Find("#view-key").Change($" {FakeWallet.ViewKey} ");
        page.Find("form").Submit();
        Assert.Equal([$"open {_id} {FakeWallet.ViewKey}"], Wallet.Asked);
        Assert.Contains("a pasted key does not say", Text(page), StringComparison.Ordinal);
        Assert.Equal("password", page.Find("#view-key").GetAttribute("type"));
        Assert.Equal("http://localhost/", Services.GetRequiredService<Microsoft.AspNetCore.Components.NavigationManager>().Uri);
    }

    [Fact]
    public void Open_WhatIsNotOnes_SaysSo()
    {
        IRenderedComponent<OpenPage> page = Render<OpenPage>(parameters => parameters.Add(one => one.Id, _id));
        Assert.Contains("no private part in it", Text(page), StringComparison.Ordinal);
        page.Find("#transaction").Change("12");
        page.Find("form").Submit();
        Assert.Contains("64 hexadecimal digits", Text(page), StringComparison.Ordinal);
        Assert.Single(Wallet.Asked);
    }

    [Theory]
    [InlineData("Payment")]
    [InlineData("Spend")]
    [InlineData("Reserve")]
    public void Prove_OneThing_IsBoundToItsMessage(string kind)
    {
        IRenderedComponent<DisclosePage> page = Render<DisclosePage>();
        page.Find("#kind").Change(kind);
        page.FindAll("form")[0].Submit();
        Assert.Contains("Say what the proof is for.", Text(page), StringComparison.Ordinal);
        Assert.Empty(Wallet.Asked);
        page.Find(kind == "Reserve" ? "#reserve" : "#transaction").Change(kind == "Reserve" ? "700" : _id);
        page.Find("#message").Change("tax office, 2026");
        page.FindAll("form")[0].Submit();
        Assert.Equal([kind == "Reserve" ? "Reserve 70000000000 tax office, 2026" : $"{kind} {_id} tax office, 2026"], Wallet.Asked);
        Assert.StartsWith("komandorproof1", Text(page, "#proof"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(DisclosureFault.None, "It holds: 12.50000000 KMCC were paid to kmdt1qx")]
    [InlineData(DisclosureFault.Malformed, "This is no proof")]
    [InlineData(DisclosureFault.OtherChain, "another network")]
    [InlineData(DisclosureFault.Unknown, "does not know")]
    [InlineData(DisclosureFault.Proof, "Compare the words")]
    [InlineData(DisclosureFault.Disagrees, "is not what stands in the chain")]
    [InlineData(DisclosureFault.Spent, "is spent")]
    public void Verify_AProof_SaysWhatItShowsOrWhyNot(DisclosureFault fault, string says)
    {
        Wallet.Judged = Wallet.Judged with { Fault = fault };
        IRenderedComponent<DisclosePage> page = Render<DisclosePage>();
        page.Find("#shown-proof").Change(" komandorproof1abc\n");
        page.Find("#shown-message").Change("invoice 7");
        page.FindAll("form")[1].Submit();
        Assert.Contains(says, Text(page, "[role=status]"), StringComparison.Ordinal);
        Assert.Equal(["verify komandorproof1abc invoice 7"], Wallet.Asked);
    }

    [Fact]
    public void ViewKey_IsShownAfterAYesAloneAndHiddenByAnotherChoice()
    {
        IRenderedComponent<DisclosePage> page = Render<DisclosePage>();
        Assert.Contains("cannot be taken back", Text(page), StringComparison.Ordinal);
        AngleSharp.Dom.IElement Button() => page.FindAll("button").Single(one => one.TextContent.Contains("Show the key", StringComparison.Ordinal));
        Assert.True(Button().HasAttribute("disabled"));
        page.FindAll("input[name=key]")[1].Change(true);
        page.Find("#understood").Change(true);
        Button().Click();
        Assert.Equal(["full"], Wallet.Asked);
        Assert.Equal(FakeWallet.ViewKey, Text(page, "#key"));
        page.FindAll("input[name=key]")[0].Change(true);
        Assert.Empty(page.FindAll("#key"));
        Assert.True(Button().HasAttribute("disabled"));
    }

    [Fact]
    public void Backup_WrongWordsThenRightOnes_EndsTheReminder()
    {
        Assert.Contains("Check them now", Text(Render<BalancePage>()), StringComparison.Ordinal);
        IRenderedComponent<BackupPage> page = Render<BackupPage>();
        int[] places = Places(page);
        Assert.Equal(3, places.Distinct().Count());
        Assert.All(places, place => Assert.InRange(place, 0, 23));
        Answer(page, "nonsense");
        Assert.Contains("These are not the words", Text(page, "[role=alert]"), StringComparison.Ordinal);
        Assert.DoesNotContain("nonsense", page.Markup, StringComparison.Ordinal);
        Answer(page, null);
        Assert.Contains("All right.", Text(page), StringComparison.Ordinal);
        Assert.DoesNotContain("Check them now", Text(Render<BalancePage>()), StringComparison.Ordinal);
    }

    private static int[] Places(IRenderedComponent<BackupPage> page) => [.. page.FindAll(".wallet-words label")
        .Select(label => int.Parse(label.TextContent["Word ".Length..], System.Globalization.CultureInfo.InvariantCulture) - 1)];

    private static void Answer(IRenderedComponent<BackupPage> page, string? word)
    {
        int[] places = Places(page);
        for (int row = 0; row < places.Length; row++)
        {
            page.Find($"#word-{row}").Change(word ?? $"word{places[row]}");
        }

        page.Find("form").Submit();
    }

    private static OpenedTransaction Opened() => new(
        new TransactionId(FakeChain.Id("six")), PrivateTier.Shielded, 1_204, new Timestamp(1_800_000_000_000_000), 2_400, 0, 0, 2,
        [new OpenedNote(1, 1_250_000_000, 3)], 0, "", 0, "rent for May");
}
