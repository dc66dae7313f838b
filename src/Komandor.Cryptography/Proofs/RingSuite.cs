using Komandor.Cryptography.Curve25519;

namespace Komandor.Cryptography.Proofs;

/// <summary>Komandor's encoding and challenges of ring signatures.</summary>
internal readonly struct RingSuite(Transcript transcript) : IRingSuite
{
    /// <inheritdoc/>
    public static void Write(ReadOnlySpan<EdwardsPoint> points, Span<byte> encoded) => Ristretto255.WriteBatch(points, encoded);

    /// <inheritdoc/>
    public Scalar Challenge(RingTerms ring, ReadOnlySpan<byte> left, ReadOnlySpan<byte> right)
    {
        transcript.Resume(ring.State);
        transcript.Append("left"u8, left);
        transcript.Append("right"u8, right);
        return transcript.Challenge("round"u8);
    }
}
