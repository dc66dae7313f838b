using Komandor.Primitives;

namespace Komandor.Replica;

/// <summary>The states that are being given to peers, which are not pruned meanwhile: docs/protocol/gossip.md §8.</summary>
/// <remarks>One a peer, so bounded. A pin ends when its peer asks for nothing for <paramref name="idleUs"/>, which is the patience of one that learns.</remarks>
/// <param name="idleUs">How long a pin outlasts the last question, in microseconds.</param>
internal sealed class StatePins(long idleUs)
{
    private readonly Dictionary<MemberId, (ulong Version, long AtUs)> _pins = [];

    /// <summary>A peer is given a part of a state.</summary>
    /// <param name="peer">The peer.</param>
    /// <param name="version">The state's version; the pin of another one ends.</param>
    /// <param name="nowUs">The time, on the clock of <see cref="Moment.ElapsedUs"/>.</param>
    public void Pin(MemberId peer, ulong version, long nowUs) => _pins[peer] = (version, nowUs);

    /// <summary>The oldest version that is still being given; the greatest number when there is none.</summary>
    /// <param name="nowUs">The time.</param>
    public ulong Oldest(long nowUs)
    {
        ulong oldest = ulong.MaxValue;
        foreach ((MemberId peer, (ulong version, long atUs)) in _pins)
        {
            if (nowUs - atUs > idleUs)
            {
                _pins.Remove(peer);
            }
            else
            {
                oldest = Math.Min(oldest, version);
            }
        }

        return oldest;
    }
}
