using System.Text.Json;
using System.Text.RegularExpressions;

namespace Komandor.EndToEnd.Tests;

/// <summary>Private payments that one machine prepares with a view key and another signs, which reaches no network.</summary>
[Trait("lane", "nightly")]
public sealed class OfflineSigningTests
{
    private const string NoNode = "http://127.0.0.1:9";

    private static readonly TimeSpan _limit = TimeSpan.FromSeconds(60);

    private readonly Dictionary<string, string> _development = new() { ["KOMANDOR_WALLET_PASSPHRASE"] = "development" };
    private readonly Dictionary<string, string> _secret = new() { ["KOMANDOR_WALLET_PASSPHRASE"] = "only a test" };

    [Fact]
    public async Task Send_SignedByAMachineWithoutNetwork_IsFinalInBothTiersAndAfterAJoin()
    {
        await using RunningNetwork network = await RunningNetwork.StartAsync();
        string cold = Path.Combine(network.Data, "cold.wallet");
        string watching = Path.Combine(network.Data, "watching.wallet");
        string payee = Path.Combine(network.Data, "bob.wallet");

        // The signer's file never met a node; the key to watch with comes from a copy.
        string copy = Path.Combine(network.Data, "wallet");
        File.Copy(copy, cold);
        string viewKey = await TextAsync(_development, "viewKey", "wallet", "view-key", "full", "--wallet", copy, "--rpc", network.Rpc[0], "--json");
        await KomandorProcess.RunAsync(_secret, 0, _limit, "wallet", "restore", "--view-key", viewKey, "--wallet", watching, "--rpc", network.Rpc[0], "--json");
        await KomandorProcess.RunAsync(_secret, 0, _limit, "wallet", "create", "--wallet", payee, "--json");
        string bob = await TextAsync(_secret, "address", "wallet", "address", "--private", "--wallet", payee, "--rpc", network.Rpc[1], "--json");
        string own = await TextAsync(_secret, "address", "wallet", "address", "--private", "--wallet", watching, "--rpc", network.Rpc[1], "--json");

        await PayAsync(network, watching, cold, bob, "12.5", "shielded");
        await PayAsync(network, watching, cold, bob, "7", "ring");

        // Notes are of 1,000: three are needed, and the refusal says what to do.
        string refused = await PrepareAsync(network, watching, bob, "2100", "shielded", Path.Combine(network.Data, "refused"), expectedCode: 1);
        Match amount = Regex.Match(refused, "send ([0-9.]+) KMCC to an address of your own", RegexOptions.None, TimeSpan.FromSeconds(1));
        Assert.True(amount.Success, refused);
        Assert.Contains("takes 1 such payment.", refused, StringComparison.Ordinal);
        await PayAsync(network, watching, cold, own, amount.Groups[1].Value, "shielded");
        await PayAsync(network, watching, cold, bob, "2100", "shielded");

        string balance = await KomandorProcess.RunAsync(_secret, 0, _limit, "wallet", "balance", "--wallet", payee, "--rpc", network.Rpc[2]);
        Assert.Contains("2112.50000000 KMCC", balance.Replace(",", string.Empty, StringComparison.Ordinal), StringComparison.Ordinal);
        Assert.Contains("7.00000000 KMCC", balance, StringComparison.Ordinal);
        await network.AgreementAsync(_limit);
        Assert.True((await network.CallAsync(3, "state_supply")).GetProperty("conserved").GetBoolean());
    }

    private async Task PayAsync(RunningNetwork network, string watching, string cold, string to, string amount, string tier)
    {
        string request = Path.Combine(network.Data, Guid.NewGuid().ToString("N"));
        await PrepareAsync(network, watching, to, amount, tier, request, expectedCode: 0);
        await KomandorProcess.RunAsync(_development, 0, _limit, "wallet", "sign", request, "--wallet", cold, "--rpc", NoNode, "--yes", "--json");
        string sent = await KomandorProcess.RunAsync(_secret, 0, _limit, "wallet", "submit", request + ".signed", "--wallet", watching, "--rpc", network.Rpc[2], "--json");
        Assert.Equal("final", JsonDocument.Parse(sent).RootElement.GetProperty("state").GetString());
    }

    private Task<string> PrepareAsync(RunningNetwork network, string watching, string to, string amount, string tier, string file, int expectedCode) =>
        KomandorProcess.RunAsync(
            _secret, expectedCode, _limit, "wallet", "send", "--wallet", watching, "--rpc", network.Rpc[0], "--to", to, "--amount", amount, "--privacy", tier,
            "--unsigned", file, "--json");

    private static async Task<string> TextAsync(Dictionary<string, string> passphrase, string name, params string[] arguments) =>
        JsonDocument.Parse(await KomandorProcess.RunAsync(passphrase, 0, _limit, arguments)).RootElement.GetProperty(name).GetString()!;
}
