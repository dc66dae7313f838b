namespace Komandor.Ledger;

/// <summary>Why a block, header or certificate is refused: one member for each rule of docs/protocol/blocks.md.</summary>
public enum BlockFault
{
    /// <summary>It is not.</summary>
    None = 0,

    /// <summary>Rule B1: the bytes are not a canonical encoding.</summary>
    NotCanonical = 1,

    /// <summary>Rule B2: a transaction of the body breaks a static rule.</summary>
    TransactionMalformed = 2,

    /// <summary>Rule B3: the transactions are not those of the header's root.</summary>
    WrongTransactionsRoot = 3,

    /// <summary>Rule B4: the receipts are not those of the header's root.</summary>
    WrongReceiptsRoot = 4,

    /// <summary>Rule B5: the executed receipts are not those of the transactions, in their order.</summary>
    ReceiptsDiffer = 5,

    /// <summary>Rule B6: the version of the protocol is unknown.</summary>
    UnknownProtocolVersion = 6,

    /// <summary>Rule B7: the header is of another chain or shard.</summary>
    WrongChain = 7,

    /// <summary>Rule B8: the header names another roster than the one that is to certify it.</summary>
    WrongRoster = 8,

    /// <summary>Rule B9: the certificate is of another block.</summary>
    WrongBlock = 9,

    /// <summary>Rule B10: a signer is no member of the roster.</summary>
    UnknownMember = 10,

    /// <summary>Rule B11: a member signs twice, or the signers do not ascend.</summary>
    SignersNotAscending = 11,

    /// <summary>Rule B12: the signers weigh two thirds or less.</summary>
    TooLittleWeight = 12,

    /// <summary>Rule B13: a signature is wrong.</summary>
    WrongSignature = 13,

    /// <summary>Rule B14: the header is not later than the trusted one, or does not follow it.</summary>
    NotAfterTrusted = 14,

    /// <summary>Rule B15: the trusted header is older than the weak-subjectivity period.</summary>
    TrustExpired = 15,

    /// <summary>Rule B16: two headers do not conflict: they are one, or differ in chain, shard or height.</summary>
    NoConflict = 16,

    /// <summary>Rule B17: more headers above one than may be, or one that does not name the header below it as its parent.</summary>
    NotLinked = 17,
}
