namespace Komandor.Cryptography.Vrf;

/// <summary>Why a proof of an output was refused: the rules of docs/protocol/vrf.md §2.</summary>
internal enum VrfFault
{
    /// <summary>The proof is valid.</summary>
    None,

    /// <summary>V1: the key is not 32 bytes or the proof not 80.</summary>
    Length,

    /// <summary>V2: the key is not the canonical encoding of a point, or of small order.</summary>
    Key,

    /// <summary>V3: the proof's point is not the canonical encoding of a point.</summary>
    Point,

    /// <summary>V4: the proof's response is not below ℓ.</summary>
    Scalar,

    /// <summary>V5: the challenge is another.</summary>
    Challenge,
}
