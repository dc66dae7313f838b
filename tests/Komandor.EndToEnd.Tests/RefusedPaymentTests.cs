using System.Text.Json;

namespace Komandor.EndToEnd.Tests;

/// <summary>Spoilt payments of each tier, offered to real members before and after they are killed.</summary>
[Trait("lane", "nightly")]
public sealed class RefusedPaymentTests
{
    private static readonly TimeSpan _limit = TimeSpan.FromSeconds(60);

    private readonly Dictionary<string, string> _development = new() { ["KOMANDOR_WALLET_PASSPHRASE"] = "development" };
    private readonly Dictionary<string, string> _secret = new() { ["KOMANDOR_WALLET_PASSPHRASE"] = "only a test" };

    [Fact]
    public async Task Offer_OfSpoiltPayments_IsRefusedBeforeAndAfterAKillAndTheSupplyStays()
    {
        string data = Directory.CreateTempSubdirectory("komandor-e2e-").FullName;
        string payee = Path.Combine(data, "bob.wallet");
        await using RunningNetwork network = await RunningNetwork.StartAsync(data);
        await KomandorProcess.RunAsync(_secret, 0, _limit, "wallet", "create", "--wallet", payee, "--json");
        (string Tier, string Good, string Spoilt, string Fault)[] payments =
        [
            await CaptureAsync(network, payee, "shielded", 32, "RangeProof"),
            await CaptureAsync(network, payee, "ring", 32, "RangeProof"),
            await CaptureAsync(network, payee, "transparent", 33, "WrongSignature"),
        ];
        foreach ((_, _, string spoilt, string fault) in payments)
        {
            Assert.Equal(fault, await OfferAsync(network, 3, spoilt));
        }

        int killed = await network.ProcessIdAsync(3);
        KomandorProcess.Signal(killed, "KILL");
        await network.RestartedAsync(3, killed, _limit);
        await network.ReadyAsync(3, _limit);
        foreach ((_, string good, string spoilt, string fault) in payments)
        {
            Assert.Equal(fault, await OfferAsync(network, 3, spoilt));

            // Nothing was remembered against the payment itself.
            string id = (await network.CallAsync(3, "transaction_submit", new { transaction = good })).GetProperty("id").GetString()!;
            await network.UntilAsync(
                async () => (await network.CallAsync(3, "transaction_get", new { id, waitMs = 5_000 })).GetProperty("state").GetString() == "final", _limit, "the payment is final");
        }

        await network.AgreementAsync(_limit);
        foreach (int member in Enumerable.Range(0, 4))
        {
            Assert.True((await network.CallAsync(member, "state_supply")).GetProperty("conserved").GetBoolean());
            foreach ((string tier, _, string spoilt, string fault) in payments)
            {
                string? said = await OfferAsync(network, member, spoilt);
                Assert.Equal(tier == "transparent" ? fault : "TagSpent", said);
            }
        }
    }

    // What the wallet would have handed in, and the same with one bit of what proves it changed: so many bytes from the end.
    private async Task<(string Tier, string Good, string Spoilt, string Fault)> CaptureAsync(RunningNetwork network, string payee, string tier, int fromEnd, string fault)
    {
        await using CapturingNode node = new(network.Rpc[0]);
        string[] form = tier == "transparent" ? [] : ["--private"];
        string address = JsonDocument.Parse(await KomandorProcess.RunAsync(
            _secret, 0, _limit, ["wallet", "address", "--wallet", payee, "--rpc", network.Rpc[1], "--json", .. form])).RootElement.GetProperty("address").GetString()!;
        await KomandorProcess.RunAsync(
            _development, 1, _limit, "wallet", "send", "--wallet", Path.Combine(network.Data, "wallet"), "--rpc", node.Url, "--to", address, "--amount", "2",
            "--privacy", tier, "--yes", "--json");
        string good = Assert.Single(node.Captured);
        byte[] bytes = Convert.FromHexString(good);
        bytes[^fromEnd] ^= 1;
        return (tier, good, Convert.ToHexStringLower(bytes), fault);
    }

    private static async Task<string?> OfferAsync(RunningNetwork network, int member, string transaction) =>
        await network.RefusalAsync(member, "transaction_submit", new { transaction });
}
