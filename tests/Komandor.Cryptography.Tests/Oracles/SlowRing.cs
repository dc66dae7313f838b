using System.Numerics;

namespace Komandor.Cryptography.Tests.Oracles;

/// <summary>The verifier of ring-signatures.md, written from the document alone.</summary>
internal static class SlowRing
{
    internal const int Members = 16;

    internal static SlowVerdict Verify(byte[] context, byte[] ring, byte[] image, byte[] offset, byte[] proof)
    {
        if (ring.Length % 64 != 0)
        {
            return SlowVerdict.P2;
        }

        if (ring.Length / 64 != Members)
        {
            return SlowVerdict.P1;
        }

        if (image.Length != 32 || offset.Length != 32 || proof.Length != 576)
        {
            return SlowVerdict.P2;
        }

        SlowReader reader = new();
        BigInteger[] scalars = reader.Scalars(proof, 1, 1 + Members);
        SlowPoint keyImage = reader.Points(image, 0, 1)[0];
        SlowPoint d = reader.Points(proof, 0, 1)[0];
        SlowPoint commitment = reader.Points(offset, 0, 1)[0];
        SlowPoint[] members = reader.Points(ring, 0, 2 * Members);
        (BigInteger Key, BigInteger Commitment, byte[] State) weights = Draw(context, ring, image, offset, SlowReader.Part(proof, 0));
        reader.RequireChallenges(weights.Key, weights.Commitment);
        if (reader.Verdict == SlowVerdict.Valid)
        {
            reader.Require(GoAround(weights, members, [keyImage, d, commitment], scalars) == scalars[0], SlowVerdict.P8);
        }

        return reader.Verdict;
    }

    /// <summary>μP, μC and Σ of §3.</summary>
    internal static (BigInteger Key, BigInteger Commitment, byte[] State) Draw(byte[] context, byte[] ring, byte[] image, byte[] offset, byte[] d)
    {
        SlowTranscript transcript = new("komandor.ring.1", context);
        transcript.Append("ring", ring).Append("image", image).Append("offset", offset).Append("D", d);
        return (transcript.Challenge("key"), transcript.Challenge("commitment"), transcript.State);
    }

    /// <summary>The challenge of the step with the points L and R.</summary>
    internal static BigInteger Step(byte[] state, SlowPoint left, SlowPoint right)
    {
        SlowTranscript step = new(state);
        return step.Append("left", SlowRistretto.Encode(left)).Append("right", SlowRistretto.Encode(right)).Challenge("round");
    }

    /// <summary>c₁₆, where <paramref name="points"/> are I, D and C′.</summary>
    internal static BigInteger GoAround(
        (BigInteger Key, BigInteger Commitment, byte[] State) weights, SlowPoint[] members, SlowPoint[] points, BigInteger[] scalars)
    {
        SlowPoint j = (weights.Key * points[0]) + (weights.Commitment * points[1]);
        BigInteger challenge = scalars[0];
        for (int i = 0; i < Members; i++)
        {
            (SlowPoint key, SlowPoint commitment, BigInteger response) = (members[2 * i], members[(2 * i) + 1], scalars[1 + i]);
            SlowPoint w = SlowPoint.Sum([(weights.Key, key), (weights.Commitment, commitment - points[2])]);
            SlowPoint left = SlowPoint.Sum([(response, SlowGenerators.B), (challenge, w)]);
            SlowPoint right = SlowPoint.Sum([(response, SlowGenerators.Image(key)), (challenge, j)]);
            challenge = Step(weights.State, left, right);
        }

        return challenge;
    }
}
