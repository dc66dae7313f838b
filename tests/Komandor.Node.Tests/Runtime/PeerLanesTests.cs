using Komandor.Node.Runtime;
using Komandor.Primitives;

namespace Komandor.Node.Tests.Runtime;

public sealed class PeerLanesTests
{
    private static readonly MemberId _one = new(1);
    private static readonly MemberId _other = new(2);

    [Fact]
    public async Task Add_OfAPeerThatFloods_DelaysNobodyElse()
    {
        using ManualResetEventSlim dear = new();
        TaskCompletionSource cheap = new(TaskCreationOptions.RunContinuationsAsynchronously);
        int atOnce = 0;
        int most = 0;
        PeerLanes<int, object> lanes = new(
            2,
            message =>
            {
                if (message < 1_000)
                {
                    InterlockedMax(ref most, Interlocked.Increment(ref atOnce));
                    dear.Wait(TestContext.Current.CancellationToken);
                    Interlocked.Decrement(ref atOnce);
                }

                return message;
            },
            verified =>
            {
                if (verified is 1_000)
                {
                    cheap.SetResult();
                }

                return ValueTask.CompletedTask;
            },
            () => Assert.Fail("A lane failed."));
        for (int message = 0; message < 1_000; message++)
        {
            lanes.Add(_one, message);
        }

        lanes.Add(_other, 1_000);
        await cheap.Task.WaitAsync(TimeSpan.FromSeconds(20), TestContext.Current.CancellationToken);
        dear.Set();
        await lanes.CompleteAsync();
        Assert.InRange(most, 1, 2);
    }

    [Fact]
    public async Task Deliver_OfOnePeer_IsInTheOrderInWhichItSent()
    {
        List<int> delivered = [];
        PeerLanes<int, object> lanes = new(
            4,
            message =>
            {
                Thread.SpinWait(message % 7 * 1_000);
                return message;
            },
            verified =>
            {
                delivered.Add((int)verified);
                return ValueTask.CompletedTask;
            },
            () => Assert.Fail("A lane failed."));
        for (int message = 0; message < 500; message++)
        {
            lanes.Add(_one, message);
        }

        await lanes.CompleteAsync();
        Assert.Equal(Enumerable.Range(0, 500), delivered);
    }

    [Fact]
    public async Task Verify_ThatThrows_IsToldAndThrownAtTheEnd()
    {
        TaskCompletionSource told = new();
        PeerLanes<int, object> lanes = new(1, _ => throw new OverflowException(), _ => ValueTask.CompletedTask, told.SetResult);
        lanes.Add(_one, 1);
        await told.Task.WaitAsync(TimeSpan.FromSeconds(20), TestContext.Current.CancellationToken);
        await Assert.ThrowsAsync<OverflowException>(lanes.CompleteAsync);
    }

    [Fact]
    public void QuestionGate_OfAPeerAtItsLimit_RefusesItAndNobodyElse()
    {
        QuestionGate gate = new(2);
        Assert.True(gate.TryEnter(_one));
        Assert.True(gate.TryEnter(_one));
        Assert.False(gate.TryEnter(_one));
        Assert.True(gate.TryEnter(_other));
        gate.Leave(_one);
        Assert.True(gate.TryEnter(_one));
        Assert.False(gate.TryEnter(_one));
    }

    private static void InterlockedMax(ref int target, int value)
    {
        int seen = Volatile.Read(ref target);
        while (seen < value)
        {
            int before = Interlocked.CompareExchange(ref target, value, seen);
            seen = before == seen ? value : before;
        }
    }
}
