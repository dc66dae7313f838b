namespace Komandor.Wallet.Private.Offline;

/// <summary>Why a request to sign elsewhere, or its answer, is refused: docs/protocol/private-wallet.md §9.</summary>
public enum OfflineFault
{
    /// <summary>It is good.</summary>
    None = 0,

    /// <summary>CS1: a text that is none, damaged, or with parts that no wallet writes.</summary>
    Malformed = 1,

    /// <summary>CS2: another version.</summary>
    UnknownVersion = 2,

    /// <summary>CS3: of another chain than the wallet or the node.</summary>
    OtherChain = 3,

    /// <summary>CS4: a note whose key the wallet's secrets do not make.</summary>
    OtherWallet = 4,

    /// <summary>CS5: a note that is not worth what is said, or does not stand in its ring.</summary>
    Note = 5,

    /// <summary>CS6: an amount of zero, or notes that do not cover amount and fee.</summary>
    Amount = 6,

    /// <summary>CS7: a fee that is no whole price times the work of the shape.</summary>
    Fee = 7,

    /// <summary>CS8: the parts of the request make another transaction than it names.</summary>
    Changed = 8,

    /// <summary>CS9: an answer to another request.</summary>
    OtherRequest = 9,

    /// <summary>CS10: an answer that signs another transaction than was asked for.</summary>
    Disagrees = 10,

    /// <summary>CS11: a signature that does not hold.</summary>
    Signature = 11,

    /// <summary>CS12: the anchor of the sets has passed out of the window.</summary>
    StaleAnchor = 12,

    /// <summary>CS13: the time by which it had to be handed in has passed.</summary>
    Expired = 13,

    /// <summary>CS14: a part that is cut off or damaged.</summary>
    DamagedPart = 14,

    /// <summary>CS15: parts of different texts.</summary>
    MixedParts = 15,

    /// <summary>CS16: parts are missing.</summary>
    MissingParts = 16,
}
