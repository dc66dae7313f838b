using Komandor.Cryptography.Curve25519;
using Komandor.Cryptography.Proofs;
using Komandor.Primitives;
using Komandor.Testing;

namespace Komandor.Cryptography.Tests.Proofs;

/// <summary>The vectors of the documents, each of which another implementation can check itself against.</summary>
public sealed class ProofVectors
{
    [Fact]
    public void Challenge_TheVectorOfTheDocument_Agrees()
    {
        Transcript transcript = new();
        transcript.Begin("test.1"u8, new Hash256([.. Enumerable.Range(0, 32).Select(index => (byte)index)]));
        transcript.Append("left"u8, [1, 2, 3]);
        transcript.Append("count"u8, 7UL);
        IReadOnlyDictionary<string, string> vector = Assert.Single(DocumentVectors.Read("transcripts.md", "transcript"));
        Assert.Equal(vector["x"], Convert.ToHexStringLower(Sample.Encode(transcript.Challenge("x"u8))));
        Assert.Equal(vector["y"], Convert.ToHexStringLower(Sample.Encode(transcript.Challenge("y"u8))));
    }

    [Fact]
    public void Derive_TheVectorsOfTheDocument_Agree()
    {
        foreach (IReadOnlyDictionary<string, string> vector in DocumentVectors.Read("transcripts.md", "generators"))
        {
            EdwardsPoint point = Generators.Derive(
                System.Text.Encoding.ASCII.GetBytes(vector["label"]), int.Parse(vector["index"], System.Globalization.CultureInfo.InvariantCulture));
            Assert.Equal(vector["encoding"], Convert.ToHexStringLower(Sample.Encode(point)));
        }
    }

    [Fact]
    public void RangeProof_TheVectorsOfTheDocument_AreValid()
    {
        foreach (IReadOnlyDictionary<string, string> vector in DocumentVectors.Read("range-proofs.md", "range"))
        {
            RangeCheck check = new(Context(vector), Bytes(vector, "commitments"), Bytes(vector, "proof"));
            Assert.Equal(ProofFault.None, new RangeVerifier().Verify(check));
        }
    }

    [Fact]
    public void RingSignature_TheVectorsOfTheDocument_AreValid()
    {
        foreach (IReadOnlyDictionary<string, string> vector in DocumentVectors.Read("ring-signatures.md", "ring"))
        {
            RingCheck check = new(
                Context(vector), Bytes(vector, "ring"), Bytes(vector, "image"), Bytes(vector, "offset"), Bytes(vector, "proof"));
            Assert.Equal(ProofFault.None, new RingVerifier().Verify(check));
        }
    }

    [Fact]
    public void Relation_TheVectorsOfTheDocument_AreValid()
    {
        foreach (IReadOnlyDictionary<string, string> vector in DocumentVectors.Read("representation.md", "relation"))
        {
            Assert.Equal("komandor.spend.1", vector["form"]);
            RelationCheck check = new(RelationShape.SpendInput, Context(vector), Bytes(vector, "points"), Bytes(vector, "proof"));
            Assert.Equal(ProofFault.None, new RelationVerifier().Verify(check));
        }
    }

    [Fact]
    public void Membership_TheVectorsOfTheDocument_AreValid()
    {
        foreach (IReadOnlyDictionary<string, string> vector in DocumentVectors.Read("membership.md", "membership"))
        {
            Assert.Equal(ProofFault.None, CoverSet.TryRead(Bytes(vector, "notes"), out CoverSet? set));
            Assert.Equal(vector["hash"], set!.Hash.ToString());
            MembershipCheck check = new(set, Context(vector), Bytes(vector, "offset"), Bytes(vector, "zero"), Bytes(vector, "proof"));
            Assert.Equal(ProofFault.None, new MembershipVerifier().Verify(check));
        }
    }

    private static Hash256 Context(IReadOnlyDictionary<string, string> vector) => new(Bytes(vector, "context"));

    private static byte[] Bytes(IReadOnlyDictionary<string, string> vector, string key) => Convert.FromHexString(vector[key]);
}
