using System.Threading.Channels;
using Komandor.State;

namespace Komandor.Node.Runtime;

/// <summary>Tells when what was written before is on the disk, at one flush for all that wait.</summary>
/// <remarks>The machines' threads write without waiting, so that they read their own writes at once; what must be durable before it is
/// shown to others passes here. While one flush runs, the next ones gather.</remarks>
/// <param name="store">The member's store.</param>
/// <param name="flushState">Flushes the state, whose log must reach at least as far as the store after a power loss, and gives what the store shall note of it.</param>
internal sealed class DurabilityBarrier(IKeyValueStore store, Func<KeyValueBatch> flushState)
{
    // Bounded by the machines: each waits for what it handed in before it goes on far.
    private readonly Channel<Action> _waiting = Channel.CreateBounded<Action>(
        new BoundedChannelOptions(4096) { SingleReader = true, FullMode = BoundedChannelFullMode.Wait });

    /// <summary>Calls <paramref name="durable"/> once all that was written before this call is on the disk, in the order of the calls.</summary>
    internal void Enqueue(Action durable)
    {
        SpinWait wait = default;
        while (!_waiting.Writer.TryWrite(durable))
        {
            wait.SpinOnce();
        }
    }

    /// <summary>Flushes until <see cref="Complete"/>; a disk that fails throws, and the member stops.</summary>
    internal void Run()
    {
        List<Action> batch = [];
        while (_waiting.Reader.WaitToReadAsync().AsTask().GetAwaiter().GetResult())
        {
            while (_waiting.Reader.TryRead(out Action? next))
            {
                batch.Add(next);
            }

            store.Write(flushState(), durable: true);
            foreach (Action durable in batch)
            {
                durable();
            }

            batch.Clear();
        }
    }

    /// <summary>Lets <see cref="Run"/> end after what waits.</summary>
    internal void Complete() => _waiting.Writer.TryComplete();
}
