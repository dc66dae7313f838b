using Komandor.Cryptography.Curve25519;

namespace Komandor.Cryptography.Proofs;

/// <summary>The multi-scalar multiplication that a verification ends in: shared bases with a coefficient each, and points of the proofs.</summary>
/// <remarks>Variable time: for public scalars and points. Reused, it allocates nothing.</remarks>
internal sealed class WeightedSum
{
    private readonly List<BaseSet> _sets = [];
    private readonly List<int> _starts = [];
    private readonly List<int> _used = [];
    private Scalar[] _shared = new Scalar[256];
    private Scalar[] _scalars = new Scalar[256];
    private EdwardsPoint[] _points = new EdwardsPoint[256];
    private int _sharedCount;
    private int _count;

    /// <summary>Empties the sum.</summary>
    internal void Clear()
    {
        _sets.Clear();
        _starts.Clear();
        _used.Clear();
        _sharedCount = 0;
        _count = 0;
    }

    /// <summary>The coefficients of a set's first <paramref name="count"/> points, to be added to; valid until the next set joins.</summary>
    internal Span<Scalar> Shared(BaseSet set, int count)
    {
        int place = _sets.IndexOf(set);
        if (place < 0)
        {
            place = _sets.Count;
            _sets.Add(set);
            _starts.Add(_sharedCount);
            _used.Add(0);
            int needed = _sharedCount + set.Count;
            if (needed > _shared.Length)
            {
                Array.Resize(ref _shared, 2 * needed);
            }

            _shared.AsSpan(_sharedCount, set.Count).Clear();
            _sharedCount = needed;
        }

        _used[place] = Math.Max(_used[place], count);
        return _shared.AsSpan(_starts[place], count);
    }

    /// <summary>Adds scalar · point.</summary>
    internal void Add(in Scalar scalar, in EdwardsPoint point)
    {
        if (_count == _points.Length)
        {
            Array.Resize(ref _scalars, 2 * _count);
            Array.Resize(ref _points, 2 * _count);
        }

        _scalars[_count] = scalar;
        _points[_count++] = point;
    }

    /// <summary>The sum. The terms are used up.</summary>
    internal EdwardsPoint Total()
    {
        ReadOnlySpan<Scalar> scalars = _scalars.AsSpan(0, _count);
        ReadOnlySpan<EdwardsPoint> points = _points.AsSpan(0, _count);
        EdwardsPoint total = _sets.Count == 0 ? MultiScalar.SumVariableTime(scalars, points) : EdwardsPoint.Identity;
        for (int place = 0; place < _sets.Count; place++)
        {
            // The points of the proofs join the first set's sum.
            total += MultiScalar.SumVariableTime(
                _sets[place].Prepared,
                _shared.AsSpan(_starts[place], _used[place]),
                place == 0 ? scalars : [],
                place == 0 ? points : []);
        }

        Clear();
        return total;
    }

    /// <summary>Whether the sum is the neutral element of ristretto255. The terms are used up.</summary>
    internal bool Vanishes() => Ristretto255.EqualsMask(Total(), EdwardsPoint.Identity) == 1;
}
