using System.Text.Json;
using Microsoft.Playwright;

namespace Komandor.EndToEnd.Tests;

/// <summary>A private payment from one wallet's pages to another's, in Chromium, over a running network.</summary>
[Collection(SharedNetwork.Name)]
public sealed class PrivatePageTests(SharedNetwork shared)
{
    private static readonly TimeSpan _limit = TimeSpan.FromSeconds(60);

    [Theory]
    [InlineData(1280)]
    [InlineData(400)]
    public async Task Wallet_PayPrivately_ArrivesInTheReceiversPagesAndNowhereElse(int width)
    {
        string memo = $"for your eyes only, {width}";
        using KomandorProcess serving = await ServeNewWalletAsync();
        string url = JsonDocument.Parse(await serving.ReadLineAsync(_limit)).RootElement.GetProperty("wallet").GetString()!;
        IPage receiver = await shared.Browser.OpenAsync(width);
        await receiver.GotoAsync(url);
        await Assertions.Expect(receiver.GetByText("Have you written your words down?")).ToBeVisibleAsync(Within(20));
        string address = await AddressAsync(receiver, width);

        IPage payer = await shared.Browser.OpenAsync(width);
        await payer.GotoAsync(shared.Network.WalletUrl);
        await Assertions.Expect(payer.GetByText("Shielded").First).ToBeVisibleAsync(Within(20));
        await LookAsync(payer, $"private-balance-{width}");
        await PayAsync(payer, address, memo, width);
        await OpenOwnPartAsync(payer, memo, width);

        await receiver.GotoAsync(new Uri(url).GetLeftPart(UriPartial.Authority));
        await Assertions.Expect(receiver.Locator(".wallet-big")).ToContainTextAsync("12.50000000", new LocatorAssertionsToContainTextOptions { Timeout = 20_000 });
        await Assertions.Expect(receiver.GetByText(memo)).ToBeVisibleAsync(Within(10));
        await LookAsync(receiver, $"private-received-{width}");
        await DiscloseAsync(receiver, width);
        await SearchForItAsync(address, memo, width);

        // Before its process ends, which the page would report.
        await receiver.Context.CloseAsync();
        Assert.Empty(shared.Browser.Errors);
    }

    // A wallet of its own in a process of its own, as another person has.
    private async Task<KomandorProcess> ServeNewWalletAsync()
    {
        Dictionary<string, string> secret = new() { ["KOMANDOR_WALLET_PASSPHRASE"] = "only a test" };
        string file = Path.Combine(shared.Network.Data, $"{Guid.NewGuid():n}.wallet");
        await KomandorProcess.RunAsync(secret, 0, _limit, "wallet", "create", "--wallet", file, "--json");
        return KomandorProcess.Start(secret, "wallet", "serve", "--wallet", file, "--rpc", shared.Network.Rpc[2], "--json", "--stop-with-input");
    }

    private static async Task<string> AddressAsync(IPage page, int width)
    {
        await Button(page, AriaRole.Link, "Receive").First.ClickAsync();
        ILocator text = page.Locator(".wallet-address code");
        await Assertions.Expect(text).ToBeVisibleAsync(Within(10));
        string address = (await text.TextContentAsync())!.Trim();
        await page.GetByText("Ask for an amount").ClickAsync();
        await page.Locator("#ask-amount").FillAsync("12.5");
        await page.Locator("#ask-label").FillAsync("Bob's bakery");
        await page.Locator("#ask-message").FillAsync("two cakes");
        await Assertions.Expect(text).ToContainTextAsync("label=Bob%27s%20bakery");
        await LookAsync(page, $"private-receive-{width}");
        return address;
    }

    private static async Task PayAsync(IPage page, string address, string memo, int width)
    {
        await Button(page, AriaRole.Link, "Send").First.ClickAsync();
        await page.Locator("#recipient").FillAsync($"komandor:{address}?amount=12.5&label=Bob%27s%20bakery&message=two%20cakes");
        await Assertions.Expect(page.GetByText("asks for this: two cakes")).ToBeVisibleAsync();
        await page.Locator("input[value=Transparent]").CheckAsync();
        await Assertions.Expect(page.GetByText("The amount that becomes private is public")).ToBeVisibleAsync();
        await LookAsync(page, $"private-warning-{width}");
        await page.Locator("input[value=Shielded]").CheckAsync();
        await page.Locator("#memo").FillAsync(memo);
        await LookAsync(page, $"private-send-{width}");
        await Button(page, AriaRole.Button, "Review").ClickAsync();
        await Assertions.Expect(page.GetByText("Nobody sees who pays, who is paid, or how much")).ToBeVisibleAsync();
        await LookAsync(page, $"private-quote-{width}");
        await Button(page, AriaRole.Button, "Send now").ClickAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Status)).ToContainTextAsync("Final in", new LocatorAssertionsToContainTextOptions { Timeout = 30_000 });
        await LookAsync(page, $"private-sent-{width}");
    }

    private static async Task OpenOwnPartAsync(IPage page, string memo, int width)
    {
        await Button(page, AriaRole.Link, "History").ClickAsync();
        ILocator line = page.Locator(".wallet-entries > li").Filter(new LocatorFilterOptions { HasText = memo });
        await Assertions.Expect(line.GetByText("shielded")).ToBeVisibleAsync(Within(10));
        await LookAsync(page, $"private-history-{width}");
        await line.GetByText("Your part").ClickAsync();
        await Assertions.Expect(page.GetByText("What only you see")).ToBeVisibleAsync(Within(10));
        await Assertions.Expect(page.GetByText(memo)).ToBeVisibleAsync();
        await LookAsync(page, $"private-own-part-{width}");
    }

    private static async Task DiscloseAsync(IPage page, int width)
    {
        await page.GetByText("Your part").ClickAsync();
        await page.GetByText("Prove this to somebody").ClickAsync();
        await page.Locator("#message").FillAsync("the baker's books");
        await Button(page, AriaRole.Button, "Make the proof").ClickAsync();
        ILocator made = page.Locator("#proof");
        await Assertions.Expect(made).ToBeVisibleAsync(Within(10));
        await page.Locator("#shown-proof").FillAsync(await made.InputValueAsync());
        await page.Locator("#shown-message").FillAsync("the baker's books");
        await Button(page, AriaRole.Button, "Verify").ClickAsync();
        await Assertions.Expect(page.GetByText("It holds: 12.50000000 KMCC were paid to")).ToBeVisibleAsync(Within(10));
        await page.Locator("#understood").CheckAsync();
        await Button(page, AriaRole.Button, "Show the key").ClickAsync();
        await Assertions.Expect(page.Locator("#key")).ToHaveValueAsync(new System.Text.RegularExpressions.Regex("^kmddivk1"));
        await LookAsync(page, $"private-disclose-{width}");
        await page.GotoAsync($"{new Uri(page.Url).GetLeftPart(UriPartial.Authority)}/backup");
        await page.Locator("#word-0").FillAsync("nonsense");
        await Button(page, AriaRole.Button, "Check").ClickAsync();
        await Assertions.Expect(page.GetByText("These are not the words")).ToBeVisibleAsync(Within(10));
        await LookAsync(page, $"private-backup-{width}");
    }

    [Theory]
    [InlineData(1280)]
    [InlineData(400)]
    public async Task Wallet_OfAViewKey_SaysWhatItDoesNotSee(int width)
    {
        Dictionary<string, string> development = new() { ["KOMANDOR_WALLET_PASSPHRASE"] = "development" };
        string owner = shared.Network.Ready.GetProperty("walletFile").GetString()!;
        string shown = await KomandorProcess.RunAsync(development, 0, _limit, "wallet", "view-key", "full", "--wallet", owner, "--rpc", shared.Network.Rpc[1], "--json");
        string key = JsonDocument.Parse(shown).RootElement.GetProperty("viewKey").GetString()!;
        string file = Path.Combine(Directory.CreateTempSubdirectory("komandor-e2e-").FullName, "books.wallet");
        await KomandorProcess.RunAsync(development, 0, _limit, "wallet", "restore", "--wallet", file, "--view-key", key, "--rpc", shared.Network.Rpc[1], "--json");
        using KomandorProcess serving = KomandorProcess.Start(
            development, "wallet", "serve", "--wallet", file, "--rpc", shared.Network.Rpc[1], "--json", "--stop-with-input");
        string url = JsonDocument.Parse(await serving.ReadLineAsync(_limit)).RootElement.GetProperty("wallet").GetString()!;
        IPage page = await shared.Browser.OpenAsync(width);
        await page.GotoAsync(url);
        await Assertions.Expect(page.GetByText("This wallet only watches")).ToBeVisibleAsync(Within(20));
        await Assertions.Expect(page.GetByText("spends are not seen")).ToBeVisibleAsync();
        await Assertions.Expect(page.GetByText("can be spent now")).ToHaveCountAsync(0);
        await LookAsync(page, $"watch-balance-{width}");
        await Button(page, AriaRole.Link, "Receive").First.ClickAsync();
        await Assertions.Expect(page.GetByText("Your private address")).ToBeVisibleAsync(Within(10));
        await Assertions.Expect(page.Locator("input[type=radio]")).ToHaveCountAsync(0);
        await LookAsync(page, $"watch-receive-{width}");
        await page.Context.CloseAsync();
        Assert.Empty(shared.Browser.Errors);
    }

    [Theory]
    [InlineData(1280)]
    [InlineData(400)]
    public async Task Wallet_WithoutANode_ShowsWhatItLastKnewAndSaysSo(int width)
    {
        Dictionary<string, string> secret = new() { ["KOMANDOR_WALLET_PASSPHRASE"] = "only a test" };
        Dictionary<string, string> development = new() { ["KOMANDOR_WALLET_PASSPHRASE"] = "development" };
        string file = Path.Combine(Directory.CreateTempSubdirectory("komandor-e2e-").FullName, "bob.wallet");
        string rpc = shared.Network.Rpc[2];
        await KomandorProcess.RunAsync(secret, 0, _limit, "wallet", "create", "--wallet", file, "--json");
        string shown = await KomandorProcess.RunAsync(secret, 0, _limit, "wallet", "address", "--private", "--wallet", file, "--rpc", rpc, "--json");
        string address = JsonDocument.Parse(shown).RootElement.GetProperty("address").GetString()!;
        await KomandorProcess.RunAsync(
            development, 0, _limit, "wallet", "send", "--wallet", shared.Network.Ready.GetProperty("walletFile").GetString()!,
            "--rpc", rpc, "--to", address, "--amount", "2", "--memo", "kept", "--yes", "--json");
        await KomandorProcess.RunAsync(secret, 0, _limit, "wallet", "scan", "--wallet", file, "--rpc", rpc, "--json");

        // Nothing answers at this port.
        using KomandorProcess serving = KomandorProcess.Start(secret, "wallet", "serve", "--wallet", file, "--rpc", "http://127.0.0.1:9", "--json", "--stop-with-input");
        string url = JsonDocument.Parse(await serving.ReadLineAsync(_limit)).RootElement.GetProperty("wallet").GetString()!;
        IPage page = await shared.Browser.OpenAsync(width);
        await page.GotoAsync(url);
        await Assertions.Expect(page.GetByText("Shown is what the wallet knew when it last met one")).ToBeVisibleAsync(Within(30));
        await Assertions.Expect(page.Locator(".wallet-tiers")).ToContainTextAsync("2.00000000");
        await Assertions.Expect(page.Locator(".wallet-memo")).ToBeVisibleAsync();
        await LookAsync(page, $"away-balance-{width}");
        await page.Context.CloseAsync();
        Assert.Empty(shared.Browser.Errors);
    }

    // The explorer keeps a private address from the node, and shows of the payment what is public.
    private async Task SearchForItAsync(string address, string memo, int width)
    {
        IPage page = await shared.Browser.OpenAsync(width);
        await page.GotoAsync(shared.Network.Rpc[1]);
        List<string> requests = [];
        page.Request += (_, request) => requests.Add(request.Url);
        ILocator box = page.GetByRole(AriaRole.Searchbox).First;
        await box.FillAsync(address);
        await box.PressAsync("Enter");
        await Assertions.Expect(page.GetByText("it was not sent to this node").First).ToBeVisibleAsync();
        Assert.DoesNotContain(requests, request => request.Contains(address[..30], StringComparison.Ordinal));
        await LookAsync(page, $"private-explorer-{width}");
        Assert.DoesNotContain(memo, await page.ContentAsync(), StringComparison.Ordinal);
    }

    private static ILocator Button(IPage page, AriaRole role, string name) => page.GetByRole(role, new PageGetByRoleOptions { Name = name, Exact = true });

    private static LocatorAssertionsToBeVisibleOptions Within(int seconds) => new() { Timeout = seconds * 1_000 };

    private static async Task LookAsync(IPage page, string name)
    {
        await Browser.PictureAsync(page, name);
        await Browser.RequireNoSidewaysScrollAsync(page);
    }
}
