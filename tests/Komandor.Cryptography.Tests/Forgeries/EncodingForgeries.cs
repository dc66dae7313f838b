using System.Numerics;
using Komandor.Cryptography.Curve25519;
using Komandor.Cryptography.Proofs;
using Komandor.Cryptography.SecretSharing;
using Komandor.Cryptography.Tests.Curve25519;
using Komandor.Cryptography.Tests.Oracles;
using Komandor.Cryptography.Tests.Proofs;
using Komandor.Primitives;

namespace Komandor.Cryptography.Tests.Forgeries;

/// <summary>Second encodings of what a proof or a statement says, in every place that takes a point or a scalar; and what costs nothing to refuse comes first.</summary>
public sealed class EncodingForgeries
{
    private static readonly RangeVerifier _ranges = new();
    private static readonly RingVerifier _rings = new();
    private static readonly RelationVerifier _relations = new();
    private static readonly MembershipVerifier _members = new();
    private static readonly SharingVerifier _dealings = new();

    /// <summary>A kind of proof: its parts, the context first and the proof last, the scalars that the proof ends in, and its verifier.</summary>
    private static IEnumerable<(byte[][] Parts, int Scalars, Func<byte[][], ProofFault> Verify)> Kinds()
    {
        byte[] context = Sample.Context(1).ToArray();
        (byte[] commitments, byte[] range) = RangeProver.Prove(Sample.Context(1), [1, 2], [Sample.Scalar(1), Sample.Scalar(2)], Sample.Randomness(1));
        yield return ([context, commitments, range], 3, parts => _ranges.Verify(new(new Hash256(parts[0]), parts[1], parts[2])));
        yield return (RingAgreementTests.Make(2, 1), 17, parts => _rings.Verify(RingAgreementTests.Check(parts)));
        Scalar secret = Sample.Scalar(1);
        byte[] points = [.. new[] { EdwardsPoint.Base.Multiply(secret), Generators.Value, Generators.Value.Multiply(secret) }.SelectMany(Sample.Encode)];
        byte[] relation = RelationProver.Prove(RelationShape.EqualLogarithm, Sample.Context(1), points, [secret], Sample.Randomness(1));
        yield return (
            [context, points, relation], 1, parts => _relations.Verify(new(RelationShape.EqualLogarithm, new Hash256(parts[0]), parts[1], parts[2])));
        yield return (MembershipAgreementTests.Make(3, 1), 5, VerifyMember);
        byte[] keys = [.. points[..32], .. points[64..]];
        byte[] dealing = Dealer.Deal(Sample.Context(1), 2, keys, Sample.Randomness(1));
        yield return ([context, keys, dealing], 2, parts => _dealings.Verify(new(new Hash256(parts[0]), 2, parts[1], parts[2])));
    }

    [Fact]
    public void NonCanonical_InEveryPlace_IsRefusedByRulesP3ToP6()
    {
        foreach ((byte[][] parts, int scalars, Func<byte[][], ProofFault> verify) in Kinds())
        {
            Assert.Equal(ProofFault.None, verify(parts));
            for (int part = 1; part < parts.Length; part++)
            {
                int items = parts[part].Length / 32;
                for (int item = 0; item < items; item++)
                {
                    bool isScalar = part == parts.Length - 1 && item >= items - scalars;
                    AssertRefused(parts, part, item, isScalar ? BadScalars(parts[part], item) : BadPoints(parts[part], item), verify);
                }
            }
        }
    }

    [Fact]
    public void Flood_OfProofsThatAreWrongInEveryWay_IsRefusedByTheCheapestRule()
    {
        // A wrong length before any scalar, a wrong scalar before any point, a wrong point before any hash: so a flood costs little.
        foreach ((byte[][] parts, int scalars, Func<byte[][], ProofFault> verify) in Kinds())
        {
            byte[] proof = [.. parts[^1]];
            proof.AsSpan(0, proof.Length - (32 * scalars)).Fill(0xff);
            Assert.Equal(ProofFault.Point, verify([.. parts[..^1], proof]));
            proof.AsSpan().Fill(0xff);
            Assert.Equal(ProofFault.Scalar, verify([.. parts[..^1], proof]));
            Assert.Equal(ProofFault.Length, verify([.. parts[..^1], [.. proof, 0xff]]));
            Assert.Equal(ProofFault.Length, verify([.. parts[..^1], []]));
        }
    }

    private static void AssertRefused(
        byte[][] parts, int part, int item, IEnumerable<(byte[] Item, ProofFault Fault)> bad, Func<byte[][], ProofFault> verify)
    {
        foreach ((byte[] changed, ProofFault fault) in bad)
        {
            byte[][] forged = [.. parts];
            forged[part] = Sample.With(parts[part], item, changed);
            Assert.Equal(fault, verify(forged));
        }
    }

    // The same scalar plus ℓ, as often as 32 bytes hold it.
    private static IEnumerable<(byte[] Item, ProofFault Fault)> BadScalars(byte[] bytes, int item)
    {
        BigInteger number = SlowCurve.Number(SlowReader.Part(bytes, item)) + SlowCurve.Order;
        for (; number < BigInteger.Pow(2, 256); number += 5 * SlowCurve.Order)
        {
            yield return (SlowCurve.Bytes(number), ProofFault.Scalar);
        }

        foreach ((byte[] Item, ProofFault Fault) bad in Sample.BadScalars())
        {
            yield return bad;
        }
    }

    // The same element with the other sign of s, with the top bit, and as Ed25519 writes it.
    private static IEnumerable<(byte[] Item, ProofFault Fault)> BadPoints(byte[] bytes, int item)
    {
        BigInteger number = SlowCurve.Number(SlowReader.Part(bytes, item));
        yield return (SlowCurve.Bytes(SlowCurve.P - number), ProofFault.Point);
        yield return (SlowCurve.Bytes(number + BigInteger.Pow(2, 255)), ProofFault.Point);
        foreach ((byte[] Item, ProofFault Fault) bad in Sample.BadPoints())
        {
            yield return bad;
        }
    }

    private static ProofFault VerifyMember(byte[][] parts)
    {
        ProofFault fault = CoverSet.TryRead(parts[1], out CoverSet? set);
        return fault == ProofFault.None ? _members.Verify(new(set!, new Hash256(parts[0]), parts[2], parts[3], parts[4])) : fault;
    }
}
