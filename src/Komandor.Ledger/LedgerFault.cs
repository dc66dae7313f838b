namespace Komandor.Ledger;

/// <summary>Why a transaction is refused: one member for each rule of docs/protocol/ledger.md, whose number it has, and of docs/protocol/private-money.md, 100 above its number.</summary>
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

    /// <summary>Rule N1: the tier of a bundle is none.</summary>
    UnknownTier = 101,

    /// <summary>Rule N2: the proofs are of another version.</summary>
    UnknownProofVersion = 102,

    /// <summary>Rule N3: the asset has no pools.</summary>
    AssetNotPrivate = 103,

    /// <summary>Rule N4: the tier does not allow such a number of private inputs or outputs.</summary>
    PrivateCount = 104,

    /// <summary>Rule N5: with private inputs something enters, or without them nothing does or something leaves.</summary>
    EntersAndLeaves = 105,

    /// <summary>Rule N6: private inputs stand beside transparent ones, or there are none of either.</summary>
    MixedInputs = 106,

    /// <summary>Rule N7: a point of the bundle is not canonical, or neutral.</summary>
    PrivatePoint = 107,

    /// <summary>Rule N8: the excess is not below the order of the group.</summary>
    PrivateScalar = 108,

    /// <summary>Rule N9: the private inputs do not ascend strictly by tag or image.</summary>
    TagsNotAscending = 109,

    /// <summary>Rule N10: the members of a ring do not ascend strictly, or leave the range of indices.</summary>
    MembersNotAscending = 110,

    /// <summary>Rule N11: two private outputs have one key.</summary>
    OutputTwice = 111,

    /// <summary>Rule N12: the proofs are not as long as the bundle asks for.</summary>
    ProofLength = 112,

    /// <summary>Rule N13: the commitments do not balance.</summary>
    PrivateBalance = 113,

    /// <summary>Rule N14: what enters or leaves and the fee sum to 2⁶⁴ or more.</summary>
    AmountOverflow = 114,

    /// <summary>Rule N21: a tag or image is spent.</summary>
    TagSpent = 121,

    /// <summary>Rule N22: the anchor is none, not yet known, or too old.</summary>
    AnchorUnknown = 122,

    /// <summary>Rule N23: a cover set does not exist at the anchor, or holds too few notes.</summary>
    SetTooSmall = 123,

    /// <summary>Rule N24: a ring member is not below the size at the newest anchor.</summary>
    MemberUnknown = 124,

    /// <summary>Rule N25: the pool has too few notes for rings.</summary>
    PoolTooSmall = 125,

    /// <summary>Rule N26: more leaves the pool than is in it.</summary>
    PoolOverdrawn = 126,

    /// <summary>Rule N27: the pool is paused, and the transaction takes nothing out of it.</summary>
    PoolPaused = 127,

    /// <summary>Rule N28: a ring signature does not hold.</summary>
    RingSignature = 128,

    /// <summary>Rule N29: a spend proof does not hold.</summary>
    SpendProof = 129,

    /// <summary>Rule N30: the range proof does not hold.</summary>
    RangeProof = 130,

    /// <summary>Rule N31: a membership proof does not hold.</summary>
    MembershipProof = 131,

    /// <summary>Rule N32: the fee is not exactly its work at the epoch's price.</summary>
    PrivateFee = 132,

    /// <summary>Rule N41: an order names no pool.</summary>
    UnknownPool = 141,

    /// <summary>Rule N42: the pool was paused another number of times than the order says.</summary>
    OrderOutOfTurn = 142,

    /// <summary>Rule N43: the signatures of an order are not those of more than two thirds of the weight.</summary>
    OrderNotSigned = 143,
}
