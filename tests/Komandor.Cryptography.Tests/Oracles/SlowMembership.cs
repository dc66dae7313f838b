using System.Numerics;
using static Komandor.Cryptography.Tests.Oracles.SlowScalar;

namespace Komandor.Cryptography.Tests.Oracles;

/// <summary>The verifier of membership.md, written from the document alone.</summary>
internal static class SlowMembership
{
    internal const int Radix = 4;

    /// <summary>The set's hash: BLAKE2b of 32 bytes, which is no prefix of that of 64.</summary>
    internal static byte[] HashOf(byte[] notes)
    {
        byte[] hash = new byte[32];
        Blake2b.Hash(new HashDomain("komandor.cover"), [.. SlowTranscript.U32(notes.Length / 32), .. notes], hash);
        return hash;
    }

    /// <summary>m.</summary>
    internal static int DigitsOf(int places)
    {
        int digits = 0;
        for (int power = 1; power < places; power *= Radix)
        {
            digits++;
        }

        return digits;
    }

    internal static SlowVerdict Verify(byte[] notes, byte[] context, byte[] offset, byte[] zero, byte[] proof)
    {
        int places = (notes.Length / 32) + 1;
        SlowReader reader = new();
        reader.Require(notes.Length % 32 == 0, SlowVerdict.P2);
        reader.Require(places is >= 2 and <= 16_384, SlowVerdict.P1);
        SlowPoint[] set = reader.Verdict == SlowVerdict.Valid ? reader.Points(notes, 0, places - 1) : [];
        if (reader.Verdict != SlowVerdict.Valid)
        {
            return reader.Verdict;
        }

        int digits = DigitsOf(places);
        if (offset.Length != 32 || zero.Length != 32 || proof.Length != 128 * (digits + 1))
        {
            return SlowVerdict.P2;
        }

        BigInteger[] scalars = reader.Scalars(proof, 2 + digits, (3 * digits) + 2);
        SlowPoint[] statement = [.. reader.Points(offset, 0, 1), .. reader.Points(zero, 0, 1)];
        SlowPoint[] points = reader.Points(proof, 0, 2 + digits);
        BigInteger x = Draw(HashOf(notes), context, offset, zero, proof);
        reader.RequireChallenges(x);
        if (reader.Verdict == SlowVerdict.Valid)
        {
            BigInteger[,] f = Digits(scalars, x, digits);
            reader.Require(SlowPoint.Sum(DigitTerms(points, scalars, f, x)).IsNeutral, SlowVerdict.P8);
            reader.Require(SlowPoint.Sum(SetTerms(set, statement, points, scalars, f, x)).IsNeutral, SlowVerdict.P8);
        }

        return reader.Verdict;
    }

    /// <summary>x of §3.</summary>
    internal static BigInteger Draw(byte[] setHash, byte[] context, byte[] offset, byte[] zero, byte[] proof)
    {
        SlowTranscript transcript = new("komandor.membership.1", context);
        transcript.Append("set", setHash).Append("offset", offset).Append("zero", zero);
        int digits = (proof.Length / 128) - 1;
        transcript.Append("A", SlowReader.Part(proof, 0)).Append("B", SlowReader.Part(proof, 1)).Append("G", proof[64..(64 + (32 * digits))]);
        return transcript.Challenge("x");
    }

    /// <summary>f, with the entries of value 0 filled in.</summary>
    internal static BigInteger[,] Digits(BigInteger[] scalars, BigInteger x, int digits)
    {
        BigInteger[,] f = new BigInteger[digits, Radix];
        for (int digit = 0; digit < digits; digit++)
        {
            f[digit, 0] = x;
            for (int value = 1; value < Radix; value++)
            {
                f[digit, value] = scalars[(3 * digit) + value - 1];
                f[digit, 0] -= f[digit, value];
            }
        }

        return f;
    }

    /// <summary>The first equation of §4.</summary>
    internal static List<(BigInteger Scalar, SlowPoint Point)> DigitTerms(SlowPoint[] points, BigInteger[] scalars, BigInteger[,] f, BigInteger x)
    {
        List<(BigInteger, SlowPoint)> terms = [(1, points[0]), (x, points[1]), (-scalars[^2], SlowGenerators.B)];
        for (int place = 0; place < f.Length; place++)
        {
            BigInteger entry = f[place / Radix, place % Radix];
            terms.Add((-entry, SlowGenerators.Generator("membership.digit", place)));
            terms.Add((-entry * (x - entry), SlowGenerators.Generator("membership.square", place)));
        }

        return terms;
    }

    /// <summary>The second equation of §4: <paramref name="set"/> begins with N₁, <paramref name="statement"/> is N′ and C′.</summary>
    internal static List<(BigInteger Scalar, SlowPoint Point)> SetTerms(
        SlowPoint[] set, SlowPoint[] statement, SlowPoint[] points, BigInteger[] scalars, BigInteger[,] f, BigInteger x)
    {
        int digits = f.Length / Radix;
        List<(BigInteger Scalar, SlowPoint Point)> terms = [.. set.Select((note, index) => (Product(f, index + 1), note))];
        BigInteger sum = terms.Aggregate(BigInteger.Zero, (total, term) => total + term.Scalar);
        terms.AddRange([(-sum, statement[0]), (Power(x, digits) - sum, statement[1]), (-scalars[^1], SlowGenerators.B)]);
        terms.AddRange(Enumerable.Range(0, digits).Select(k => (-Power(x, k), points[2 + k])));
        return terms;
    }

    /// <summary>tᵢ.</summary>
    private static BigInteger Product(BigInteger[,] f, int place)
    {
        BigInteger product = BigInteger.One;
        for (int digit = 0; digit < f.Length / Radix; digit++)
        {
            product = Modulo(product * f[digit, (place >> (2 * digit)) & (Radix - 1)]);
        }

        return product;
    }
}
