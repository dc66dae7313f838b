using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.Playwright;

namespace Komandor.EndToEnd.Tests;

/// <summary>The explorer of a running network in Chromium.</summary>
[Collection(SharedNetwork.Name)]
public sealed class ScreenTests(SharedNetwork shared)
{
    private const string Memo = "<script>alert(1)</script>";

    [Theory]
    [InlineData(1280)]
    [InlineData(400)]
    public async Task Explorer_FromThePaymentToItsBlock_ShowsIt(int width)
    {
        RunningNetwork network = shared.Network;
        string address = network.Ready.GetProperty("accounts")[2].GetProperty("address").GetString()!;
        IPage page = await shared.Browser.OpenAsync(width);
        await page.GotoAsync(network.Rpc[0]);
        (ulong height, _) = await network.PlaceAsync(0);
        string id = await PayAsync(network, address);

        // The page that was opened before the payment shows its block, without being loaded again.
        await Assertions.Expect(page.Locator("[data-live=tiles] .tile").First.Locator(".big")).ToHaveTextAsync(
            new Regex($"^(?!{height}$)[0-9,]+$"), new LocatorAssertionsToHaveTextOptions { Timeout = 15_000 });
        await Assertions.Expect(page.GetByText("conserved").First).ToBeVisibleAsync();
        await LookAsync(page, $"explorer-home-{width}");

        await SearchAsync(page, id);
        await page.WaitForURLAsync($"**/transactions/{id}");
        await Assertions.Expect(page.GetByText(Memo).First).ToBeVisibleAsync();
        await LookAsync(page, $"explorer-transaction-{width}");

        await page.GetByRole(AriaRole.Link, new PageGetByRoleOptions { NameRegex = new Regex("^[0-9,]+$") }).First.ClickAsync();
        await page.WaitForURLAsync("**/blocks/*");
        await Assertions.Expect(page.Locator($"a[href$='{id}']").First).ToBeVisibleAsync();
        await LookAsync(page, $"explorer-block-{width}");

        await SearchAsync(page, address);
        await page.WaitForURLAsync($"**/addresses/{address}");
        await Assertions.Expect(page.Locator($"a[href$='{id}']").First).ToBeVisibleAsync();
        await LookAsync(page, $"explorer-address-{width}");

        await page.GotoAsync($"{network.Rpc[0]}/blocks");
        await LookAsync(page, $"explorer-blocks-{width}");
        Assert.Empty(shared.Browser.Errors);
    }

    [Theory]
    [InlineData(1280)]
    [InlineData(400)]
    public async Task Explorer_WhatIsNotThere_IsSaid(int width)
    {
        IPage page = await shared.Browser.OpenAsync(width, isRefusalExpected: true);
        await page.GotoAsync(shared.Network.Rpc[1]);
        await SearchAsync(page, new string('7', 64));
        await Assertions.Expect(page.GetByRole(AriaRole.Heading, new PageGetByRoleOptions { Level = 1 })).ToBeVisibleAsync();
        await LookAsync(page, $"explorer-not-found-{width}");
        IResponse? answer = await page.GotoAsync($"{shared.Network.Rpc[1]}/blocks/999999");
        Assert.Equal(404, answer!.Status);
        answer = await page.GotoAsync($"{shared.Network.Rpc[1]}/nowhere");
        Assert.Equal(404, answer!.Status);
        Assert.Empty(shared.Browser.Errors);
    }

    private static async Task SearchAsync(IPage page, string text)
    {
        ILocator box = page.GetByRole(AriaRole.Searchbox).First;
        await box.FillAsync(text);
        await box.PressAsync("Enter");
    }

    private static async Task LookAsync(IPage page, string name)
    {
        await Browser.PictureAsync(page, name);
        await Browser.RequireNoSidewaysScrollAsync(page);
    }

    private static async Task<string> PayAsync(RunningNetwork network, string address)
    {
        Dictionary<string, string> development = new() { ["KOMANDOR_WALLET_PASSPHRASE"] = "development" };
        string sent = await KomandorProcess.RunAsync(
            development, 0, TimeSpan.FromSeconds(60), "wallet", "send", "--wallet", network.Ready.GetProperty("walletFile").GetString()!,
            "--rpc", network.Rpc[0], "--to", address, "--amount", "1", "--memo", Memo, "--yes", "--json");
        return JsonDocument.Parse(sent).RootElement.GetProperty("transactionId").GetString()!;
    }
}
