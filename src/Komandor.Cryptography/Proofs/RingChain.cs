using Komandor.Cryptography.Curve25519;

namespace Komandor.Cryptography.Proofs;

/// <summary>The steps around rings: step i of all rings is computed side by side, since each ring's challenges hang on the ones before.</summary>
/// <remarks>docs/protocol/ring-signatures.md §4. Variable time: signatures are public. Reused, it allocates nothing.</remarks>
internal sealed class RingChain
{
    private Scalar[] _left = [], _right = [], _challenges = [];
    private EdwardsPoint[] _leftPoints = [], _rightPoints = [], _sums = [];
    private byte[] _encoded = [];

    /// <summary>Computes Wᵢ of every member of every ring, and J of every ring.</summary>
    internal void FillColumns(ReadOnlySpan<RingTerms> rings)
    {
        const int Columns = RingSignature.MemberCount + 1;
        Reserve(rings.Length);
        int count = 0;
        foreach (RingTerms ring in rings)
        {
            EdwardsPoint negative = -ring.Offset;
            for (int member = 0; member < Columns; member++)
            {
                _left[count] = ring.KeyWeight;
                _right[count] = ring.CommitmentWeight;
                bool last = member == RingSignature.MemberCount;
                _leftPoints[count] = last ? ring.Image : ring.Members[2 * member];
                _rightPoints[count++] = last ? ring.D : ring.Members[(2 * member) + 1] + negative;
            }
        }

        Compute(count);
        for (int index = 0; index < rings.Length; index++)
        {
            _sums.AsSpan(index * Columns, RingSignature.MemberCount).CopyTo(rings[index].Columns);
            rings[index].ImageColumn = _sums[(index * Columns) + RingSignature.MemberCount];
        }
    }

    /// <summary>Goes around all rings and writes whether each one's last challenge is its first.</summary>
    internal void Close<TSuite>(TSuite suite, ReadOnlySpan<RingTerms> rings, Span<bool> closed)
        where TSuite : IRingSuite
    {
        Reserve(rings.Length);
        for (int index = 0; index < rings.Length; index++)
        {
            _challenges[index] = rings[index].First;
        }

        for (int member = 0; member < RingSignature.MemberCount; member++)
        {
            Step(suite, rings, member);
        }

        for (int index = 0; index < rings.Length; index++)
        {
            closed[index] = ScalarSpans.IsZero(_challenges[index] + -rings[index].First);
        }
    }

    // Lᵢ = sᵢ·B + cᵢ·Wᵢ and Rᵢ = sᵢ·I(Pᵢ) + cᵢ·J of every ring.
    private void Step<TSuite>(TSuite suite, ReadOnlySpan<RingTerms> rings, int member)
        where TSuite : IRingSuite
    {
        for (int index = 0; index < rings.Length; index++)
        {
            RingTerms ring = rings[index];
            _left[2 * index] = ring.Responses[member];
            _left[(2 * index) + 1] = ring.Responses[member];
            _right[2 * index] = _challenges[index];
            _right[(2 * index) + 1] = _challenges[index];
            _leftPoints[2 * index] = EdwardsPoint.Base;
            _leftPoints[(2 * index) + 1] = ring.ImageBases[member];
            _rightPoints[2 * index] = ring.Columns[member];
            _rightPoints[(2 * index) + 1] = ring.ImageColumn;
        }

        Compute(2 * rings.Length);
        TSuite.Write(_sums.AsSpan(0, 2 * rings.Length), _encoded);
        for (int index = 0; index < rings.Length; index++)
        {
            ReadOnlySpan<byte> pair = _encoded.AsSpan(2 * index * ProofReader.ItemSizeBytes, 2 * ProofReader.ItemSizeBytes);
            _challenges[index] = suite.Challenge(rings[index], pair[..ProofReader.ItemSizeBytes], pair[ProofReader.ItemSizeBytes..]);
        }
    }

    private void Compute(int count) => PairSums.Compute(
        _left.AsSpan(0, count),
        _leftPoints.AsSpan(0, count),
        _right.AsSpan(0, count),
        _rightPoints.AsSpan(0, count),
        _sums.AsSpan(0, count));

    private void Reserve(int rings)
    {
        int count = rings * (RingSignature.MemberCount + 1);
        if (_left.Length < count)
        {
            (_left, _right, _challenges) = (new Scalar[count], new Scalar[count], new Scalar[count]);
            (_leftPoints, _rightPoints, _sums) = (new EdwardsPoint[count], new EdwardsPoint[count], new EdwardsPoint[count]);
            _encoded = new byte[2 * rings * ProofReader.ItemSizeBytes];
        }
    }
}
