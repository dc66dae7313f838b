using System.Text.Json;

namespace Komandor.EndToEnd.Tests;

/// <summary>Members pause a pool from the command line.</summary>
[Trait("lane", "nightly")]
public sealed class PausePoolTests
{
    private static readonly TimeSpan _limit = TimeSpan.FromSeconds(60);

    private readonly Dictionary<string, string> _development = new() { ["KOMANDOR_WALLET_PASSPHRASE"] = "development" };

    [Fact]
    public async Task Pause_SignedByThreeOfFour_StopsAllButWhatLeaves()
    {
        await using RunningNetwork network = await RunningNetwork.StartAsync();
        string order = Path.Combine(network.Data, "order");
        await PauseAsync(0, "make", "--pool", "shielded", "--out", order, "--rpc", network.Rpc[0]);
        string[] copies = [.. Enumerable.Range(1, 3).Select(member => order + member)];
        for (int member = 0; member < copies.Length; member++)
        {
            File.Copy(order, copies[member]);
            await PauseAsync(
                0, "sign", copies[member], "--data", Path.Combine(network.Data, $"member-{member + 1}"), "--genesis", Path.Combine(network.Data, "genesis.json"), "--yes");
        }

        JsonElement two = await PauseAsync(0, "combine", copies[0], copies[1], "--out", order, "--rpc", network.Rpc[1]);
        Assert.False(two.GetProperty("enough").GetBoolean());
        await PauseAsync(2, "submit", order, "--rpc", network.Rpc[1]);
        await PauseAsync(0, "combine", order, copies[2], "--out", order, "--rpc", network.Rpc[1]);
        JsonElement paused = await PauseAsync(0, "submit", order, "--rpc", network.Rpc[1]);
        Assert.Equal("final", paused.GetProperty("state").GetString());

        await network.AgreementAsync(_limit);
        string status = await KomandorProcess.RunAsync(null, 0, _limit, "status", "--rpc", network.Rpc[3]);
        Assert.Matches("Shielded pool: .* paused until ", status);
        Assert.Matches("Ring pool: .* open", status);
        Assert.Contains("paused until", (await network.GetAsync(2, "/")).Body, StringComparison.Ordinal);

        string hidden = await AddressAsync(network, "--private");
        string shown = await AddressAsync(network);
        await SendAsync(network, 1, hidden, "shielded");
        await SendAsync(network, 0, shown, "shielded");
        await SendAsync(network, 0, hidden, "ring");
    }

    private static async Task<JsonElement> PauseAsync(int expectedCode, params string[] arguments) =>
        JsonDocument.Parse(await KomandorProcess.RunAsync(null, expectedCode, _limit, ["pause", .. arguments, "--json"])).RootElement.Clone();

    private async Task<string> AddressAsync(RunningNetwork network, params string[] more) => JsonDocument.Parse(await KomandorProcess.RunAsync(
        _development, 0, _limit, ["wallet", "address", "--wallet", Path.Combine(network.Data, "wallet"), "--rpc", network.Rpc[0], "--json", .. more])).RootElement.GetProperty("address").GetString()!;

    private Task<string> SendAsync(RunningNetwork network, int expectedCode, string to, string tier) => KomandorProcess.RunAsync(
        _development, expectedCode, _limit, "wallet", "send", "--wallet", Path.Combine(network.Data, "wallet"), "--rpc", network.Rpc[0], "--to", to, "--amount", "2", "--privacy", tier,
        "--yes", "--json");
}
