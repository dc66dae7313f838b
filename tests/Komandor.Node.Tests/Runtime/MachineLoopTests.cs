using Komandor.Node.Runtime;
using Komandor.Replica;
using Komandor.Replica.Inputs;

namespace Komandor.Node.Tests.Runtime;

public sealed class MachineLoopTests
{
    [Fact]
    public async Task Post_FromTheMachineItself_GoesBeforeWhatWaitsOutside()
    {
        List<ReplicaInput> seen = [];
        MachineLoop? loop = null;
        using ManualResetEventSlim open = new();
        BlockDurable inside = new(7);
        loop = new MachineLoop(
            "test",
            (ReplicaInput input, in Moment _, List<ReplicaEffect> _) =>
            {
                open.Wait(TestContext.Current.CancellationToken);
                seen.Add(input);
                if (seen.Count == 1)
                {
                    loop!.Post(inside);
                }
            },
            (_, _) => { },
            TimeProvider.System);
        Task running = loop.Start();
        Tick first = new();
        Tick second = new();
        Assert.True(loop.TryPost(first));
        Assert.True(loop.TryPost(second));
        open.Set();
        loop.Complete();
        await running;
        Assert.Equal(new ReplicaInput[] { first, inside, second }, seen);
    }

    [Fact]
    public async Task Run_AMachineThatThrows_EndsTheTaskAndLetsNobodyWait()
    {
        MachineLoop loop = new(
            "test",
            (ReplicaInput _, in Moment _, List<ReplicaEffect> _) => throw new IOException("the disk failed"),
            (_, _) => { },
            TimeProvider.System);
        Task running = loop.Start();
        loop.TryPost(new Tick());
        await Assert.ThrowsAsync<IOException>(() => running);
        Assert.False(loop.TryPost(new Tick()));
        loop.Post(new Tick());
        await Assert.ThrowsAsync<System.Threading.Channels.ChannelClosedException>(
            async () => await loop.PostAsync(new Tick(), TestContext.Current.CancellationToken));
    }

    [Fact]
    public void Now_CalledTwice_DrawsAnotherCoinAndNeverGoesBack()
    {
        MachineLoop loop = new("test", (ReplicaInput _, in Moment _, List<ReplicaEffect> _) => { }, (_, _) => { }, TimeProvider.System);
        Moment first = loop.Now();
        Moment second = loop.Now();
        Assert.NotEqual(first.Coin, second.Coin);
        Assert.True(second.ElapsedUs >= first.ElapsedUs);
    }
}
