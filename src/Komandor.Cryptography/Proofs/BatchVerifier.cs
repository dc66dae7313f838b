using Komandor.Cryptography.Curve25519;

namespace Komandor.Cryptography.Proofs;

/// <summary>Verifies many proofs of one kind with one sum, and names the bad ones by halving: a verdict is the same alone and in any batch.</summary>
/// <remarks>docs/protocol/transcripts.md §6. Reused, it allocates nothing. Not for two threads at once.</remarks>
/// <typeparam name="TCheck">A statement with its proof, as bytes.</typeparam>
/// <typeparam name="TTerms">A proof that has been read, with its challenges.</typeparam>
/// <param name="transcript">The transcript that proofs are read with.</param>
internal abstract class BatchVerifier<TCheck, TTerms>(Transcript transcript)
    where TTerms : class, new()
{
    /// <summary>More proofs at once gain little and are cut.</summary>
    internal const int BatchLimit = 128;

    private readonly BatchWeights _weights = new();
    private readonly TTerms?[] _terms = new TTerms?[BatchLimit];
    private readonly int[] _places = new int[BatchLimit];
    private Scalar[] _drawn = new Scalar[BatchLimit];

    /// <summary>The sums computed so far: what invalid proofs cost beyond reading.</summary>
    internal int SumCount { get; private set; }

    /// <summary>The transcript that proofs are read with.</summary>
    protected Transcript Transcript { get; } = transcript;

    /// <summary>The sum that a batch ends in.</summary>
    protected WeightedSum Sum { get; } = new();

    /// <summary>Verifies one proof.</summary>
    internal ProofFault Verify(in TCheck check)
    {
        ProofFault fault = ProofFault.None;
        VerifyBatch(new ReadOnlySpan<TCheck>(in check), new Span<ProofFault>(ref fault));
        return fault;
    }

    /// <summary>Verifies each check and writes why it was refused, or <see cref="ProofFault.None"/>, to the same index of <paramref name="faults"/>.</summary>
    /// <returns>Whether all are valid.</returns>
    internal bool VerifyBatch(ReadOnlySpan<TCheck> checks, Span<ProofFault> faults)
    {
        for (int start = 0; start < checks.Length; start += BatchLimit)
        {
            int count = Math.Min(BatchLimit, checks.Length - start);
            VerifyPart(checks.Slice(start, count), faults.Slice(start, count));
        }

        return faults[..checks.Length].IndexOfAnyExcept(ProofFault.None) < 0;
    }

    /// <summary>Reads a check, cheapest rules first, and computes its challenges.</summary>
    protected abstract ProofFault Read(in TCheck check, TTerms terms);

    /// <summary>The bytes of the check's proof.</summary>
    protected abstract ReadOnlySpan<byte> ProofOf(in TCheck check);

    /// <summary>The number of equations, each of which has its weight.</summary>
    protected abstract int EquationsOf(TTerms terms);

    /// <summary>Computes what a batch shares, such as inverses, once before any sum.</summary>
    protected virtual void Prepare(ReadOnlySpan<TTerms> terms)
    {
    }

    /// <summary>Adds the weighted equations of a part of the batch to <see cref="Sum"/>.</summary>
    /// <param name="terms">The part.</param>
    /// <param name="weights">Their weights, in the order of the terms and of each one's equations.</param>
    protected abstract void Accumulate(ReadOnlySpan<TTerms> terms, ReadOnlySpan<Scalar> weights);

    private void VerifyPart(ReadOnlySpan<TCheck> checks, Span<ProofFault> faults)
    {
        _weights.Begin();
        int count = 0;
        int equations = 0;
        for (int index = 0; index < checks.Length; index++)
        {
            TTerms terms = _terms[count] ??= new TTerms();
            faults[index] = Read(checks[index], terms);
            if (faults[index] == ProofFault.None)
            {
                _weights.Bind(Transcript.State, ProofOf(checks[index]));
                _places[count++] = index;
                equations += EquationsOf(terms);
            }
        }

        if (equations > _drawn.Length)
        {
            _drawn = new Scalar[2 * equations];
        }

        _weights.Draw(_drawn.AsSpan(0, equations));
        ReadOnlySpan<TTerms> read = _terms.AsSpan(0, count)!;
        Prepare(read);
        Bisect(read, _drawn.AsSpan(0, equations), _places.AsSpan(0, count), faults, known: false);
    }

    // A part whose sum vanishes is valid as a whole; one whose sum does not is halved. If a bad part's first half is good, its second is bad.
    private bool Bisect(
        ReadOnlySpan<TTerms> terms, ReadOnlySpan<Scalar> weights, ReadOnlySpan<int> places, Span<ProofFault> faults, bool known)
    {
        if (terms.Length == 0 || (!known && Holds(terms, weights)))
        {
            return true;
        }

        if (terms.Length == 1)
        {
            faults[places[0]] = ProofFault.Equation;
            return false;
        }

        int half = terms.Length / 2;
        int equations = 0;
        foreach (TTerms one in terms[..half])
        {
            equations += EquationsOf(one);
        }

        bool first = Bisect(terms[..half], weights[..equations], places[..half], faults, known: false);
        Bisect(terms[half..], weights[equations..], places[half..], faults, known: first);
        return false;
    }

    private bool Holds(ReadOnlySpan<TTerms> terms, ReadOnlySpan<Scalar> weights)
    {
        SumCount++;
        Sum.Clear();
        Accumulate(terms, weights);
        return Sum.Vanishes();
    }
}
