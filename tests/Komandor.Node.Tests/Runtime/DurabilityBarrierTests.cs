using Komandor.Node.Runtime;
using Komandor.State;

namespace Komandor.Node.Tests.Runtime;

public sealed class DurabilityBarrierTests
{
    [Fact]
    public async Task Enqueue_WhatWasWrittenBefore_IsDurableWhenItIsToldAndInOrder()
    {
        MemoryKeyValueStore store = new();
        DurabilityBarrier barrier = new(store, () =>
        {
            KeyValueBatch note = new();
            note.Put([2], [7]);
            return note;
        });
        List<int> told = [];
        KeyValueBatch batch = new();
        batch.Put([1], [42]);
        store.Write(batch, durable: false);
        for (int index = 0; index < 20; index++)
        {
            int number = index;
            barrier.Enqueue(() => told.Add(number));
        }

        Task running = Task.Run(barrier.Run, TestContext.Current.CancellationToken);
        barrier.Complete();
        await running;
        store.Crash();
        Assert.Equal(Enumerable.Range(0, 20), told);
        Assert.Equal([42], store.Get([1]));
        Assert.Equal([7], store.Get([2]));
    }
}
