using Komandor.Cryptography.Curve25519;

namespace Komandor.Cryptography.Proofs;

/// <summary>Verifies ring signatures; the rings of a batch advance together, and each has a verdict of its own.</summary>
/// <remarks>docs/protocol/ring-signatures.md §4. Reused, it allocates nothing. Not for two threads at once.</remarks>
internal sealed class RingVerifier(Transcript transcript)
{
    /// <summary>More rings at once gain nothing and are cut.</summary>
    internal const int BatchLimit = 64;

    private const int Item = ProofReader.ItemSizeBytes;

    // Image, D and offset, then key and commitment of each member.
    private const int PointsEach = 3 + (2 * RingSignature.MemberCount);

    private readonly RingChain _chain = new();
    private readonly RingTerms?[] _terms = new RingTerms?[BatchLimit];
    private readonly int[] _places = new int[BatchLimit];
    private readonly bool[] _closed = new bool[BatchLimit];
    private byte[] _encoded = [];
    private EdwardsPoint[] _points = [];
    private bool[] _valid = [];

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
            faults[index] = ReadScalars(checks[index], terms);
            if (faults[index] == ProofFault.None)
            {
                _places[count++] = index;
            }
        }

        count = ReadPoints(checks, count, faults);
        ReadOnlySpan<RingTerms> rings = _terms.AsSpan(0, count)!;
        _chain.Close(new RingSuite(transcript), rings, _closed);
        for (int index = 0; index < count; index++)
        {
            faults[_places[index]] = _closed[index] ? ProofFault.None : ProofFault.Equation;
        }
    }

    private static ProofFault ReadScalars(in RingCheck check, RingTerms terms)
    {
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
        return fault == ProofFault.None ? ProofReader.ReadScalars(proof[(2 * Item)..], terms.Responses) : fault;
    }

    // The points of all rings are decoded together: a vector with few of one ring's costs as much as a full one.
    private int ReadPoints(ReadOnlySpan<RingCheck> checks, int count, Span<ProofFault> faults)
    {
        Reserve(count);
        for (int index = 0; index < count; index++)
        {
            RingCheck check = checks[_places[index]];
            Span<byte> encoded = _encoded.AsSpan(index * PointsEach * Item, PointsEach * Item);
            check.Image.Span.CopyTo(encoded);
            check.Proof.Span[..Item].CopyTo(encoded[Item..]);
            check.Offset.Span.CopyTo(encoded[(2 * Item)..]);
            check.Ring.Span.CopyTo(encoded[(3 * Item)..]);
        }

        Ristretto255.TryReadBatch(_encoded.AsSpan(0, count * PointsEach * Item), _points, _valid);
        int good = 0;
        for (int index = 0; index < count; index++)
        {
            int place = _places[index];
            int start = index * PointsEach;
            faults[place] = ProofReader.FirstFault(_encoded.AsSpan(start * Item, PointsEach * Item), _valid.AsSpan(start, PointsEach));
            faults[place] = faults[place] == ProofFault.None ? Begin(checks[place], _terms[index]!, _points.AsSpan(start, PointsEach)) : faults[place];
            if (faults[place] == ProofFault.None)
            {
                _places[good] = place;
                (_terms[good], _terms[index]) = (_terms[index], _terms[good]);
                good++;
            }
        }

        return good;
    }

    private ProofFault Begin(in RingCheck check, RingTerms terms, ReadOnlySpan<EdwardsPoint> points)
    {
        (terms.Image, terms.D, terms.Offset) = (points[0], points[1], points[2]);
        points[3..].CopyTo(terms.Members);
        terms.FillDifferences();
        RingSignature.FillImageBases(check.Ring.Span, terms);
        RingSignature.Begin(transcript, check, terms);
        return ScalarSpans.IsZero(terms.KeyWeight) || ScalarSpans.IsZero(terms.CommitmentWeight) ? ProofFault.ZeroChallenge : ProofFault.None;
    }

    private void Reserve(int rings)
    {
        if (_valid.Length < rings * PointsEach)
        {
            _encoded = new byte[rings * PointsEach * Item];
            _points = new EdwardsPoint[rings * PointsEach];
            _valid = new bool[rings * PointsEach];
        }
    }
}
