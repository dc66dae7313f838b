using Komandor.Cryptography.Curve25519;
using Komandor.Cryptography.Curve25519.Lanes;

namespace Komandor.Cryptography.Proofs;

/// <summary>The steps around rings: step i of all rings is computed side by side, since each ring's challenges hang on the ones before.</summary>
/// <remarks>docs/protocol/ring-signatures.md §4. Variable time: signatures are public. Reused, it allocates nothing.</remarks>
internal sealed class RingChain
{
    private const int LeftTerms = 3, RightTerms = 2, ScalarBits = 253;

    // Fewer rings than lanes are worth: each ring's own sums are cut into parts instead.
    private const int FewRings = 2;

    private readonly RingSplit _split = new();

    private Scalar[] _scalars = [], _challenges = [];
    private EdwardsPoint[] _points = [], _sums = [];
    private byte[] _encoded = [];

    /// <summary>Goes around all rings and writes whether each one's last challenge is its first.</summary>
    internal void Close<TSuite>(TSuite suite, ReadOnlySpan<RingTerms> rings, Span<bool> closed)
        where TSuite : IRingSuite
    {
        if (rings.Length <= FewRings && Avx2Lanes.IsSupported)
        {
            _split.Close(suite, rings, closed);
            return;
        }

        Reserve(rings.Length);
        FillImageColumns(rings);
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

    // J = μP·I + μC·D of every ring.
    private void FillImageColumns(ReadOnlySpan<RingTerms> rings)
    {
        for (int index = 0; index < rings.Length; index++)
        {
            Set(0, index, rings.Length, rings[index].KeyWeight, rings[index].Image);
            Set(1, index, rings.Length, rings[index].CommitmentWeight, rings[index].D);
        }

        Compute(2, _sums.AsSpan(0, rings.Length));
        for (int index = 0; index < rings.Length; index++)
        {
            rings[index].ImageColumn = _sums[index];
        }
    }

    // Lᵢ = sᵢ·B + cᵢ·μP·Pᵢ + cᵢ·μC·(Cᵢ − C′) and Rᵢ = sᵢ·I(Pᵢ) + cᵢ·J of every ring.
    private void Step<TSuite>(TSuite suite, ReadOnlySpan<RingTerms> rings, int member)
        where TSuite : IRingSuite
    {
        for (int index = 0; index < rings.Length; index++)
        {
            RingTerms ring = rings[index];
            Set(0, index, rings.Length, ring.Responses[member], EdwardsPoint.Base);
            Set(1, index, rings.Length, _challenges[index] * ring.KeyWeight, ring.Members[2 * member]);
            Set(2, index, rings.Length, _challenges[index] * ring.CommitmentWeight, ring.Differences[member]);
        }

        Compute(LeftTerms, _sums.AsSpan(0, rings.Length));
        for (int index = 0; index < rings.Length; index++)
        {
            RingTerms ring = rings[index];
            Set(0, index, rings.Length, ring.Responses[member], ring.ImageBases[member]);
            Set(1, index, rings.Length, _challenges[index], ring.ImageColumn);
        }

        Compute(RightTerms, _sums.AsSpan(rings.Length, rings.Length));
        TSuite.Write(_sums.AsSpan(0, 2 * rings.Length), _encoded);
        for (int index = 0; index < rings.Length; index++)
        {
            _challenges[index] = suite.Challenge(rings[index], Encoded(index), Encoded(rings.Length + index));
        }
    }

    private ReadOnlySpan<byte> Encoded(int place) => _encoded.AsSpan(place * ProofReader.ItemSizeBytes, ProofReader.ItemSizeBytes);

    private void Set(int term, int index, int count, in Scalar scalar, in EdwardsPoint point)
    {
        _scalars[(term * count) + index] = scalar;
        _points[(term * count) + index] = point;
    }

    private void Compute(int terms, Span<EdwardsPoint> sums) =>
        SideBySide.Compute(terms, ScalarBits, _scalars.AsSpan(0, terms * sums.Length), _points.AsSpan(0, terms * sums.Length), sums);

    private void Reserve(int rings)
    {
        if (_challenges.Length < rings)
        {
            (_scalars, _challenges) = (new Scalar[LeftTerms * rings], new Scalar[rings]);
            (_points, _sums) = (new EdwardsPoint[LeftTerms * rings], new EdwardsPoint[2 * rings]);
            _encoded = new byte[2 * rings * ProofReader.ItemSizeBytes];
        }
    }
}
