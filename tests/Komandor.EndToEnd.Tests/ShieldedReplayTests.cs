using System.Text.Json;

namespace Komandor.EndToEnd.Tests;

/// <summary>Payments of a real block, each made by shielded notes, over four processes.</summary>
public sealed class ShieldedReplayTests
{
    private const string File = "tests/data/payments/bitcoin-300025.jsonl";

    [Fact]
    public async Task Replay_TheFirstPaymentsShielded_AreFinalAndConserveTheSupply()
    {
        await using RunningNetwork network = await RunningNetwork.StartAsync();
        JsonElement report = await ReplayAsync(network, TimeSpan.FromMinutes(2), "--limit", "10");
        Assert.Equal(10, report.GetProperty("final").GetInt32());
        await network.AgreementAsync(TimeSpan.FromSeconds(60));
    }

    [Fact]
    [Trait("lane", "nightly")]
    public async Task Replay_TheWholeBlockShielded_IsFinalAndConservesTheSupply()
    {
        await using RunningNetwork network = await RunningNetwork.StartAsync();
        JsonElement report = await ReplayAsync(network, TimeSpan.FromMinutes(60));
        Assert.Equal(460, report.GetProperty("final").GetInt32());
        Assert.InRange(report.GetProperty("shieldedTransactions").GetInt32(), 1_558, 2_300);
        await network.AgreementAsync(TimeSpan.FromSeconds(60));
    }

    private static async Task<JsonElement> ReplayAsync(RunningNetwork network, TimeSpan limit, params string[] more)
    {
        string output = await KomandorProcess.RunAsync(
            null, 0, limit,
            ["replay", Testing.Repository.At(File), "--rpc", string.Join(',', network.Rpc), "--privacy", "shielded", "--json", .. more]);
        JsonElement report = JsonDocument.Parse(output).RootElement.Clone();
        Assert.Equal(0, report.GetProperty("refused").GetInt32());
        Assert.True(report.GetProperty("supplyConserved").GetBoolean());
        Assert.Equal(0, report.GetProperty("findings").GetArrayLength());
        Assert.True(report.GetProperty("shieldedTransactions").GetInt32() >= report.GetProperty("final").GetInt32(), output);
        return report;
    }
}
