using System.Text.Json;

namespace Komandor.EndToEnd.Tests;

/// <summary>History that no process keeps whole: docs/protocol/archive.md.</summary>
public sealed class HistoryTests
{
    private const int Absent = 3;
    private const ulong ExpiredRounds = 160;

    // Beyond what is forgotten: the ancient window, the expired rounds, and some more.
    private const ulong AwayRounds = 26 + ExpiredRounds + 20;

    private static readonly TimeSpan _limit = TimeSpan.FromSeconds(60);

    // Half a minute beside other work.
    [Fact]
    [Trait("lane", "nightly")]
    public async Task GivenUp_OneProcessKilledAndItsDiskEmptied_IsReadInOneCallAndRepaired()
    {
        await using RunningNetwork network = await RunningNetwork.StartAsync(
            null, "--set", "Development:SegmentSizeBytes=16000", "--set", "Development:LeastHistoryBlocks=8", "--set", "HistoryBlocks=8",
            "--set", $"ExpiredRounds={ExpiredRounds}", "--set", "StateIndex=true");
        await network.ReplayAsync(SmallPayments.Write(network.Data, "early", 24), 4, 0, 1, 2, 3);
        (string transaction, ulong height, string block) = await NewestPaymentAsync(network);

        // Without its identity no start succeeds: it is away for as long as the file is.
        string folder = Path.Combine(network.Data, $"member-{Absent + 1}");
        string identity = Path.Combine(folder, "identity.json");
        (_, ulong round) = await network.PlaceAsync(Absent);
        File.Move(identity, identity + ".away");
        KomandorProcess.Signal(await network.ProcessIdAsync(Absent), "KILL");
        for (int part = 0; (await network.PlaceAsync(0)).Round < round + AwayRounds; part++)
        {
            Assert.True(part < 20, "The rounds do not advance.");
            await network.ReplayAsync(SmallPayments.Write(network.Data, $"part {part}", 50), 2, 0, 1, 2);
        }

        for (int member = 0; member < Absent; member++)
        {
            int one = member;
            await network.UntilAsync(async () => (await HistoryAsync(network, one)).WholeFrom > height, _limit, $"member {member + 1} gave the block up");
            await RequireReadAsync(network, one, transaction, height, block);

            // Its certificate may be given up with it: then the headers above show it.
            JsonElement proof = await network.CallAsync(member, "transaction_prove", new { id = transaction });
            Assert.NotEmpty(proof.GetProperty("header").GetProperty("certificate").GetString()!);
        }

        // It comes back with its key alone.
        Directory.Delete(Path.Combine(folder, "store"), recursive: true);
        Directory.Delete(Path.Combine(folder, "state"), recursive: true);
        Array.ForEach(Directory.GetFiles(folder, "index.sqlite*"), File.Delete);
        File.Move(identity + ".away", identity);
        await network.ReadyAsync(Absent, _limit);
        await network.UntilAsync(
            async () => await HistoryAsync(network, Absent) is { Segments: > 0 } history && history.Pieces == history.Segments && history.WholeFrom > height,
            _limit, "the emptied member has all its pieces again");
        await network.UntilAsync(
            async () => (await network.BlocksAsync(Absent, height))[^1] == block, _limit, "the emptied member's index has the old block");
        await RequireReadAsync(network, Absent, transaction, height, block);
        await network.AgreementAsync(_limit);

        // Its index of the state was made anew, and names the same coins.
        JsonElement paid = (await network.CallAsync(0, "transaction_get", new { id = transaction })).GetProperty("outputs")[0];
        string[] coins = await ProvedAsync(network, 0, paid);
        Assert.NotEmpty(coins);
        Assert.Equal(coins, await ProvedAsync(network, Absent, paid));
    }

    private static async Task<string[]> ProvedAsync(RunningNetwork network, int member, JsonElement paid)
    {
        JsonElement page = await network.CallAsync(member, "address_prove", new { address = paid.GetProperty("lock").GetString(), limit = 200 });
        return [.. page.GetProperty("coins").EnumerateArray().Select(coin => coin.GetProperty("key").GetString()!)];
    }

    // The executed transaction that stands in the newest block which has one.
    private static async Task<(string Transaction, ulong Height, string Block)> NewestPaymentAsync(RunningNetwork network)
    {
        for ((ulong height, _) = await network.PlaceAsync(0); height > 0; height--)
        {
            JsonElement details = await network.CallAsync(0, "chain_block", new { height });
            foreach (JsonElement receipt in details.GetProperty("receipts").EnumerateArray())
            {
                if (receipt.GetProperty("executed").GetBoolean())
                {
                    return (receipt.GetProperty("transactionId").GetString()!, height, details.GetProperty("summary").GetProperty("id").GetString()!);
                }
            }
        }

        throw new InvalidOperationException("No block holds a payment.");
    }

    // Each in one call, from pieces: the transaction first, so that nothing is here yet.
    private static async Task RequireReadAsync(RunningNetwork network, int member, string transaction, ulong height, string block)
    {
        JsonElement found = await network.CallAsync(member, "transaction_get", new { id = transaction });
        Assert.Equal("final", found.GetProperty("state").GetString());
        JsonElement details = await network.CallAsync(member, "chain_block", new { height });
        Assert.Equal(block, details.GetProperty("summary").GetProperty("id").GetString());
        Assert.Contains(details.GetProperty("receipts").EnumerateArray(), receipt => receipt.GetProperty("transactionId").GetString() == transaction);
    }

    private static async Task<(ulong WholeFrom, ulong Segments, ulong Pieces)> HistoryAsync(RunningNetwork network, int member)
    {
        JsonElement status = await network.CallAsync(member, "network_status");
        return status.TryGetProperty("history", out JsonElement history) && history.ValueKind == JsonValueKind.Object
            ? (RunningNetwork.Number(history, "wholeFrom"), RunningNetwork.Number(history, "segments"), RunningNetwork.Number(history, "pieces"))
            : default;
    }
}
