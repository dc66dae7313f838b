namespace Komandor.Primitives;

/// <summary>Why bytes are not the canonical encoding of a value: docs/protocol/encoding.md.</summary>
public enum EncodingFault
{
    /// <summary>They are.</summary>
    None = 0,

    /// <summary>Rule C1: the bytes end before the value does.</summary>
    Truncated = 1,

    /// <summary>Rule C2: bytes follow the value.</summary>
    TrailingBytes = 2,

    /// <summary>Rule C3: a variable-length integer is longer than it needs to be, or exceeds 64 bits.</summary>
    NonMinimalInteger = 3,

    /// <summary>Rule C4: a number lies outside the range that its field allows.</summary>
    OutOfRange = 4,

    /// <summary>Rule C5: a byte string or list is longer than its field allows.</summary>
    TooLong = 5,

    /// <summary>Rule C6: a truth value or a tag is none of those defined.</summary>
    UnknownTag = 6,

    /// <summary>Rule C7: a list that must ascend strictly does not.</summary>
    NotAscending = 7,

    /// <summary>Rule C8: text is not well-formed UTF-8, or holds a control character.</summary>
    MalformedText = 8,
}
