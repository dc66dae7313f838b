using System.Numerics;
using Komandor.Cryptography.Curve25519;
using Komandor.Primitives;

namespace Komandor.Cryptography.Proofs;

/// <summary>Sizes and transcript of range proofs: Bulletproofs+ for values of 64 bits, up to 16 in one proof.</summary>
/// <remarks>docs/protocol/range-proofs.md.
/// <code>
///  0  32   A
/// 32  32   A1
/// 64  32   B
/// 96  32k  L of each of the k rounds
///     32k  R of each
///     32   r1
///     32   s1
///     32   d1
/// </code></remarks>
internal static class RangeProof
{
    /// <summary>The bits of a value.</summary>
    internal const int Bits = 64;

    /// <summary>The most commitments in one proof.</summary>
    internal const int MaximumCount = 16;

    /// <summary>The rounds of the largest proof.</summary>
    internal const int MaximumRounds = 10;

    /// <summary>A, A1 and B.</summary>
    internal const int FixedPoints = 3;

    /// <summary>r1, s1 and d1.</summary>
    internal const int ResponseCount = 3;

    /// <summary>The rounds of a proof of <paramref name="count"/> commitments (1 to 16).</summary>
    internal static int RoundsOf(int count) => BitOperations.Log2((uint)Bits) + BitOperations.Log2(BitOperations.RoundUpToPowerOf2((uint)count));

    /// <summary>The bytes of a proof of <paramref name="count"/> commitments (1 to 16).</summary>
    internal static int SizeBytes(int count) => ProofReader.ItemSizeBytes * (FixedPoints + (2 * RoundsOf(count)) + ResponseCount);

    /// <summary>Begins the transcript with the statement.</summary>
    internal static void Begin(Transcript transcript, Hash256 context, ReadOnlySpan<byte> commitments)
    {
        transcript.Begin("komandor.range.1"u8, context);
        transcript.Append("count"u8, (ulong)(commitments.Length / ProofReader.ItemSizeBytes));
        transcript.Append("commitments"u8, commitments);
    }

    /// <summary>Draws y and z.</summary>
    internal static void Draw(Transcript transcript, ReadOnlySpan<byte> a, out Scalar y, out Scalar z)
    {
        transcript.Append("A"u8, a);
        y = transcript.Challenge("y"u8);
        z = transcript.Challenge("z"u8);
    }

    /// <summary>Draws a round's challenge.</summary>
    internal static Scalar DrawRound(Transcript transcript, ReadOnlySpan<byte> left, ReadOnlySpan<byte> right)
    {
        transcript.Append("L"u8, left);
        transcript.Append("R"u8, right);
        return transcript.Challenge("x"u8);
    }

    /// <summary>Draws the last challenge.</summary>
    internal static Scalar DrawLast(Transcript transcript, ReadOnlySpan<byte> a1, ReadOnlySpan<byte> b)
    {
        transcript.Append("A1"u8, a1);
        transcript.Append("B"u8, b);
        return transcript.Challenge("e"u8);
    }
}
