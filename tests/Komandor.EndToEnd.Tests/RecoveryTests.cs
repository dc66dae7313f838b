namespace Komandor.EndToEnd.Tests;

/// <summary>What a network keeps when its processes die.</summary>
public sealed class RecoveryTests
{
    private const ulong ExpiredRounds = 160;

    // Beyond what is forgotten: the ancient window, the expired rounds, and some more.
    private const ulong AwayRounds = 26 + ExpiredRounds + 40;

    private static readonly TimeSpan _limit = TimeSpan.FromSeconds(60);

    [Fact]
    public async Task Replay_WhileAMemberIsKilled_LosesNothingAndDoublesNothing()
    {
        await using RunningNetwork network = await RunningNetwork.StartAsync();
        Task<System.Text.Json.JsonElement> replay = network.ReplayAsync(
            Testing.Repository.At("tests/data/payments/bitcoin-300025.jsonl"), 256, Enumerable.Range(0, 4));
        await network.UntilAsync(async () => (await network.PlaceAsync(0)).Height >= 3, _limit, "the replay is under way");
        int before = await network.ProcessIdAsync(3);
        KomandorProcess.Signal(before, "KILL");

        Assert.Equal(460, (await replay).GetProperty("payments").GetInt32());
        await network.RestartedAsync(3, before, _limit);
        await network.ReadyAsync(3, _limit);
        await RequireEqualAsync(network, []);
    }

    [Fact]
    public async Task KilledAtOnce_AllFourWhilePaying_KeepWhatTheyCalledFinal()
    {
        await using RunningNetwork network = await RunningNetwork.StartAsync();
        await network.ReplayAsync(SmallPayments.Write(network.Data, "before", 20), 256, 0);
        (ulong height, _) = await network.PlaceAsync(0);
        string?[] blocks = await network.BlocksAsync(0, height);
        Assert.All(blocks, Assert.NotNull);
        Task<System.Text.Json.JsonElement> replay = network.ReplayAsync(
            SmallPayments.Write(network.Data, "during", 200), 16, Enumerable.Range(0, 4));
        await network.UntilAsync(async () => (await network.PlaceAsync(0)).Height >= height + 3, _limit, "the replay is under way");

        int[] before = await Task.WhenAll(Enumerable.Range(0, 4).Select(network.ProcessIdAsync));
        Array.ForEach(before, process => KomandorProcess.Signal(process, "KILL"));

        // It waits for every payment, and looks for each of its coins on every member.
        await replay;
        for (int member = 0; member < 4; member++)
        {
            await network.RestartedAsync(member, before[member], _limit);
            await network.ReadyAsync(member, _limit);
        }

        await RequireEqualAsync(network, blocks);
    }

    [Fact]
    public async Task Away_BeyondTheWindow_LearnsACertifiedStateAndServesOldBlocks()
    {
        await using RunningNetwork network = await RunningNetwork.StartAsync(null, "--set", $"ExpiredRounds={ExpiredRounds}");
        await network.ReplayAsync(SmallPayments.Write(network.Data, "together", 10), 4, 0, 1, 2, 3);
        (_, ulong round) = await network.PlaceAsync(3);

        // Without its identity no start succeeds: it is away for as long as the file is.
        string identity = Path.Combine(network.Data, "member-4", "identity.json");
        File.Move(identity, identity + ".away");
        KomandorProcess.Signal(await network.ProcessIdAsync(3), "KILL");
        for (int part = 0; (await network.PlaceAsync(0)).Round < round + AwayRounds; part++)
        {
            Assert.True(part < 20, "The rounds do not advance.");
            await network.ReplayAsync(SmallPayments.Write(network.Data, $"part {part}", 60), 2, 0, 1, 2);
        }

        File.Move(identity + ".away", identity);
        await network.UntilAsync(
            async () => (await network.LogAsync(3)).Contains("Learned the certified state", StringComparison.Ordinal), _limit, "member 4 learned a state");
        await network.ReadyAsync(3, _limit);

        (ulong height, _) = await network.AgreementAsync(_limit);
        string?[] blocks = await network.BlocksAsync(0, height);
        Assert.All(blocks, Assert.NotNull);
        await network.UntilAsync(async () => Enumerable.SequenceEqual(blocks, await network.BlocksAsync(3, height)), _limit, "member 4 serves the old blocks");
        await network.ReplayAsync(SmallPayments.Write(network.Data, "after", 10), 256, 3);
        await RequireEqualAsync(network, blocks);
    }

    [Fact]
    public async Task KilledSupervisor_LeavesNoProcessBehind()
    {
        await using RunningNetwork network = await RunningNetwork.StartAsync();
        int[] processes = await Task.WhenAll(
            Enumerable.Range(0, 4).Select(network.ProcessIdAsync).Append(network.ProcessIdAsync("wallet-pages")));
        Assert.All(processes, process => Assert.True(KomandorProcess.IsRunning(process)));
        KomandorProcess.Signal(network.SupervisorId, "KILL");
        await network.UntilAsync(
            () => Task.FromResult(!processes.Any(KomandorProcess.IsRunning)), TimeSpan.FromSeconds(20), "the members ended with their supervisor");
    }

    // The same blocks, from the given ones on, the same state, and as much money as ever, on every member.
    private static async Task RequireEqualAsync(RunningNetwork network, string?[] known)
    {
        (ulong height, _) = await network.AgreementAsync(_limit);
        string?[] blocks = await network.BlocksAsync(0, height);
        Assert.All(blocks, Assert.NotNull);
        Assert.Equal(known, blocks.Take(known.Length));
        for (int member = 0; member < network.Rpc.Count; member++)
        {
            int one = member;
            await network.UntilAsync(async () => Enumerable.SequenceEqual(blocks, await network.BlocksAsync(one, height)), _limit, $"member {member + 1} has all blocks");
            Assert.True((await network.CallAsync(member, "state_supply")).GetProperty("conserved").GetBoolean());
        }
    }
}
