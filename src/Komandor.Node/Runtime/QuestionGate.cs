using Komandor.Primitives;

namespace Komandor.Node.Runtime;

/// <summary>Bounds the questions of each peer that wait for an answer: they are small to ask and dear to answer (gossip.md §4).</summary>
/// <param name="limit">Questions of one peer, 1 or more.</param>
internal sealed class QuestionGate(int limit)
{
    private readonly Lock _gate = new();
    private readonly Dictionary<MemberId, int> _waiting = [];

    /// <summary>False when as many wait as are allowed: the question is dropped, and whoever asked asks again.</summary>
    internal bool TryEnter(MemberId peer)
    {
        lock (_gate)
        {
            int waiting = _waiting.GetValueOrDefault(peer);
            if (waiting == limit)
            {
                return false;
            }

            _waiting[peer] = waiting + 1;
            return true;
        }
    }

    /// <summary>A question that entered was answered.</summary>
    internal void Leave(MemberId peer)
    {
        lock (_gate)
        {
            _waiting[peer]--;
        }
    }
}
