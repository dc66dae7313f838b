using System.Numerics;
using static Komandor.Cryptography.Tests.Oracles.SlowScalar;

namespace Komandor.Cryptography.Tests.Oracles;

/// <summary>The verifier of range-proofs.md, written from the document alone.</summary>
internal static class SlowRange
{
    internal const int Bits = 64;

    internal static SlowVerdict Verify(byte[] context, byte[] commitments, byte[] proof)
    {
        int count = commitments.Length / 32;
        if (commitments.Length != 32 * count)
        {
            return SlowVerdict.P2;
        }

        if (count is < 1 or > 16)
        {
            return SlowVerdict.P1;
        }

        int rounds = Rounds(count);
        if (proof.Length != 192 + (64 * rounds))
        {
            return SlowVerdict.P2;
        }

        SlowReader reader = new();
        BigInteger[] responses = reader.Scalars(proof, 3 + (2 * rounds), 3);
        SlowPoint[] statement = reader.Points(commitments, 0, count);
        SlowPoint[] points = reader.Points(proof, 0, 3 + (2 * rounds));
        Challenges challenges = Draw(context, commitments, proof, rounds);
        reader.RequireChallenges([challenges.Y, challenges.Z, .. challenges.X, challenges.E]);
        if (reader.Verdict == SlowVerdict.Valid)
        {
            reader.Require(SlowPoint.Sum(Equation(statement, points, responses, challenges)).IsNeutral, SlowVerdict.P8);
        }

        return reader.Verdict;
    }

    internal static int Rounds(int count) => BitOperations.Log2(Bits * BitOperations.RoundUpToPowerOf2((uint)count));

    /// <summary>The challenges of §4.</summary>
    internal static Challenges Draw(byte[] context, byte[] commitments, byte[] proof, int rounds)
    {
        SlowTranscript transcript = new("komandor.range.1", context);
        transcript.Append("count", commitments.Length / 32).Append("commitments", commitments).Append("A", SlowReader.Part(proof, 0));
        BigInteger y = transcript.Challenge("y");
        BigInteger z = transcript.Challenge("z");
        BigInteger[] x = new BigInteger[rounds];
        for (int round = 0; round < rounds; round++)
        {
            transcript.Append("L", SlowReader.Part(proof, 3 + round)).Append("R", SlowReader.Part(proof, 3 + rounds + round));
            x[round] = transcript.Challenge("x");
        }

        transcript.Append("A1", SlowReader.Part(proof, 1)).Append("B", SlowReader.Part(proof, 2));
        return new(y, z, x, transcript.Challenge("e"));
    }

    /// <summary>The terms of §5, in the order of its lines.</summary>
    internal static List<(BigInteger Scalar, SlowPoint Point)> Equation(
        SlowPoint[] statement, SlowPoint[] points, BigInteger[] responses, Challenges challenges)
    {
        (BigInteger y, BigInteger z, BigInteger[] x, BigInteger e) = challenges;
        (BigInteger r1, BigInteger s1, BigInteger d1) = (responses[0], responses[1], responses[2]);
        int rounds = x.Length;
        int length = 1 << rounds;
        BigInteger[] d = [.. Enumerable.Range(0, length).Select(i => Power(z, 2 * ((i / Bits) + 1)) * BigInteger.Pow(2, i % Bits))];
        BigInteger sumOfD = d.Aggregate(BigInteger.Zero, (sum, term) => sum + term);
        BigInteger sumOfY = Enumerable.Range(1, length).Aggregate(BigInteger.Zero, (sum, i) => sum + Power(y, i));
        BigInteger last = Power(y, length + 1);
        List<(BigInteger, SlowPoint)> terms =
        [
            (d1, SlowGenerators.B),
            ((r1 * y * s1) + (e * e * ((last * z * sumOfD) + (((z * z) - z) * sumOfY))), SlowGenerators.V),
        ];
        BigInteger inverse = Invert(y);
        BigInteger[] inverseX = [.. x.Select(Invert)];
        for (int i = 0; i < length; i++)
        {
            terms.Add(((e * r1 * Power(inverse, i) * Product(x, inverseX, i)) + (e * e * z), SlowGenerators.Generator("range.left", i)));
            terms.Add((
                (e * s1 * Product(x, inverseX, length - 1 - i)) - (e * e * z) - (e * e * d[i] * Power(y, length - i)),
                SlowGenerators.Generator("range.right", i)));
        }

        terms.AddRange([(-(e * e), points[0]), (-e, points[1]), (-1, points[2])]);
        for (int round = 0; round < rounds; round++)
        {
            BigInteger square = x[round] * x[round];
            terms.Add((-(e * e) * square, points[3 + round]));
            terms.Add((-(e * e) * Invert(Modulo(square)), points[3 + rounds + round]));
        }

        terms.AddRange(statement.Select((commitment, j) => (-(e * e) * last * Power(z, 2 * (j + 1)), commitment)));
        return terms;
    }

    /// <summary>sᵢ; with every bit of i exchanged, s̄ᵢ.</summary>
    private static BigInteger Product(BigInteger[] x, BigInteger[] inverseX, int i)
    {
        BigInteger product = BigInteger.One;
        for (int round = 0; round < x.Length; round++)
        {
            bool isSet = ((i >> (x.Length - 1 - round)) & 1) == 1;
            product = Modulo(product * (isSet ? x[round] : inverseX[round]));
        }

        return product;
    }

    internal sealed record Challenges(BigInteger Y, BigInteger Z, BigInteger[] X, BigInteger E);
}
