namespace Komandor.Wallet.Private.Disclosure;

/// <summary>Why a proof of a payment, of a spend or of a reserve is refused: docs/protocol/private-wallet.md §8.</summary>
public enum DisclosureFault
{
    /// <summary>It holds.</summary>
    None = 0,

    /// <summary>D1: the text is no proof, or parts of it are malformed.</summary>
    Malformed = 1,

    /// <summary>D2: it is of another chain.</summary>
    OtherChain = 2,

    /// <summary>D3: a transaction, output or note that it names does not exist.</summary>
    Unknown = 3,

    /// <summary>D4: the equations do not hold: it was made for another message, transaction, image or chain, or by nobody who could.</summary>
    Proof = 4,

    /// <summary>D5: the output pays another address than the proof says, or the note another value.</summary>
    Disagrees = 5,

    /// <summary>D6: a note of a reserve is spent.</summary>
    Spent = 6,
}
