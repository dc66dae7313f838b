namespace Komandor.Ledger;

/// <summary>Why a transaction is refused: one member for each rule of docs/protocol/ledger.md; the number is the rule's.</summary>
public enum LedgerFault
{
    /// <summary>It is not.</summary>
    None = 0,

    /// <summary>Rule L1: the bytes are not a canonical encoding, or a list or byte string is longer than its field allows.</summary>
    NotCanonical = 1,

    /// <summary>Rule L2: the encoding is larger than 128 KiB.</summary>
    TooLarge = 2,

    /// <summary>Rule L3: the version of the body is unknown.</summary>
    UnknownVersion = 3,

    /// <summary>Rule L4: it uses no object.</summary>
    NoInputs = 4,

    /// <summary>Rule L5: the inputs do not ascend strictly by object id.</summary>
    InputsNotAscending = 5,

    /// <summary>Rule L6: an output has an unknown type.</summary>
    UnknownObjectType = 6,

    /// <summary>Rule L7: an output continues an input that is not there.</summary>
    ContinuesNoInput = 7,

    /// <summary>Rule L8: two outputs continue one input.</summary>
    ContinuesInputTwice = 8,

    /// <summary>Rule L9: an output continues a coin.</summary>
    ContinuesCoin = 9,

    /// <summary>Rule L10: a coin has no amount.</summary>
    ZeroAmount = 10,

    /// <summary>Rule L11: a record's type name is empty.</summary>
    EmptyRecordName = 11,

    /// <summary>Rule L12: the validity window ends before it begins.</summary>
    EmptyValidityWindow = 12,

    /// <summary>Rule L13: a lock nests deeper than 8 levels.</summary>
    LockTooDeep = 13,

    /// <summary>Rule L14: a lock has more than 64 leaves.</summary>
    LockTooLarge = 14,

    /// <summary>Rule L15: a group of a lock has fewer than two parts.</summary>
    LockGroupTooSmall = 15,

    /// <summary>Rule L16: a threshold asks for none or for more than its parts.</summary>
    LockThresholdOutOfRange = 16,

    /// <summary>Rule L17: the openings of an input do not ascend strictly by leaf.</summary>
    OpeningsNotAscending = 17,

    /// <summary>Rule L18: an opening names a leaf that its lock has not.</summary>
    OpeningOfNoLeaf = 18,

    /// <summary>Rule L19: it is for another chain.</summary>
    WrongChain = 19,

    /// <summary>Rule L20: it is for another shard.</summary>
    WrongShard = 20,

    /// <summary>Rule L21: a lock of an output names a key that is not a canonical point of the prime-order subgroup.</summary>
    KeyNotAcceptable = 21,

    /// <summary>Rule L22: the openings of an input do not open its lock.</summary>
    LockNotOpened = 22,

    /// <summary>Rule L23: an opening is not needed to open its lock.</summary>
    OpeningNotNeeded = 23,

    /// <summary>Rule L24: a preimage does not hash to its leaf.</summary>
    WrongPreimage = 24,

    /// <summary>Rule L25: a signature is not of this body by the key of its leaf.</summary>
    WrongSignature = 25,

    /// <summary>Rule L26: the block is earlier than the validity window.</summary>
    NotYetValid = 26,

    /// <summary>Rule L27: the block is later than the validity window.</summary>
    Expired = 27,

    /// <summary>Rule L28: the validity window ends too far after the block.</summary>
    ValidTooLong = 28,

    /// <summary>Rule L29: an input names an object that does not exist.</summary>
    ObjectNotFound = 29,

    /// <summary>Rule L30: an input names another version of its object.</summary>
    WrongObjectVersion = 30,

    /// <summary>Rule L31: an input names an object that belongs to the ledger itself.</summary>
    SystemObject = 31,

    /// <summary>Rule L32: the lock that the witness carries is not the object's.</summary>
    WrongLock = 32,

    /// <summary>Rule L33: an opening relies on a time that has not come.</summary>
    LockTooEarly = 33,

    /// <summary>Rule L34: an opening relies on a time that has passed.</summary>
    LockTooLate = 34,

    /// <summary>Rule L35: an output continues an object under another type.</summary>
    ContinuesOtherType = 35,

    /// <summary>Rule L36: the fee is less than its work at the epoch's price.</summary>
    FeeTooLow = 36,

    /// <summary>Rule L37: the KMCC that goes in less what comes out is not the fee.</summary>
    FeeNotExact = 37,

    /// <summary>Rule L38: an asset other than KMCC does not balance.</summary>
    AssetNotBalanced = 38,
}
