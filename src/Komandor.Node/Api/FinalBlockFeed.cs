using System.Runtime.CompilerServices;
using System.Threading.Channels;
using Komandor.Api.Messages;

namespace Komandor.Node.Api;

/// <summary>Hands final blocks to whoever follows them. Each follower has a queue of bounded length; one that lets it run full is dropped.</summary>
public sealed class FinalBlockFeed
{
    private const int QueueLength = 1024;

    private readonly Lock _gate = new();
    private readonly List<Channel<BlockSummary>> _followers = [];
    private bool _ended;

    /// <summary>Hands out a block; never waits.</summary>
    public void Publish(BlockSummary block)
    {
        lock (_gate)
        {
            for (int index = _followers.Count - 1; index >= 0; index--)
            {
                if (!_followers[index].Writer.TryWrite(block))
                {
                    _followers[index].Writer.TryComplete();
                    _followers.RemoveAt(index);
                }
            }
        }
    }

    /// <summary>Ends all followers: the node stops.</summary>
    public void End()
    {
        lock (_gate)
        {
            _ended = true;
            foreach (Channel<BlockSummary> follower in _followers)
            {
                follower.Writer.TryComplete();
            }

            _followers.Clear();
        }
    }

    /// <summary>The blocks from now on; ends when the node stops or the follower is too slow.</summary>
    public async IAsyncEnumerable<BlockSummary> FollowAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        Channel<BlockSummary> channel = Channel.CreateBounded<BlockSummary>(new BoundedChannelOptions(QueueLength) { SingleReader = true });
        lock (_gate)
        {
            if (_ended)
            {
                yield break;
            }

            _followers.Add(channel);
        }

        try
        {
            await foreach (BlockSummary block in channel.Reader.ReadAllAsync(cancellationToken).ConfigureAwait(false))
            {
                yield return block;
            }
        }
        finally
        {
            lock (_gate)
            {
                _followers.Remove(channel);
            }
        }
    }
}
