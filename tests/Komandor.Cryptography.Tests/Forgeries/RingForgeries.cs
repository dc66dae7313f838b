using System.Numerics;
using Komandor.Cryptography.Proofs;
using Komandor.Cryptography.Tests.Curve25519;
using Komandor.Cryptography.Tests.Oracles;
using Komandor.Cryptography.Tests.Proofs;

namespace Komandor.Cryptography.Tests.Forgeries;

/// <summary>Attempts to sign without a key, under a second image, or for another value.</summary>
public sealed class RingForgeries
{
    private const int Place = 3;

    [Fact]
    public void WeightsKnownBeforehand_ASignerWithoutAKey_IsRefused()
    {
        // With μP and μC known, C′ and D can be solved so that W = w·B and J = w·I(P) for a w of the forger's choice, under any image. Both are hashed into the weights.
        byte[][] parts = RingAgreementTests.Make(Place, 1);
        SlowPoint[] members = Forger.Points(parts[1]);
        SlowPoint imageBase = SlowGenerators.Image(members[2 * Place]);
        byte[] image = SlowRistretto.Encode(SlowGenerators.Generator("test", 1));
        (BigInteger Key, BigInteger Commitment, byte[] State) weights = Draw([parts[0], parts[1], image, parts[3], parts[4]]);
        BigInteger w = 5;
        BigInteger inverse = SlowScalar.Invert(weights.Commitment);
        SlowPoint offset = members[(2 * Place) + 1] + SlowPoint.Sum([(inverse * weights.Key, members[2 * Place]), (-inverse * w, SlowGenerators.B)]);
        SlowPoint d = SlowPoint.Sum([(inverse * w, imageBase), (-inverse * weights.Key, Forger.Points(image)[0])]);
        SlowPoint[] points = [Forger.Points(image)[0], d, offset];
        byte[] proof = Close(weights, members, points, w, imageBase);
        Assert.Equal(Forger.Scalars(proof, 1, 1)[0], SlowRing.GoAround(weights, members, points, Forger.Scalars(proof, 1, 17)));
        AssertRefused([parts[0], parts[1], image, SlowRistretto.Encode(offset), proof]);
    }

    [Fact]
    public void AnotherValue_WithTheOwnKey_IsRefused()
    {
        // The signer has the key, but C′ commits to one unit more: the difference is no multiple of B that it knows.
        byte[][] parts = RingAgreementTests.Make(Place, 1);
        byte[] offset = SlowRistretto.Encode(Forger.Points(parts[3])[0] + SlowGenerators.V);
        AssertRefused([parts[0], parts[1], parts[2], offset, parts[4]]);
    }

    [Fact]
    public void ImageWithTorsion_IsNoSecondImage()
    {
        // Nowhere is a second encoding of the image accepted: as ristretto255 writes the sum with each of the eight points of small order, and as Ed25519 does.
        byte[][] parts = RingAgreementTests.Make(Place, 1);
        SlowPoint image = Forger.Points(parts[2])[0];
        SlowPoint small = SlowVrf.Decode(Convert.FromHexString("26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05"))!.Value;
        SlowPoint torsion = SlowPoint.Neutral;
        int same = 0;
        for (int index = 0; index < 8; index++, torsion += small)
        {
            foreach (byte[] encoded in new[] { SlowRistretto.Encode(image + torsion), SlowVrf.Encode(image + torsion) })
            {
                bool isSame = encoded.AsSpan().SequenceEqual(parts[2]);
                same += isSame ? 1 : 0;
                RingCheck check = RingAgreementTests.Check([parts[0], parts[1], encoded, parts[3], parts[4]]);
                Assert.Equal(isSame, new RingVerifier().Verify(check) == ProofFault.None);
            }
        }

        // The four points of E[4] are the neutral element of ristretto255.
        Assert.Equal(4, same);
    }

    [Fact]
    public void TurnedRing_WithTurnedChallengeAndResponses_IsRefused()
    {
        // c₁ and the responses from s₁ on close a ring that begins one member later; the order of the ring is hashed.
        byte[][] parts = RingAgreementTests.Make(Place, 1);
        SlowPoint[] members = Forger.Points(parts[1]);
        BigInteger[] scalars = Forger.Scalars(parts[4], 1, 17);
        (BigInteger Key, BigInteger Commitment, byte[] State) weights = Draw(parts);
        SlowPoint[] points = [Forger.Points(parts[2])[0], Forger.Points(parts[4], 1)[0], Forger.Points(parts[3])[0]];
        SlowPoint w = SlowPoint.Sum([(weights.Key, members[0]), (weights.Commitment, members[1] - points[2])]);
        SlowPoint j = SlowPoint.Sum([(weights.Key, points[0]), (weights.Commitment, points[1])]);
        BigInteger next = SlowRing.Step(
            weights.State,
            SlowPoint.Sum([(scalars[1], SlowGenerators.B), (scalars[0], w)]),
            SlowPoint.Sum([(scalars[1], SlowGenerators.Image(members[0])), (scalars[0], j)]));
        byte[] turned = [.. parts[1][64..], .. parts[1][..64]];
        byte[] proof = [.. parts[4][..32], .. SlowCurve.Bytes(next), .. parts[4][96..], .. parts[4][64..96]];
        Assert.Equal(next, SlowRing.GoAround(weights, Forger.Points(turned), points, Forger.Scalars(proof, 1, 17)));
        AssertRefused([parts[0], turned, parts[2], parts[3], proof]);
    }

    [Fact]
    public void Replay_UnderAnotherMessageOrImage_IsRefused()
    {
        byte[][] parts = RingAgreementTests.Make(Place, 1);
        byte[][] other = RingAgreementTests.Make(Place + 1, 1);
        AssertRefused([Sample.Context(2).ToArray(), .. parts[1..]]);
        AssertRefused([parts[0], parts[1], other[2], parts[3], parts[4]]);
        AssertRefused([parts[0], parts[1], parts[2], other[3], parts[4]]);
    }

    private static (BigInteger Key, BigInteger Commitment, byte[] State) Draw(byte[][] parts)
    {
        RingTerms terms = new();
        RingSignature.Begin(new Transcript(), RingAgreementTests.Check(parts), terms);
        return (Forger.Number(terms.KeyWeight), Forger.Number(terms.CommitmentWeight), terms.State);
    }

    /// <summary>A signature that closes for W = w·B and J = w·I(P) under weights that are given.</summary>
    private static byte[] Close(
        (BigInteger Key, BigInteger Commitment, byte[] State) weights, SlowPoint[] members, SlowPoint[] points, BigInteger w, SlowPoint imageBase)
    {
        BigInteger nonce = 99;
        BigInteger[] responses = [.. Enumerable.Range(0, 16).Select(index => (BigInteger)(1000 + index))];
        BigInteger[] challenges = new BigInteger[16];
        SlowPoint left = nonce * SlowGenerators.B;
        SlowPoint right = nonce * imageBase;
        SlowPoint j = SlowPoint.Sum([(weights.Key, points[0]), (weights.Commitment, points[1])]);
        for (int step = 1; step <= 16; step++)
        {
            int member = (Place + step) % 16;
            challenges[member] = SlowRing.Step(weights.State, left, right);
            SlowPoint column = SlowPoint.Sum([(weights.Key, members[2 * member]), (weights.Commitment, members[(2 * member) + 1] - points[2])]);
            left = SlowPoint.Sum([(responses[member], SlowGenerators.B), (challenges[member], column)]);
            right = SlowPoint.Sum([(responses[member], SlowGenerators.Image(members[2 * member])), (challenges[member], j)]);
        }

        responses[Place] = SlowScalar.Modulo(nonce - (challenges[Place] * w));
        return [.. SlowRistretto.Encode(points[1]), .. SlowCurve.Bytes(challenges[0]), .. responses.SelectMany(SlowCurve.Bytes)];
    }

    private static void AssertRefused(byte[][] parts) =>
        Assert.Equal(ProofFault.Equation, new RingVerifier().Verify(RingAgreementTests.Check(parts)));
}
