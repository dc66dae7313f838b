using System.Text.Json;
using Komandor.Testing;

namespace Komandor.EndToEnd.Tests;

public sealed class PrivatePaymentTests
{
    private static readonly TimeSpan _limit = TimeSpan.FromSeconds(60);

    private readonly Dictionary<string, string> _development = new() { ["KOMANDOR_WALLET_PASSPHRASE"] = "development" };
    private readonly Dictionary<string, string> _secret = new() { ["KOMANDOR_WALLET_PASSPHRASE"] = "only a test" };

    [Fact]
    public async Task Send_InEveryTierAndAcrossARestart_ArrivesAndConservesSupply()
    {
        using TemporaryFolder folder = new();
        string data = folder.FullName;
        string payer = Path.Combine(data, "wallet");
        string payee = Path.Combine(data, "bob.wallet");
        await using (RunningNetwork network = await RunningNetwork.StartAsync(data))
        {
            await KomandorProcess.RunAsync(_secret, 0, _limit, "wallet", "create", "--wallet", payee, "--json");
            string address = await TextAsync(
                _secret, "address", "wallet", "address", "--private", "--wallet", payee, "--rpc", network.Rpc[1], "--json");

            await PayAsync(network, 0, _development, payer, address, "12.5", "--memo", "rent for May");
            await PayAsync(network, 1, _development, payer, address, "3", "--privacy", "ring");
            int killed = await network.ProcessIdAsync(3);
            KomandorProcess.Signal(killed, "KILL");
            await PayAsync(network, 2, _development, payer, address, "100", "--privacy", "transparent");
            await network.RestartedAsync(3, killed, _limit);
            await network.ReadyAsync(3, _limit);
            await network.AgreementAsync(_limit);
            Assert.Equal(0, await network.StopAsync());
        }

        await using RunningNetwork again = await RunningNetwork.StartAsync(data);
        string transparent = await TextAsync(_secret, "address", "wallet", "address", "--wallet", payee, "--rpc", again.Rpc[3], "--json");
        await PayAsync(again, 3, _secret, payee, transparent, "5", "--privacy", "shielded");
        await PayAsync(again, 0, _secret, payee, transparent, "2", "--privacy", "ring");
        await again.AgreementAsync(_limit);
        for (int member = 0; member < 4; member++)
        {
            Assert.True((await again.CallAsync(member, "state_supply")).GetProperty("conserved").GetBoolean());
        }

        // Bob's memo is Bob's alone: no member can show it.
        string history = await KomandorProcess.RunAsync(_secret, 0, _limit, "wallet", "history", "--wallet", payee, "--rpc", again.Rpc[2], "--json");
        Assert.Contains("rent for May", history, StringComparison.Ordinal);
        string balance = await KomandorProcess.RunAsync(_secret, 0, _limit, "wallet", "balance", "--wallet", payee, "--rpc", again.Rpc[2]);
        Assert.Contains("7.00000000 KMCC", balance, StringComparison.Ordinal);
    }

    private static async Task PayAsync(
        RunningNetwork network, int member, Dictionary<string, string> passphrase, string wallet, string to, string amount, params string[] more)
    {
        string sent = await KomandorProcess.RunAsync(
            passphrase, 0, _limit,
            ["wallet", "send", "--wallet", wallet, "--rpc", network.Rpc[member], "--to", to, "--amount", amount, "--yes", "--json", .. more]);
        Assert.Equal("final", JsonDocument.Parse(sent).RootElement.GetProperty("state").GetString());
    }

    private static async Task<string> TextAsync(Dictionary<string, string> passphrase, string name, params string[] arguments) =>
        JsonDocument.Parse(await KomandorProcess.RunAsync(passphrase, 0, _limit, arguments)).RootElement.GetProperty(name).GetString()!;
}
