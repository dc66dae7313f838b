using Komandor.Node.Runtime;

namespace Komandor.Node.Tests.Runtime;

public sealed class ForkJoinTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void Run_EveryIndex_IsCalledOnce(int parallelism)
    {
        int[] calls = new int[100];
        new ForkJoin(parallelism).Run(calls.Length, index => Interlocked.Increment(ref calls[index]));
        Assert.All(calls, count => Assert.Equal(1, count));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void Run_ABodyThatThrows_ThrowsTheSameAndNoAggregate(int parallelism)
    {
        InvalidDataException thrown = Assert.Throws<InvalidDataException>(
            () => new ForkJoin(parallelism).Run(10, index => throw new InvalidDataException("damage")));
        Assert.Equal("damage", thrown.Message);
    }
}
