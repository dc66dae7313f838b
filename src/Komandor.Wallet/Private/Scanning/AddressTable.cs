using Komandor.Ledger.Private;
using Komandor.Primitives;
using Komandor.Wallet.Private.Keys;

namespace Komandor.Wallet.Private.Scanning;

/// <summary>The own addresses by which a note's key is recognised: those that were given out, twenty more, and the one for change.</summary>
/// <remarks>docs/protocol/private-wallet.md §4.</remarks>
internal sealed class AddressTable
{
    /// <summary>How many numbers past the last that was given out are looked for.</summary>
    internal const ulong LookAhead = 20;

    /// <summary>The number of the address that change comes back to: it is given to nobody.</summary>
    internal const ulong ChangeNumber = 1UL << 63;

    private readonly IncomingViewKey _key;
    private readonly Dictionary<Hash256, ulong> _numbers = [];
    private readonly Dictionary<ulong, UInt128> _diversifiers = [];
    private ulong _next;

    /// <summary>A table over the first <paramref name="given"/> numbers and those ahead.</summary>
    internal AddressTable(IncomingViewKey key, ulong given)
    {
        _key = key;
        Add(ChangeNumber);
        Extend(given);
    }

    /// <summary>The numbers below this one were given out, or found to be used.</summary>
    internal ulong Given { get; private set; }

    /// <summary>The diversifier of a number that the table holds.</summary>
    internal UInt128 DiversifierOf(ulong number) => _diversifiers[number];

    /// <summary>The number of the address whose Q₂ or Q₃ is <paramref name="key"/>; null when it is none of these.</summary>
    internal ulong? Find(Hash256 key) => _numbers.TryGetValue(key, out ulong number) ? number : null;

    /// <summary>Counts the first <paramref name="given"/> numbers as given out.</summary>
    internal void Extend(ulong given)
    {
        Given = Math.Max(Given, given);
        for (; _next < Given + LookAhead; _next++)
        {
            Add(_next);
        }
    }

    private void Add(ulong number)
    {
        PrivateAddress address = _key.AddressAt("own", number);
        _numbers[address.ShieldedKey] = number;
        _numbers[address.RingKey] = number;
        _diversifiers[number] = address.Diversifier;
    }
}
