using Komandor.Cryptography.Curve25519;
using Komandor.Cryptography.Proofs;

namespace Komandor.Cryptography.Tests.MoneroCompat;

/// <summary>Monero's encoding and challenges of ring signatures.</summary>
/// <param name="Head">What every step's challenge begins with.</param>
internal readonly record struct MoneroSuite(byte[] Head) : IRingSuite
{
    public static void Write(ReadOnlySpan<EdwardsPoint> points, Span<byte> encoded)
    {
        for (int index = 0; index < points.Length; index++)
        {
            points[index].Write(encoded.Slice(32 * index, 32));
        }
    }

    public Scalar Challenge(RingTerms ring, ReadOnlySpan<byte> left, ReadOnlySpan<byte> right) =>
        MoneroGroup.HashToScalar([.. Head, .. left, .. right]);
}
