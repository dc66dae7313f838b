using Komandor.Cryptography.Curve25519;

namespace Komandor.Cryptography.Proofs;

/// <summary>Verifies range proofs, alone or in batches.</summary>
/// <remarks>docs/protocol/range-proofs.md §5.</remarks>
internal sealed class RangeVerifier(Transcript transcript) : BatchVerifier<RangeCheck, RangeTerms>(transcript)
{
    private readonly RangeEquation _equation = new(RangeBases.Shared);

    /// <summary>A verifier with a transcript of its own.</summary>
    internal RangeVerifier()
        : this(new Transcript())
    {
    }

    /// <inheritdoc/>
    protected override ProofFault Read(in RangeCheck check, RangeTerms terms)
    {
        ReadOnlySpan<byte> commitments = check.Commitments.Span;
        ReadOnlySpan<byte> proof = check.Proof.Span;
        int count = commitments.Length / ProofReader.ItemSizeBytes;
        if (commitments.Length % ProofReader.ItemSizeBytes != 0)
        {
            return ProofFault.Length;
        }

        if (count is 0 or > RangeProof.MaximumCount)
        {
            return ProofFault.Count;
        }

        if (proof.Length != RangeProof.SizeBytes(count))
        {
            return ProofFault.Length;
        }

        terms.Count = count;
        int responsesStart = proof.Length - (RangeProof.ResponseCount * ProofReader.ItemSizeBytes);
        ProofFault fault = ProofReader.ReadScalars(proof[responsesStart..], terms.Responses);
        if (fault == ProofFault.None)
        {
            fault = ProofReader.ReadPoints(commitments, terms.Points.AsSpan(0, count));
        }

        if (fault == ProofFault.None)
        {
            fault = ProofReader.ReadPoints(proof[..responsesStart], terms.Points.AsSpan(count, responsesStart / ProofReader.ItemSizeBytes));
        }

        return fault == ProofFault.None ? Challenge(check, terms) : fault;
    }

    /// <inheritdoc/>
    protected override ReadOnlySpan<byte> ProofOf(in RangeCheck check) => check.Proof.Span;

    /// <inheritdoc/>
    protected override int EquationsOf(RangeTerms terms) => 1;

    /// <inheritdoc/>
    protected override void Prepare(ReadOnlySpan<RangeTerms> terms) => _equation.Invert(terms);

    /// <inheritdoc/>
    protected override void Accumulate(ReadOnlySpan<RangeTerms> terms, ReadOnlySpan<Scalar> weights)
    {
        for (int index = 0; index < terms.Length; index++)
        {
            _equation.Add(Sum, terms[index], weights[index]);
        }
    }

    private ProofFault Challenge(in RangeCheck check, RangeTerms terms)
    {
        ReadOnlySpan<byte> proof = check.Proof.Span;
        RangeProof.Begin(Transcript, check.Context, check.Commitments.Span);
        RangeProof.Draw(Transcript, Item(proof, 0), out terms.Y, out terms.Z);
        bool zero = ScalarSpans.IsZero(terms.Y) || ScalarSpans.IsZero(terms.Z);
        for (int round = 0; round < terms.Rounds; round++)
        {
            int place = RangeProof.FixedPoints + round;
            terms.X[round] = RangeProof.DrawRound(Transcript, Item(proof, place), Item(proof, place + terms.Rounds));
            zero |= ScalarSpans.IsZero(terms.X[round]);
        }

        terms.E = RangeProof.DrawLast(Transcript, Item(proof, 1), Item(proof, 2));
        return zero || ScalarSpans.IsZero(terms.E) ? ProofFault.ZeroChallenge : ProofFault.None;
    }

    private static ReadOnlySpan<byte> Item(ReadOnlySpan<byte> proof, int place) =>
        proof.Slice(place * ProofReader.ItemSizeBytes, ProofReader.ItemSizeBytes);
}
