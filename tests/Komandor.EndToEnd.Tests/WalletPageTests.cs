using System.Net;
using Microsoft.Playwright;

namespace Komandor.EndToEnd.Tests;

/// <summary>The wallet's pages of a running network in Chromium.</summary>
[Collection(SharedNetwork.Name)]
public sealed class WalletPageTests(SharedNetwork shared)
{
    [Theory]
    [InlineData(1280)]
    [InlineData(400)]
    public async Task Wallet_PayAnother_QuotesBecomesFinalAndStandsInTheHistory(int width)
    {
        string memo = $"rent at {width}";
        string recipient = shared.Network.Ready.GetProperty("accounts")[5].GetProperty("address").GetString()!;
        IPage page = await shared.Browser.OpenAsync(width);
        await page.GotoAsync(shared.Network.WalletUrl);
        await Assertions.Expect(page.Locator(".wallet-big")).ToContainTextAsync("KMCC", new LocatorAssertionsToContainTextOptions { Timeout = 20_000 });
        Assert.DoesNotContain("token", page.Url, StringComparison.Ordinal);
        await LookAsync(page, $"wallet-balance-{width}");

        await page.GetByRole(AriaRole.Link, new PageGetByRoleOptions { Name = "Send", Exact = true }).First.ClickAsync();
        await page.Locator("#recipient").FillAsync(recipient);
        await page.Locator("#amount").FillAsync("3.25");
        await page.Locator("#memo").FillAsync(memo);
        await LookAsync(page, $"wallet-send-{width}");
        await page.GetByRole(AriaRole.Button, new PageGetByRoleOptions { Name = "Review" }).ClickAsync();
        await Assertions.Expect(page.GetByText("Fee", new PageGetByTextOptions { Exact = true })).ToBeVisibleAsync();
        await Assertions.Expect(page.GetByText(recipient)).ToBeVisibleAsync();
        await LookAsync(page, $"wallet-quote-{width}");
        await page.GetByRole(AriaRole.Button, new PageGetByRoleOptions { Name = "Send now" }).ClickAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Status)).ToContainTextAsync(
            "Final in", new LocatorAssertionsToContainTextOptions { Timeout = 30_000 });
        await LookAsync(page, $"wallet-sent-{width}");

        await page.GetByRole(AriaRole.Link, new PageGetByRoleOptions { Name = "History", Exact = true }).ClickAsync();
        await Assertions.Expect(page.GetByText(memo)).ToBeVisibleAsync();
        await LookAsync(page, $"wallet-history-{width}");
        await page.GetByRole(AriaRole.Link, new PageGetByRoleOptions { Name = "Receive", Exact = true }).First.ClickAsync();
        await Assertions.Expect(page.GetByText("kmdd1").First).ToBeVisibleAsync();
        await LookAsync(page, $"wallet-receive-{width}");
        Assert.Empty(shared.Browser.Errors);
    }

    [Theory]
    [InlineData(ColorScheme.Light)]
    [InlineData(ColorScheme.Dark)]
    public async Task Wallet_ByKeyboardAlone_ShowsWhereItIsAndGoesToWhatAppears(ColorScheme scheme)
    {
        IPage page = await shared.Browser.OpenAsync(1280);
        await page.EmulateMediaAsync(new PageEmulateMediaOptions { ColorScheme = scheme });
        await page.GotoAsync(shared.Network.WalletUrl);
        await Assertions.Expect(page.Locator(".wallet-big")).ToContainTextAsync("KMCC", new LocatorAssertionsToContainTextOptions { Timeout = 20_000 });
        await page.EvaluateAsync("document.activeElement.blur()");
        await page.Locator(".wallet-skip").FocusAsync();
        await page.Keyboard.PressAsync("Enter");
        await Assertions.Expect(page.Locator("main")).ToBeFocusedAsync();
        for (int step = 0; step < 12; step++)
        {
            await page.Keyboard.PressAsync("Tab");
            string ring = await page.EvaluateAsync<string>(
                "(() => { const e = document.activeElement, s = getComputedStyle(e); return /^(A|BUTTON|SUMMARY)$/.test(e.tagName) ? `${s.outlineStyle} ${parseFloat(s.outlineWidth) >= 2} ${e.textContent}` : 'solid true'; })()");
            Assert.StartsWith("solid true", ring, StringComparison.Ordinal);
        }

        await page.GetByRole(AriaRole.Link, new PageGetByRoleOptions { Name = "Send", Exact = true }).First.PressAsync("Enter");
        await Assertions.Expect(page.GetByRole(AriaRole.Heading, new PageGetByRoleOptions { Name = "Send", Exact = true })).ToBeFocusedAsync();
        await page.Locator("#recipient").FillAsync(shared.Network.Ready.GetProperty("accounts")[6].GetProperty("address").GetString()!);
        await page.Locator("#amount").FillAsync("1");
        await page.Locator("#amount").PressAsync("Enter");
        await Assertions.Expect(page.GetByRole(AriaRole.Heading, new PageGetByRoleOptions { Name = "Pay this?" })).ToBeFocusedAsync();
        await page.Keyboard.PressAsync("Tab");
        await Assertions.Expect(page.GetByRole(AriaRole.Button, new PageGetByRoleOptions { Name = "Send now" })).ToBeFocusedAsync();
        await page.Keyboard.PressAsync("Enter");
        await Assertions.Expect(page.GetByRole(AriaRole.Heading, new PageGetByRoleOptions { Name = "Paid" })).ToBeFocusedAsync(new LocatorAssertionsToBeFocusedOptions { Timeout = 30_000 });
        Assert.Empty(shared.Browser.Errors);
    }

    [Theory]
    [InlineData("/", null)]
    [InlineData("/open?token=wrong", null)]
    [InlineData("/open?token=right", "rebound.example")]
    public async Task Wallet_WithoutItsTokenOrUnderAnotherName_Answers403(string path, string? host)
    {
        Uri right = new(shared.Network.WalletUrl);
        using HttpClient http = new();
        using HttpRequestMessage request = new(HttpMethod.Get, new Uri(right, path.Replace("/open?token=right", right.PathAndQuery, StringComparison.Ordinal)));
        request.Headers.Host = host;
        using HttpResponseMessage answer = await http.SendAsync(request, TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
    }

    private static async Task LookAsync(IPage page, string name)
    {
        await Browser.PictureAsync(page, name);
        await Browser.RequireNoSidewaysScrollAsync(page);
    }
}
