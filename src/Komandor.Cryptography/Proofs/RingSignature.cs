namespace Komandor.Cryptography.Proofs;

/// <summary>Sizes and transcript of ring signatures: CLSAG over 16 members.</summary>
/// <remarks>docs/protocol/ring-signatures.md.
/// <code>
///  0  32   D
/// 32  32   c₀
/// 64  512  s₀ … s₁₅
/// </code></remarks>
internal static class RingSignature
{
    /// <summary>The members of a ring.</summary>
    internal const int MemberCount = 16;

    /// <summary>The bytes of a ring: key and commitment of each member.</summary>
    internal const int RingSizeBytes = 2 * MemberCount * ProofReader.ItemSizeBytes;

    /// <summary>The bytes of a signature.</summary>
    internal const int SizeBytes = (2 + MemberCount) * ProofReader.ItemSizeBytes;

    /// <summary>Binds the statement and D, draws the weights, and keeps the state that the steps go on from.</summary>
    internal static void Begin(Transcript transcript, in RingCheck check, RingTerms terms)
    {
        transcript.Begin("komandor.ring.1"u8, check.Context);
        transcript.Append("ring"u8, check.Ring.Span);
        transcript.Append("image"u8, check.Image.Span);
        transcript.Append("offset"u8, check.Offset.Span);
        transcript.Append("D"u8, check.Proof.Span[..ProofReader.ItemSizeBytes]);
        terms.KeyWeight = transcript.Challenge("key"u8);
        terms.CommitmentWeight = transcript.Challenge("commitment"u8);
        transcript.State.CopyTo(terms.State);
    }

    /// <summary>Hashes the members' keys to the bases of their images.</summary>
    internal static void FillImageBases(ReadOnlySpan<byte> ring, RingTerms terms) =>
        Generators.KeyImageBases(ring, 2 * ProofReader.ItemSizeBytes, terms.ImageBases);
}
