using System.Numerics;

namespace Komandor.Cryptography.Tests.Oracles;

/// <summary>The verifier of representation.md, written from the document alone.</summary>
internal static class SlowRelation
{
    /// <summary>The table of §2: an equation is the image's point and its terms, each a secret and a base.</summary>
    private static readonly Dictionary<string, Form> _forms = new()
    {
        ["komandor.opening.1"] = new(1, 2, [(0, [(0, "V"), (1, "B")])]),
        ["komandor.equal.1"] = new(3, 1, [(0, [(0, "B")]), (2, [(0, "1")])]),
        ["komandor.spend.1"] = new(4, 5,
        [
            (0, [(0, "F"), (1, "K"), (2, "V"), (3, "B")]),
            (1, [(2, "V"), (4, "B")]),
            (3, [(0, "2"), (1, "K")]),
        ]),
    };

    internal static SlowVerdict Verify(string name, byte[] context, byte[] points, byte[] proof)
    {
        Form form = _forms[name];
        int equations = form.Equations.Length;
        if (points.Length != 32 * form.Points || proof.Length != 32 * (equations + form.Secrets))
        {
            return SlowVerdict.P2;
        }

        SlowReader reader = new();
        BigInteger[] responses = reader.Scalars(proof, equations, form.Secrets);
        SlowPoint[] statement = reader.Points(points, 0, form.Points);
        SlowPoint[] commitments = reader.Points(proof, 0, equations);
        BigInteger e = Draw(name, context, points, proof);
        reader.RequireChallenges(e);
        for (int j = 0; j < equations && reader.Verdict == SlowVerdict.Valid; j++)
        {
            reader.Require(SlowPoint.Sum(Equation(name, j, statement, commitments, responses, e)).IsNeutral, SlowVerdict.P8);
        }

        return reader.Verdict;
    }

    /// <summary>The challenge of §3.</summary>
    internal static BigInteger Draw(string name, byte[] context, byte[] points, byte[] proof)
    {
        SlowTranscript transcript = new(name, context);
        return transcript.Append("points", points).Append("commitments", proof[..(32 * _forms[name].Equations.Length)]).Challenge("e");
    }

    /// <summary>Equation j of §4: the terms of the secrets, then the commitment, then the image.</summary>
    internal static List<(BigInteger Scalar, SlowPoint Point)> Equation(
        string name, int j, SlowPoint[] statement, SlowPoint[] commitments, BigInteger[] responses, BigInteger e)
    {
        (int image, (int Secret, string Base)[] terms) = _forms[name].Equations[j];
        List<(BigInteger, SlowPoint)> sum = [.. terms.Select(term => (responses[term.Secret], BaseOf(term.Base, statement)))];
        sum.AddRange([(-1, commitments[j]), (-e, statement[image])]);
        return sum;
    }

    private static SlowPoint BaseOf(string name, SlowPoint[] statement) => name switch
    {
        "B" => SlowGenerators.B,
        "V" => SlowGenerators.V,
        "F" => SlowGenerators.F,
        "K" => SlowGenerators.K,
        _ => statement[int.Parse(name, null)],
    };

    private sealed record Form(int Points, int Secrets, (int Image, (int Secret, string Base)[] Terms)[] Equations);
}
