using System.Net;

namespace Komandor.Node.Api;

/// <summary>How many of something each address has at once, so that one cannot take the places of all. Addresses that share are those of <see cref="AddressLimiter"/>.</summary>
/// <param name="limit">The most for one address, 1 or more.</param>
internal sealed class AddressCounter(int limit)
{
    private readonly Lock _gate = new();
    private readonly Dictionary<UInt128, int> _counts = [];

    /// <summary>Takes a place; false when the address has as many as it may.</summary>
    internal bool TryEnter(IPAddress? address)
    {
        UInt128 key = AddressLimiter.Key(address ?? IPAddress.None);
        lock (_gate)
        {
            int count = _counts.GetValueOrDefault(key);
            if (count == limit)
            {
                return false;
            }

            _counts[key] = count + 1;
            return true;
        }
    }

    /// <summary>Gives a place back.</summary>
    internal void Leave(IPAddress? address)
    {
        UInt128 key = AddressLimiter.Key(address ?? IPAddress.None);
        lock (_gate)
        {
            if (--_counts[key] == 0)
            {
                _counts.Remove(key);
            }
        }
    }
}
