using Komandor.Cryptography.Curve25519;

namespace Komandor.Cryptography.Proofs;

/// <summary>Verifies ring signatures; the rings of a batch advance together, and each has a verdict of its own.</summary>
/// <remarks>docs/protocol/ring-signatures.md §4. Reused, it allocates nothing. Not for two threads at once.</remarks>
internal sealed class RingVerifier(Transcript transcript)
{
    /// <summary>More rings at once gain nothing and are cut.</summary>
    internal const int BatchLimit = 64;

    private readonly RingChain _chain = new();
    private readonly RingTerms?[] _terms = new RingTerms?[BatchLimit];
    private readonly int[] _places = new int[BatchLimit];
    private readonly bool[] _closed = new bool[BatchLimit];

    /// <summary>A verifier with a transcript of its own.</summary>
    internal RingVerifier()
        : this(new Transcript())
    {
    }

    /// <summary>Verifies one signature.</summary>
    internal ProofFault Verify(in RingCheck check)
    {
        ProofFault fault = ProofFault.None;
        VerifyBatch(new ReadOnlySpan<RingCheck>(in check), new Span<ProofFault>(ref fault));
        return fault;
    }

    /// <summary>Verifies each check and writes why it was refused, or <see cref="ProofFault.None"/>, to the same index of <paramref name="faults"/>.</summary>
    /// <returns>Whether all are valid.</returns>
    internal bool VerifyBatch(ReadOnlySpan<RingCheck> checks, Span<ProofFault> faults)
    {
        for (int start = 0; start < checks.Length; start += BatchLimit)
        {
            int count = Math.Min(BatchLimit, checks.Length - start);
            VerifyPart(checks.Slice(start, count), faults.Slice(start, count));
        }

        return faults[..checks.Length].IndexOfAnyExcept(ProofFault.None) < 0;
    }

    private void VerifyPart(ReadOnlySpan<RingCheck> checks, Span<ProofFault> faults)
    {
        int count = 0;
        for (int index = 0; index < checks.Length; index++)
        {
            RingTerms terms = _terms[count] ??= new RingTerms();
            faults[index] = Read(checks[index], terms);
            if (faults[index] == ProofFault.None)
            {
                _places[count++] = index;
            }
        }

        ReadOnlySpan<RingTerms> rings = _terms.AsSpan(0, count)!;
        _chain.Close(new RingSuite(transcript), rings, _closed);
        for (int index = 0; index < count; index++)
        {
            faults[_places[index]] = _closed[index] ? ProofFault.None : ProofFault.Equation;
        }
    }

    private ProofFault Read(in RingCheck check, RingTerms terms)
    {
        const int Item = ProofReader.ItemSizeBytes;
        ReadOnlySpan<byte> proof = check.Proof.Span;
        if (check.Ring.Length != RingSignature.RingSizeBytes)
        {
            return check.Ring.Length % (2 * Item) == 0 ? ProofFault.Count : ProofFault.Length;
        }

        if (check.Image.Length != Item || check.Offset.Length != Item || proof.Length != RingSignature.SizeBytes)
        {
            return ProofFault.Length;
        }

        ProofFault fault = ProofReader.ReadScalars(proof[Item..], new Span<Scalar>(ref terms.First));
        fault = fault == ProofFault.None ? ProofReader.ReadScalars(proof[(2 * Item)..], terms.Responses) : fault;
        fault = fault == ProofFault.None ? ProofReader.ReadPoints(check.Image.Span, new Span<EdwardsPoint>(ref terms.Image)) : fault;
        fault = fault == ProofFault.None ? ProofReader.ReadPoints(proof, new Span<EdwardsPoint>(ref terms.D)) : fault;
        fault = fault == ProofFault.None ? ProofReader.ReadPoints(check.Offset.Span, new Span<EdwardsPoint>(ref terms.Offset)) : fault;
        fault = fault == ProofFault.None ? ProofReader.ReadPoints(check.Ring.Span, terms.Members) : fault;
        if (fault != ProofFault.None)
        {
            return fault;
        }

        terms.FillDifferences();
        RingSignature.FillImageBases(check.Ring.Span, terms);
        RingSignature.Begin(transcript, check, terms);
        return ScalarSpans.IsZero(terms.KeyWeight) || ScalarSpans.IsZero(terms.CommitmentWeight) ? ProofFault.ZeroChallenge : ProofFault.None;
    }
}
