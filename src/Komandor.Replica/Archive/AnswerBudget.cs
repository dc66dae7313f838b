using Komandor.Primitives;

namespace Komandor.Replica.Archive;

/// <summary>Bounds how many parts each peer is given in a second, so that none makes a member read its disk without end: docs/protocol/archive.md, AR6.</summary>
/// <param name="perSecond">The most, 1 or more.</param>
internal sealed class AnswerBudget(int perSecond)
{
    private const long SecondUs = 1_000_000;

    private readonly Dictionary<MemberId, (long FromUs, int Given)> _given = [];

    /// <summary>False when the peer has had its share of this second.</summary>
    public bool TryTake(MemberId peer, long nowUs)
    {
        (long fromUs, int given) = _given.GetValueOrDefault(peer, (nowUs, 0));
        if (nowUs - fromUs >= SecondUs)
        {
            (fromUs, given) = (nowUs, 0);
        }

        _given[peer] = (fromUs, Math.Min(given + 1, perSecond));
        return given < perSecond;
    }

    /// <summary>A peer is gone.</summary>
    public void Forget(MemberId peer) => _given.Remove(peer);
}
