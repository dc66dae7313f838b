using Komandor.Consensus;
using Komandor.Primitives;

namespace Komandor.Replica;

/// <summary>Events that were verified lately, so that one that comes again, from whomever, is not verified again. Any thread may use it.</summary>
/// <param name="maxEvents">The most events; the oldest goes first.</param>
/// <param name="maxSizeBytes">The most bytes of their encodings.</param>
internal sealed class VerifiedEvents(int maxEvents, long maxSizeBytes)
{
    private readonly Lock _gate = new();
    private readonly Dictionary<EventId, CheckedEvent> _byId = [];
    private readonly Queue<CheckedEvent> _inOrder = [];
    private long _sizeBytes;

    /// <summary>The same event with the same signature; null when it is not known. The id does not cover the signature.</summary>
    public CheckedEvent? Find(SignedEvent signed)
    {
        lock (_gate)
        {
            return _byId.TryGetValue(signed.Id, out CheckedEvent? known) && known.Event.Signed.Signature == signed.Signature ? known : null;
        }
    }

    /// <summary>Keeps an event; one that is known already stays as it is.</summary>
    public void Add(CheckedEvent verified)
    {
        lock (_gate)
        {
            if (!_byId.TryAdd(verified.Event.Signed.Id, verified))
            {
                return;
            }

            _inOrder.Enqueue(verified);
            _sizeBytes += verified.Event.Signed.Encoded.Length;
            while (_byId.Count > maxEvents || _sizeBytes > maxSizeBytes)
            {
                SignedEvent oldest = _inOrder.Dequeue().Event.Signed;
                _byId.Remove(oldest.Id);
                _sizeBytes -= oldest.Encoded.Length;
            }
        }
    }
}
