using System.Globalization;
using System.Net;
using System.Text.Json;

namespace Komandor.EndToEnd.Tests;

public sealed class NetworkTests
{
    private static readonly TimeSpan _limit = TimeSpan.FromSeconds(60);

    [Fact]
    public async Task Up_FourMembers_PayAndStopAndGoOn()
    {
        string data = Directory.CreateTempSubdirectory("komandor-e2e-").FullName;
        Dictionary<string, string> secrets = new() { ["KOMANDOR_WALLET_PASSPHRASE"] = "only a test" };
        string wallet = Path.Combine(data, "alice.wallet");
        string address;
        (ulong Height, string Root) before;
        await using (RunningNetwork network = await RunningNetwork.StartAsync(data))
        {
            Assert.Equal(HttpStatusCode.OK, (await network.GetAsync(0, "/readyz")).Status);
            Assert.Equal(4, network.Rpc.Count);

            string created = await KomandorProcess.RunAsync(secrets, 0, _limit, "wallet", "create", "--wallet", wallet, "--json");
            Assert.Equal(24, JsonDocument.Parse(created).RootElement.GetProperty("words").GetString()!.Split(' ').Length);
            string shown = await KomandorProcess.RunAsync(secrets, 0, _limit, "wallet", "address", "--wallet", wallet, "--rpc", network.Rpc[0], "--json");
            address = JsonDocument.Parse(shown).RootElement.GetProperty("address").GetString()!;

            // The network's own wallet holds the first development account.
            string funded = network.Ready.GetProperty("walletFile").GetString()!;
            Dictionary<string, string> development = new() { ["KOMANDOR_WALLET_PASSPHRASE"] = "development" };
            string sent = await KomandorProcess.RunAsync(
                development, 0, _limit, "wallet", "send", "--wallet", funded, "--rpc", network.Rpc[1], "--to", address, "--amount", "12.5", "--yes", "--json");
            string id = JsonDocument.Parse(sent).RootElement.GetProperty("transactionId").GetString()!;

            for (int member = 0; member < 4; member++)
            {
                JsonElement transaction = await network.CallAsync(member, "transaction_get", new { id, waitMs = 20_000 });
                Assert.Equal("final", transaction.GetProperty("state").GetString());
            }

            before = await network.AgreementAsync(_limit);
            Assert.Equal(0, await network.StopAsync());
        }

        await using (RunningNetwork again = await RunningNetwork.StartAsync(data))
        {
            (ulong height, _) = await again.AgreementAsync(_limit);
            Assert.True(height >= before.Height, "The second start forgot blocks.");
            string shown = await KomandorProcess.RunAsync(secrets, 0, _limit, "wallet", "balance", "--wallet", wallet, "--rpc", again.Rpc[2], "--json");
            Assert.Contains("1250000000", shown, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Replay_WhileAMemberIsKilled_LosesNothingAndDoublesNothing()
    {
        await using RunningNetwork network = await RunningNetwork.StartAsync();
        Task<string> replay = KomandorProcess.RunAsync(
            null, 0, TimeSpan.FromMinutes(4), "replay", Testing.Repository.At("tests/data/payments/bitcoin-300025.jsonl"),
            "--rpc", string.Join(',', network.Rpc), "--json");
        await Task.Delay(TimeSpan.FromSeconds(4), TestContext.Current.CancellationToken);
        KomandorProcess.Signal(await network.ProcessIdAsync(3), "KILL");

        JsonElement result = JsonDocument.Parse(await replay).RootElement;
        Assert.Equal(460, result.GetProperty("payments").GetInt32());
        Assert.Equal(460, result.GetProperty("final").GetInt32());
        Assert.Equal(0, result.GetProperty("refused").GetInt32());
        Assert.True(result.GetProperty("supplyConserved").GetBoolean());
        await network.AgreementAsync(_limit);
        for (int member = 0; member < 4; member++)
        {
            Assert.True((await network.CallAsync(member, "state_supply")).GetProperty("conserved").GetBoolean());
        }
    }

    [Fact]
    public async Task Killed_OneOfFour_TheOthersGoOnAndItCatchesUp()
    {
        await using RunningNetwork network = await RunningNetwork.StartAsync();
        int before = await network.ProcessIdAsync(2);
        KomandorProcess.Signal(before, "KILL");
        DateTime end = DateTime.UtcNow + _limit;
        while (await network.ProcessIdAsync(2) == before)
        {
            Assert.True(DateTime.UtcNow < end, "The supervisor did not start the member again.");
            await Task.Delay(100, TestContext.Current.CancellationToken);
        }

        await network.AgreementAsync(_limit);
        while ((await network.GetAsync(2, "/readyz")).Status != HttpStatusCode.OK)
        {
            Assert.True(DateTime.UtcNow < end, (await network.GetAsync(2, "/readyz")).Body);
            await Task.Delay(200, TestContext.Current.CancellationToken);
        }

        ulong height = ulong.Parse((await network.CallAsync(2, "chain_info")).GetProperty("height").GetString()!, CultureInfo.InvariantCulture);
        Assert.True(height >= 0);
    }
}
