using Komandor.Cryptography.Curve25519;
using Komandor.Cryptography.Proofs;
using Komandor.Primitives;

namespace Komandor.Cryptography.SecretSharing;

/// <summary>Sizes and transcript of dealings: a secret is shared out so that everybody can verify that its receivers can recover it.</summary>
/// <remarks>docs/protocol/secret-sharing.md. For n receivers:
/// <code>
///    0  32n  v: commitments
///  32n  32n  e: encrypted shares
///  64n  32n  R, of the commitments
///  96n  32n  R′, of the shares
/// 128n  32n  z: responses
/// </code></remarks>
internal static class Sharing
{
    /// <summary>The most receivers.</summary>
    internal const int MaximumReceivers = 256;

    /// <summary>Points of a dealing for each receiver.</summary>
    internal const int PointsEach = 4;

    /// <summary>The bytes of a dealing to <paramref name="receivers"/>.</summary>
    internal static int SizeBytes(int receivers) => (PointsEach + 1) * receivers * ProofReader.ItemSizeBytes;

    /// <summary>A, the base of commitments; keys and secrets have B.</summary>
    internal static BaseSet CommitmentBase { get; } = new([Generators.Derive("sharing"u8, 0)]);

    /// <summary>Binds the statement.</summary>
    internal static void Begin(Transcript transcript, Hash256 context, int threshold, ReadOnlySpan<byte> keys)
    {
        transcript.Begin("komandor.sharing.1"u8, context);
        transcript.Append("threshold"u8, (ulong)threshold);
        transcript.Append("keys"u8, keys);
    }

    /// <summary>Binds commitments, shares, R and R′, and draws the challenge.</summary>
    internal static Scalar Draw(Transcript transcript, ReadOnlySpan<byte> points)
    {
        int size = points.Length / PointsEach;
        transcript.Append("commitments"u8, points[..size]);
        transcript.Append("shares"u8, points.Slice(size, size));
        transcript.Append("left"u8, points.Slice(2 * size, size));
        transcript.Append("right"u8, points[(3 * size)..]);
        return transcript.Challenge("c"u8);
    }
}
