using System.Buffers.Binary;
using Komandor.Cryptography.Curve25519;

namespace Komandor.Cryptography.Proofs;

/// <summary>The steps around few rings: lanes take parts of each sum. Scalars are cut into four pieces of 64 bits, and points are doubled 64, 128 and 192 times beforehand, since they hang on no challenge.</summary>
/// <remarks>docs/protocol/ring-signatures.md §4: the verdicts are those of <see cref="RingChain"/>. Variable time. Reused, it allocates nothing.</remarks>
internal sealed class RingSplit
{
    private const int Pieces = 4, PieceBits = 64, Terms = 3, SumsEach = 2 * Pieces;

    // Of each ring: key, difference and image base of each member, then the image and D.
    private const int PointsEach = (3 * RingSignature.MemberCount) + 2;

    private static readonly EdwardsPoint[] _base = MakeBase();

    private EdwardsPoint[] _doubled = [], _points = [], _sums = [];
    private Scalar[] _scalars = [], _challenges = [];
    private byte[] _encoded = [];

    /// <summary>Goes around all rings and writes whether each one's last challenge is its first.</summary>
    internal void Close<TSuite>(TSuite suite, ReadOnlySpan<RingTerms> rings, Span<bool> closed)
        where TSuite : IRingSuite
    {
        Reserve(rings.Length);
        FillDoubled(rings);
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

    private static EdwardsPoint[] MakeBase()
    {
        EdwardsPoint[] points = [EdwardsPoint.Base, default, default, default];
        for (int piece = 1; piece < Pieces; piece++)
        {
            SideBySide.Double(PieceBits, points.AsSpan(piece - 1, 1), points.AsSpan(piece, 1));
        }

        return points;
    }

    private void FillDoubled(ReadOnlySpan<RingTerms> rings)
    {
        int count = rings.Length * PointsEach;
        for (int index = 0; index < rings.Length; index++)
        {
            Span<EdwardsPoint> points = _doubled.AsSpan(index * PointsEach, PointsEach);
            for (int member = 0; member < RingSignature.MemberCount; member++)
            {
                points[3 * member] = rings[index].Members[2 * member];
                points[(3 * member) + 1] = rings[index].Differences[member];
                points[(3 * member) + 2] = rings[index].ImageBases[member];
            }

            points[^2] = rings[index].Image;
            points[^1] = rings[index].D;
        }

        for (int piece = 1; piece < Pieces; piece++)
        {
            SideBySide.Double(PieceBits, _doubled.AsSpan((piece - 1) * count, count), _doubled.AsSpan(piece * count, count));
        }
    }

    private void Step<TSuite>(TSuite suite, ReadOnlySpan<RingTerms> rings, int member)
        where TSuite : IRingSuite
    {
        int sums = rings.Length * SumsEach;
        for (int index = 0; index < rings.Length; index++)
        {
            RingTerms ring = rings[index];
            Scalar key = _challenges[index] * ring.KeyWeight;
            Scalar commitment = _challenges[index] * ring.CommitmentWeight;
            for (int side = 0; side < 2; side++)
            {
                int first = (index * SumsEach) + (side * Pieces);
                Cut(ring.Responses[member], _scalars.AsSpan(first));
                Cut(key, _scalars.AsSpan(sums + first));
                Cut(commitment, _scalars.AsSpan((2 * sums) + first));
            }

            for (int piece = 0; piece < Pieces; piece++)
            {
                ReadOnlySpan<EdwardsPoint> points = _doubled.AsSpan(((piece * rings.Length) + index) * PointsEach, PointsEach);
                int left = (index * SumsEach) + piece, right = left + Pieces;
                _points[left] = _base[piece];
                _points[sums + left] = points[3 * member];
                _points[(2 * sums) + left] = points[(3 * member) + 1];
                _points[right] = points[(3 * member) + 2];
                _points[sums + right] = points[^2];
                _points[(2 * sums) + right] = points[^1];
            }
        }

        SideBySide.Compute(Terms, PieceBits, _scalars.AsSpan(0, Terms * sums), _points.AsSpan(0, Terms * sums), _sums.AsSpan(0, sums));
        Join(suite, rings);
    }

    private void Join<TSuite>(TSuite suite, ReadOnlySpan<RingTerms> rings)
        where TSuite : IRingSuite
    {
        for (int sum = 0; sum < 2 * rings.Length; sum++)
        {
            ReadOnlySpan<EdwardsPoint> pieces = _sums.AsSpan(sum * Pieces, Pieces);
            _sums[sum] = pieces[0] + pieces[1] + (pieces[2] + pieces[3]);
        }

        TSuite.Write(_sums.AsSpan(0, 2 * rings.Length), _encoded);
        for (int index = 0; index < rings.Length; index++)
        {
            ReadOnlySpan<byte> pair = _encoded.AsSpan(2 * index * ProofReader.ItemSizeBytes, 2 * ProofReader.ItemSizeBytes);
            _challenges[index] = suite.Challenge(rings[index], pair[..ProofReader.ItemSizeBytes], pair[ProofReader.ItemSizeBytes..]);
        }
    }

    private static void Cut(in Scalar scalar, Span<Scalar> pieces)
    {
        Span<byte> bytes = stackalloc byte[Scalar.SizeBytes];
        scalar.Write(bytes);
        for (int piece = 0; piece < Pieces; piece++)
        {
            pieces[piece] = ScalarSpans.FromNumber(BinaryPrimitives.ReadUInt64LittleEndian(bytes[(piece * sizeof(ulong))..]));
        }
    }

    private void Reserve(int rings)
    {
        if (_challenges.Length < rings)
        {
            int sums = rings * SumsEach;
            _doubled = new EdwardsPoint[Pieces * rings * PointsEach];
            (_points, _sums) = (new EdwardsPoint[Terms * sums], new EdwardsPoint[sums]);
            (_scalars, _challenges) = (new Scalar[Terms * sums], new Scalar[rings]);
            _encoded = new byte[2 * rings * ProofReader.ItemSizeBytes];
        }
    }
}
