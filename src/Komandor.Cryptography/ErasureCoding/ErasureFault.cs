namespace Komandor.Cryptography.ErasureCoding;

/// <summary>Why pieces were refused: the rules of docs/protocol/erasure-code.md §3, in the order in which they are checked.</summary>
public enum ErasureFault
{
    /// <summary>The pieces were restored.</summary>
    None,

    /// <summary>EC1: another number of pieces than the code needs.</summary>
    Count,

    /// <summary>EC2: a place that is not below the code's total, or that two pieces claim.</summary>
    Place,

    /// <summary>EC3: pieces of different lengths, or empty ones.</summary>
    Length,
}
