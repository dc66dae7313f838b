namespace Komandor.Ledger;

/// <summary>Why a text is not a lock: docs/protocol/locks.md §4.</summary>
public enum LockTextFault
{
    /// <summary>It is one.</summary>
    None = 0,

    /// <summary>Rule K1: a word is none of key, sha256, after, before, and, or, threshold.</summary>
    UnknownWord = 1,

    /// <summary>Rule K2: a bracket or comma is missing, or text follows the lock.</summary>
    UnexpectedCharacter = 2,

    /// <summary>Rule K3: a key is neither 64 hexadecimal digits nor the address of a key, or is not acceptable.</summary>
    MalformedKey = 3,

    /// <summary>Rule K4: a digest is not 64 hexadecimal digits.</summary>
    MalformedDigest = 4,

    /// <summary>Rule K5: a time is neither ISO 8601 in UTC (to microseconds) nor a count of microseconds.</summary>
    MalformedTime = 5,

    /// <summary>Rule K6: a threshold does not begin with a number from 1 to that of its parts.</summary>
    MalformedThreshold = 6,

    /// <summary>Rule K7: a group has fewer than two parts, or the lock is deeper than 8 levels or has more than 64 leaves.</summary>
    OutsideLimits = 7,
}
