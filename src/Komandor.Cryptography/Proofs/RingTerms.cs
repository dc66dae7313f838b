using Komandor.Cryptography.Curve25519;

namespace Komandor.Cryptography.Proofs;

/// <summary>A ring signature that has been read, with what its steps need.</summary>
/// <remarks>docs/protocol/ring-signatures.md §4 names them.</remarks>
internal sealed class RingTerms
{
    /// <summary>P₀, C₀, P₁, C₁, …: keys and commitments of the members.</summary>
    internal EdwardsPoint[] Members { get; } = new EdwardsPoint[2 * RingSignature.MemberCount];

    /// <summary>I(Pᵢ), the base of each key's image.</summary>
    internal EdwardsPoint[] ImageBases { get; } = new EdwardsPoint[RingSignature.MemberCount];

    /// <summary>Cᵢ − C′.</summary>
    internal EdwardsPoint[] Differences { get; } = new EdwardsPoint[RingSignature.MemberCount];

    /// <summary>s₀, s₁, ….</summary>
    internal Scalar[] Responses { get; } = new Scalar[RingSignature.MemberCount];

    /// <summary>The state that each step's challenge goes on from.</summary>
    internal byte[] State { get; } = new byte[Transcript.StateSizeBytes];

    /// <summary>The image, the commitment that the spent one is compared with, and D.</summary>
    internal EdwardsPoint Image, Offset, D;

    /// <summary>J = μP·I + μC·D, filled by <see cref="RingChain"/>.</summary>
    internal EdwardsPoint ImageColumn;

    /// <summary>c₀, and the weights of key and commitment.</summary>
    internal Scalar First, KeyWeight, CommitmentWeight;

    /// <summary>Computes the differences from members and offset.</summary>
    internal void FillDifferences()
    {
        CachedPoint negative = (-Offset).ToCached();
        for (int member = 0; member < Differences.Length; member++)
        {
            Differences[member] = Members[(2 * member) + 1].Add(negative);
        }
    }
}
