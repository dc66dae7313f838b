using System.Threading.Channels;
using Komandor.Primitives;

namespace Komandor.Node.Runtime;

/// <summary>Verifies what peers send: in parallel, and for each peer in the order in which it came.</summary>
/// <remarks>
/// Each peer has a lane of its own, so that one whose messages are dear to verify, or who fills its budget, delays itself alone. A lane takes at most
/// <paramref name="width"/> threads at once. What waits in it is bounded by the peer's budget at its link, which a message holds until it is verified.
/// </remarks>
/// <param name="width">Messages of one peer that are verified at once, 1 or more.</param>
/// <param name="verify">Judges a message on the thread pool, and disposes of it; null when nothing is to be delivered.</param>
/// <param name="deliver">Hands in what was verified; a lane waits for it.</param>
/// <param name="failed">Told when a lane ends by an exception, which <see cref="CompleteAsync"/> throws.</param>
internal sealed class PeerLanes<TMessage, TVerified>(
    int width, Func<TMessage, TVerified?> verify, Func<TVerified, ValueTask> deliver, Action failed)
    where TVerified : class
{
    private readonly Dictionary<MemberId, Channel<TMessage>> _lanes = [];
    private readonly List<Task> _running = [];

    /// <summary>Takes a message; never waits. Called by one thread at a time.</summary>
    internal void Add(MemberId peer, TMessage message)
    {
        if (!_lanes.TryGetValue(peer, out Channel<TMessage>? lane))
        {
            lane = Channel.CreateUnbounded<TMessage>(new UnboundedChannelOptions { SingleReader = true });
            _lanes.Add(peer, lane);
            _running.Add(RunAsync(lane.Reader));
        }

        lane.Writer.TryWrite(message);
    }

    /// <summary>Ends when all that was taken is delivered.</summary>
    internal Task CompleteAsync()
    {
        foreach (Channel<TMessage> lane in _lanes.Values)
        {
            lane.Writer.Complete();
        }

        return Task.WhenAll(_running);
    }

    private async Task RunAsync(ChannelReader<TMessage> messages)
    {
        try
        {
            Queue<Task<TVerified?>> verifying = new(width);
            await foreach (TMessage message in messages.ReadAllAsync(CancellationToken.None))
            {
                if (width == 1)
                {
                    // This is a thread of the pool already: another would only have to be woken, and to wake this one.
                    if (verify(message) is TVerified alone)
                    {
                        await deliver(alone);
                    }

                    continue;
                }

                verifying.Enqueue(Task.Run(() => verify(message), CancellationToken.None));
                while (verifying.TryPeek(out Task<TVerified?>? oldest)
                    && (verifying.Count == width || oldest.IsCompleted || !messages.TryPeek(out _)))
                {
                    if (await verifying.Dequeue() is TVerified verified)
                    {
                        await deliver(verified);
                    }
                }
            }
        }
        catch (Exception)
        {
            failed();
            throw;
        }
    }
}
