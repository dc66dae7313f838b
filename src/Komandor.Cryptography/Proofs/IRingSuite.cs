using Komandor.Cryptography.Curve25519;

namespace Komandor.Cryptography.Proofs;

/// <summary>What differs between chains that use CLSAG: how points are written, how keys are hashed to points, and how challenges are.</summary>
/// <remarks>Komandor's is <see cref="RingSuite"/>; the tests have another, of a foreign chain.</remarks>
internal interface IRingSuite
{
    /// <summary>Writes each point's 32 bytes.</summary>
    static abstract void Write(ReadOnlySpan<EdwardsPoint> points, Span<byte> encoded);

    /// <summary>The challenge of the step after the one with these two points.</summary>
    Scalar Challenge(RingTerms ring, ReadOnlySpan<byte> left, ReadOnlySpan<byte> right);
}
