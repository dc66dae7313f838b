namespace Komandor.Ledger.Blocks;

/// <summary>Why a certificate does not certify a header: docs/protocol/blocks.md §4.</summary>
public enum CertificateFault
{
    /// <summary>It does.</summary>
    None = 0,

    /// <summary>Rule B1: it is of another header.</summary>
    OtherHeader = 1,

    /// <summary>Rule B2: the roster is not the one that the header names, such as that of another epoch.</summary>
    OtherRoster = 2,

    /// <summary>Rule B3: a signer is not in the roster.</summary>
    UnknownSigner = 3,

    /// <summary>Rule B4: the signers do not ascend strictly: one signs twice.</summary>
    SignerTwice = 4,

    /// <summary>Rule B5: the signers' weight is not more than two thirds.</summary>
    TooLittleWeight = 5,

    /// <summary>Rule B6: a signature is wrong.</summary>
    WrongSignature = 6,
}
