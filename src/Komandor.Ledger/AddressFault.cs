namespace Komandor.Ledger;

/// <summary>Why a text is not an address: docs/protocol/addresses.md §3.</summary>
public enum AddressFault
{
    /// <summary>It is one.</summary>
    None = 0,

    /// <summary>Rule A1: the text is not bech32m, or its checksum is wrong.</summary>
    NotBech32m = 1,

    /// <summary>Rule A2: the prefix is another network's.</summary>
    WrongNetwork = 2,

    /// <summary>Rule A3: the version is unknown.</summary>
    UnknownVersion = 3,

    /// <summary>Rule A4: the payload is not canonical, or its lock breaks a rule or is longer than 512 bytes.</summary>
    MalformedPayload = 4,

    /// <summary>Rule A5: a key is not acceptable.</summary>
    KeyNotAcceptable = 5,
}
