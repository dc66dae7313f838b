using System.Numerics;
using Komandor.Cryptography.Tests.Curve25519;

namespace Komandor.Cryptography.Tests.Oracles;

/// <summary>Reads the parts of a statement and a proof, and keeps the first broken rule in the order of transcripts.md §3.</summary>
/// <remarks>All scalars before any point, P3 and P4 of one before the next; then P5 and P6 point by point.</remarks>
internal sealed class SlowReader
{
    internal SlowVerdict Verdict { get; private set; }

    internal static byte[] Part(byte[] bytes, int index) => bytes[(32 * index)..(32 * (index + 1))];

    internal void Require(bool holds, SlowVerdict rule) => Verdict = Verdict == SlowVerdict.Valid && !holds ? rule : Verdict;

    internal BigInteger[] Scalars(byte[] bytes, int first, int count)
    {
        BigInteger[] scalars = [.. Enumerable.Range(first, count).Select(index => SlowCurve.Number(Part(bytes, index)))];
        foreach (BigInteger scalar in scalars)
        {
            Require(scalar < SlowCurve.Order, SlowVerdict.P3);
            Require(!scalar.IsZero, SlowVerdict.P4);
        }

        return scalars;
    }

    /// <summary>The points, the neutral one in place of each that is refused.</summary>
    internal SlowPoint[] Points(byte[] bytes, int first, int count)
    {
        SlowPoint[] points = new SlowPoint[count];
        for (int index = 0; index < count; index++)
        {
            SlowPoint? point = SlowRistretto.Decode(Part(bytes, first + index));
            Require(point is not null, SlowVerdict.P5);
            points[index] = point ?? SlowPoint.Neutral;
            Require(!points[index].IsNeutral, SlowVerdict.P6);
        }

        return points;
    }

    internal void RequireChallenges(params BigInteger[] challenges) =>
        Require(challenges.All(challenge => !challenge.IsZero), SlowVerdict.P7);
}
