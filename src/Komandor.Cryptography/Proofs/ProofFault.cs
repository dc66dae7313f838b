namespace Komandor.Cryptography.Proofs;

/// <summary>Why a proof was refused: the rules of docs/protocol/transcripts.md §3, in the order in which they are checked.</summary>
internal enum ProofFault
{
    /// <summary>The proof is valid.</summary>
    None,

    /// <summary>P1: the statement has a number of parts that the protocol does not allow.</summary>
    Count,

    /// <summary>P2: the proof or a part of the statement has another length than the statement's numbers ask for.</summary>
    Length,

    /// <summary>P3: a scalar is not canonical.</summary>
    Scalar,

    /// <summary>P4: a scalar is zero.</summary>
    ZeroScalar,

    /// <summary>P5: a point is not canonical.</summary>
    Point,

    /// <summary>P6: a point is the neutral element.</summary>
    Identity,

    /// <summary>P7: a challenge is zero.</summary>
    ZeroChallenge,

    /// <summary>P8: the verification equation does not hold.</summary>
    Equation,
}
