namespace Komandor.Ledger;

/// <summary>Why a genesis is refused: docs/protocol/ledger.md §9.</summary>
public enum GenesisFault
{
    /// <summary>It is not.</summary>
    None = 0,

    /// <summary>Rule G1: the text is not JSON of the documented shape.</summary>
    MalformedJson = 1,

    /// <summary>Rule G2: the network's name or the address prefix is malformed.</summary>
    MalformedNetwork = 2,

    /// <summary>Rule G3: the time is not after 1970.</summary>
    MalformedTime = 3,

    /// <summary>Rule G4: a parameter is out of its range.</summary>
    ParameterOutOfRange = 4,

    /// <summary>Rule G5: the members make no roster, or a key is not acceptable.</summary>
    MalformedRoster = 5,

    /// <summary>Rule G6: an allocation goes to neither an address of this network and shard nor a lock.</summary>
    MalformedRecipient = 6,

    /// <summary>Rule G7: an allocation has no amount, or a malformed asset or label.</summary>
    MalformedAllocation = 7,

    /// <summary>Rule G8: more KMCC than 5·10⁹ · 10⁸ units, or another asset beyond 64 bits.</summary>
    SupplyTooLarge = 8,
}
