using System.Numerics;
using Komandor.Cryptography.Tests.Curve25519;
using Komandor.Testing;

namespace Komandor.Cryptography.Tests.Oracles;

/// <summary>The slow verifiers against the vectors of the documents that they were written from.</summary>
public sealed class SlowVectorsTests
{
    [Fact]
    public void Decode_TheMultiplesOfField_AreTheBasesMultiples()
    {
        foreach (IReadOnlyDictionary<string, string> vector in DocumentVectors.Read("field.md", "ristretto-multiples"))
        {
            SlowPoint point = int.Parse(vector["multiple"], null) * SlowPoint.Base;
            Assert.Equal(vector["encoding"], Hex(SlowRistretto.Encode(point)));
            Assert.True(SlowRistretto.Decode(Bytes(vector["encoding"]))!.Value.IsSameElement(point));
        }
    }

    [Fact]
    public void Decode_TheRefusedOfField_AreNothing() =>
        Assert.All(DocumentVectors.Read("field.md", "ristretto-refused"), vector => Assert.Null(SlowRistretto.Decode(Bytes(vector["encoding"]))));

    [Fact]
    public void Derive_TheUniformBytesOfField_GiveTheirElements() =>
        Assert.All(
            DocumentVectors.Read("field.md", "ristretto-uniform"),
            vector => Assert.Equal(vector["encoding"], Hex(SlowRistretto.Encode(SlowRistretto.Derive(Bytes(vector["uniform"]))))));

    [Fact]
    public void Challenge_TheTranscriptOfTheDocument_GivesItsChallenges()
    {
        IReadOnlyDictionary<string, string> vector = Assert.Single(DocumentVectors.Read("transcripts.md", "transcript"));
        SlowTranscript transcript = new("test.1", [.. Enumerable.Range(0, 32).Select(index => (byte)index)]);
        transcript.Append("left", [1, 2, 3]).Append("count", 7);
        Assert.Equal(vector["x"], Hex(SlowCurve.Bytes(transcript.Challenge("x"))));
        Assert.Equal(vector["y"], Hex(SlowCurve.Bytes(transcript.Challenge("y"))));
    }

    [Fact]
    public void Generator_OfTheDocument_HasItsEncoding() =>
        Assert.All(
            DocumentVectors.Read("transcripts.md", "generators"),
            vector => Assert.Equal(
                vector["encoding"], Hex(SlowRistretto.Encode(SlowGenerators.Generator(vector["label"], int.Parse(vector["index"], null))))));

    [Fact]
    public void Verify_TheRangeProofOfTheDocument_IsValid() =>
        Assert.All(DocumentVectors.Read("range-proofs.md", "range"), vector => Assert.Equal(
            SlowVerdict.Valid, SlowRange.Verify(Bytes(vector["context"]), Bytes(vector["commitments"]), Bytes(vector["proof"]))));

    [Fact]
    public void Verify_TheRingSignatureOfTheDocument_IsValid() =>
        Assert.All(DocumentVectors.Read("ring-signatures.md", "ring"), vector => Assert.Equal(
            SlowVerdict.Valid,
            SlowRing.Verify(Bytes(vector["context"]), Bytes(vector["ring"]), Bytes(vector["image"]), Bytes(vector["offset"]), Bytes(vector["proof"]))));

    [Fact]
    public void Verify_TheRepresentationProofOfTheDocument_IsValid() =>
        Assert.All(DocumentVectors.Read("representation.md", "relation"), vector => Assert.Equal(
            SlowVerdict.Valid, SlowRelation.Verify(vector["form"], Bytes(vector["context"]), Bytes(vector["points"]), Bytes(vector["proof"]))));

    [Fact]
    public void Verify_TheMembershipProofOfTheDocument_IsValid() =>
        Assert.All(DocumentVectors.Read("membership.md", "membership"), vector =>
        {
            byte[] notes = Bytes(vector["notes"]);
            Assert.Equal(vector["hash"], Hex(SlowMembership.HashOf(notes)));
            Assert.Equal(
                SlowVerdict.Valid,
                SlowMembership.Verify(notes, Bytes(vector["context"]), Bytes(vector["offset"]), Bytes(vector["zero"]), Bytes(vector["proof"])));
        });

    [Fact]
    public void Verify_TheExamplesOfTheStandard_GiveTheirOutputs() =>
        Assert.All(DocumentVectors.Read("vrf.md", "rfc9381"), vector =>
        {
            (int rule, byte[] output) = SlowVrf.Verify(Bytes(vector["key"]), Bytes(vector["input"]), Bytes(vector["proof"]));
            Assert.Equal(0, rule);
            Assert.Equal(vector["output"], Hex(output));
        });

    [Fact]
    public void Verify_TheDealingOfTheDocument_IsValid() =>
        Assert.All(DocumentVectors.Read("secret-sharing.md", "sharing"), vector =>
        {
            byte[] context = Bytes(vector["context"]);
            int threshold = int.Parse(vector["threshold"], null);
            Assert.Equal(SlowVerdict.Valid, SlowSharing.Verify(context, threshold, Bytes(vector["keys"]), Bytes(vector["dealing"])));
            Assert.All(
                new[] { (1, 2), (1, 3), (3, 2) },
                places => Assert.Equal(vector["secret"], Hex(SlowRistretto.Encode(Recover(vector, places.Item1, places.Item2)))));
            byte[] beacon = new byte[32];
            Blake2b.Hash(new HashDomain("komandor.beacon"), [.. context, .. Bytes(vector["secret"])], beacon);
            Assert.Equal(vector["beacon"], Hex(beacon));
        });

    /// <summary>secret-sharing.md §5 and §6 for two places: each share opened by its receiver's secret, weighed by the other place.</summary>
    private static SlowPoint Recover(IReadOnlyDictionary<string, string> vector, int first, int second)
    {
        SlowPoint Open(int place)
        {
            byte[] encrypted = SlowReader.Part(Bytes(vector["dealing"]), 3 + place - 1);
            return SlowScalar.Invert(SlowCurve.Number(SlowReader.Part(Bytes(vector["receivers"]), place - 1))) * SlowRistretto.Decode(encrypted)!.Value;
        }

        BigInteger Weight(int place, int other) => other * SlowScalar.Invert(SlowScalar.Modulo(other - place));
        return SlowPoint.Sum([(Weight(first, second), Open(first)), (Weight(second, first), Open(second))]);
    }

    private static byte[] Bytes(string hexadecimal) => Convert.FromHexString(hexadecimal);

    private static string Hex(byte[] bytes) => Convert.ToHexStringLower(bytes);
}
