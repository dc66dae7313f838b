using System.Numerics;
using static Komandor.Cryptography.Tests.Oracles.SlowScalar;

namespace Komandor.Cryptography.Tests.Oracles;

/// <summary>The verifier of secret-sharing.md, written from the document alone.</summary>
internal static class SlowSharing
{
    internal static SlowPoint A => SlowGenerators.Generator("sharing", 0);

    internal static SlowVerdict Verify(byte[] context, int threshold, byte[] keys, byte[] dealing)
    {
        int count = keys.Length / 32;
        if (keys.Length % 32 != 0)
        {
            return SlowVerdict.P2;
        }

        if (count is < 1 or > 256 || threshold < 1 || threshold > count)
        {
            return SlowVerdict.P1;
        }

        if (dealing.Length != 160 * count)
        {
            return SlowVerdict.P2;
        }

        SlowReader reader = new();
        BigInteger[] responses = reader.Scalars(dealing, 4 * count, count);
        SlowPoint[] receivers = reader.Points(keys, 0, count);
        SlowPoint[] points = reader.Points(dealing, 0, 4 * count);
        (BigInteger c, BigInteger[] dual) = Draw(context, threshold, keys, dealing);
        reader.RequireChallenges(c);
        for (int index = 0; index < count && reader.Verdict == SlowVerdict.Valid; index++)
        {
            (SlowPoint v, SlowPoint e) = (points[index], points[count + index]);
            (SlowPoint left, SlowPoint right) = (points[(2 * count) + index], points[(3 * count) + index]);
            reader.Require(SlowPoint.Sum([(responses[index], A), (-1, left), (-c, v)]).IsNeutral, SlowVerdict.P8);
            reader.Require(SlowPoint.Sum([(responses[index], receivers[index]), (-1, right), (-c, e)]).IsNeutral, SlowVerdict.P8);
        }

        if (reader.Verdict == SlowVerdict.Valid)
        {
            reader.Require(SlowPoint.Sum([.. Word(dual, count).Zip(points)]).IsNeutral, SlowVerdict.P8);
        }

        return reader.Verdict;
    }

    internal static (BigInteger Challenge, BigInteger[] Dual) Draw(byte[] context, int threshold, byte[] keys, byte[] dealing)
    {
        SlowTranscript transcript = new("komandor.sharing.1", context);
        transcript.Append("threshold", threshold).Append("keys", keys);
        string[] labels = ["commitments", "shares", "left", "right"];
        for (int part = 0; part < labels.Length; part++)
        {
            transcript.Append(labels[part], dealing[(part * keys.Length)..((part + 1) * keys.Length)]);
        }

        BigInteger challenge = transcript.Challenge("c");
        return (challenge, [.. Enumerable.Range(0, (keys.Length / 32) - threshold).Select(_ => transcript.Challenge("dual"))]);
    }

    /// <summary>λᵢ·f(i) for i from 1 on.</summary>
    internal static IEnumerable<BigInteger> Word(BigInteger[] dual, int count)
    {
        for (int i = 1; i <= count; i++)
        {
            BigInteger denominator = BigInteger.One;
            for (int j = 1; j <= count; j++)
            {
                denominator *= j == i ? 1 : i - j;
            }

            BigInteger value = BigInteger.Zero;
            for (int k = 0; k < dual.Length; k++)
            {
                value += dual[k] * Power(i, k);
            }

            yield return value * Invert(Modulo(denominator));
        }
    }
}
