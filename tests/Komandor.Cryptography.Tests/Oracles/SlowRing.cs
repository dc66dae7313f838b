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
        SlowTranscript transcript = new("komandor.ring.1", context);
        transcript.Append("ring", ring).Append("image", image).Append("offset", offset).Append("D", SlowReader.Part(proof, 0));
        BigInteger forKeys = transcript.Challenge("key");
        BigInteger forCommitments = transcript.Challenge("commitment");
        reader.RequireChallenges(forKeys, forCommitments);
        if (reader.Verdict == SlowVerdict.Valid)
        {
            BigInteger closing = GoAround(
                transcript.State, members, commitment, scalars, (forKeys, forCommitments), (forKeys * keyImage) + (forCommitments * d));
            reader.Require(closing == scalars[0], SlowVerdict.P8);
        }

        return reader.Verdict;
    }

    /// <summary>c₁₆.</summary>
    private static BigInteger GoAround(
        byte[] state, SlowPoint[] members, SlowPoint offset, BigInteger[] scalars, (BigInteger Key, BigInteger Commitment) weights, SlowPoint j)
    {
        BigInteger challenge = scalars[0];
        for (int i = 0; i < Members; i++)
        {
            (SlowPoint key, SlowPoint commitment, BigInteger response) = (members[2 * i], members[(2 * i) + 1], scalars[1 + i]);
            SlowPoint w = SlowPoint.Sum([(weights.Key, key), (weights.Commitment, commitment - offset)]);
            SlowPoint left = SlowPoint.Sum([(response, SlowGenerators.B), (challenge, w)]);
            SlowPoint right = SlowPoint.Sum([(response, SlowGenerators.Image(key)), (challenge, j)]);
            SlowTranscript step = new(state);
            challenge = step.Append("left", SlowRistretto.Encode(left)).Append("right", SlowRistretto.Encode(right)).Challenge("round");
        }

        return challenge;
    }
}
