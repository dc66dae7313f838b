using System.Text.Json;
using Microsoft.Playwright;

namespace Komandor.EndToEnd.Tests;

public sealed class ScreenTests
{
    [Fact]
    public async Task Explorer_FromThePaymentToItsBlock_ShowsItOnEveryWidth()
    {
        await using RunningNetwork network = await RunningNetwork.StartAsync();
        await using Browser browser = await Browser.StartAsync();
        Dictionary<string, string> development = new() { ["KOMANDOR_WALLET_PASSPHRASE"] = "development" };
        string address = network.Ready.GetProperty("accounts")[2].GetProperty("address").GetString()!;
        string sent = await KomandorProcess.RunAsync(
            development, 0, TimeSpan.FromSeconds(60), "wallet", "send", "--wallet", network.Ready.GetProperty("walletFile").GetString()!,
            "--rpc", network.Rpc[0], "--to", address, "--amount", "1", "--memo", "<script>alert(1)</script>", "--yes", "--json");
        string id = JsonDocument.Parse(sent).RootElement.GetProperty("transactionId").GetString()!;

        foreach (int width in new[] { 1280, 400 })
        {
            IPage page = await browser.OpenAsync(width);
            await page.GotoAsync(network.Rpc[0]);
            await Assertions.Expect(page.GetByRole(AriaRole.Heading).First).ToBeVisibleAsync();
            await Browser.RequireNoSidewaysScrollAsync(page);
            await page.GetByRole(AriaRole.Searchbox).First.FillAsync(id);
            await page.Keyboard.PressAsync("Enter");
            await page.WaitForURLAsync($"**/transactions/{id}");
            await Assertions.Expect(page.GetByText("<script>alert(1)</script>").First).ToBeVisibleAsync();
            await Browser.RequireNoSidewaysScrollAsync(page);
            await page.GotoAsync($"{network.Rpc[0]}/addresses/{address}");
            await Browser.RequireNoSidewaysScrollAsync(page);
            await page.GotoAsync($"{network.Rpc[0]}/blocks");
            await Browser.RequireNoSidewaysScrollAsync(page);
        }

        Assert.Empty(browser.Errors);
    }
}
