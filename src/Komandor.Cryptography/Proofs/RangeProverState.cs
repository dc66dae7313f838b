using Komandor.Cryptography.Curve25519;
using Komandor.Primitives;

namespace Komandor.Cryptography.Proofs;

/// <summary>One run of the prover of Bulletproofs+: the vectors that are halved round by round. Zeroed on dispose.</summary>
/// <remarks>docs/protocol/range-proofs.md §6.</remarks>
internal sealed class RangeProverState : IDisposable
{
    private readonly Transcript _transcript = new();
    private readonly SecretNonces _nonces;
    private readonly int _rounds;
    private readonly byte[] _proof;
    private readonly Scalar[] _a, _b, _scalars;
    private readonly EdwardsPoint[] _left, _right, _points;
    private readonly Scalar[] _yPowers;
    private Scalar _alpha;
    private int _written;

    internal RangeProverState(
        Hash256 context, ReadOnlySpan<byte> commitments, ReadOnlySpan<byte> bits, ReadOnlySpan<Scalar> blindings, ReadOnlySpan<byte> randomness)
    {
        _rounds = RangeProof.RoundsOf(blindings.Length);
        int length = 1 << _rounds;
        Invariant.Require(bits.Length == length);
        _proof = new byte[RangeProof.SizeBytes(blindings.Length)];
        _a = GC.AllocateArray<Scalar>(length, pinned: true);
        _b = GC.AllocateArray<Scalar>(length, pinned: true);
        _scalars = GC.AllocateArray<Scalar>(length + 2, pinned: true);
        _points = new EdwardsPoint[length + 2];
        _left = new EdwardsPoint[length];
        _right = new EdwardsPoint[length];
        for (int index = 0; index < length; index++)
        {
            _left[index] = RangeBases.Shared.Left(index);
            _right[index] = RangeBases.Shared.Right(index);
        }

        _yPowers = new Scalar[length + 2];
        RangeProof.Begin(_transcript, context, commitments);
        _transcript.Challenge("nonces"u8);
        _nonces = new SecretNonces(randomness, _transcript.State, blindings);
        RangeProof.Begin(_transcript, context, commitments);
        Commit(bits, blindings);
    }

    /// <summary>Halves the vectors until one entry is left, and answers the last challenge.</summary>
    internal byte[] Run()
    {
        _written = RangeProof.FixedPoints;
        for (int half = _a.Length / 2; half > 0; half /= 2)
        {
            Fold(half);
        }

        Scalar r = _nonces.Next(), s = _nonces.Next(), d = _nonces.Next(), eta = _nonces.Next();
        Scalar y = _yPowers[1];
        Scalar cross = y * ((r * _b[0]) + (s * _a[0]));
        Span<Scalar> scalars = [r, s, d, cross];
        Write(1, SecretSum.Sum(scalars, [_left[0], _right[0], Generators.Blinding, Generators.Value]));
        Write(2, Pedersen.Commit(r * y * s, eta));
        Scalar e = RangeProof.DrawLast(_transcript, Item(1), Item(2));
        int place = RangeProof.FixedPoints + (2 * _rounds);
        (r + (_a[0] * e)).Write(Item(place));
        (s + (_b[0] * e)).Write(Item(place + 1));
        (eta + (d * e) + (_alpha * e * e)).Write(Item(place + 2));
        ScalarSpans.Zero(scalars);
        return _proof;
    }

    /// <summary>Zeroes the secrets.</summary>
    public void Dispose()
    {
        ScalarSpans.Zero(_a);
        ScalarSpans.Zero(_b);
        ScalarSpans.Zero(_scalars);
        _alpha = default;
        _nonces.Dispose();
    }

    // A = α·B + Σ aL·G + aR·H with aR = aL − 1: a bit adds its G, or takes its H away. Then a = aL − z, b = aR + z + d·y^(length − i).
    private void Commit(ReadOnlySpan<byte> bits, ReadOnlySpan<Scalar> blindings)
    {
        _alpha = _nonces.Next();
        EdwardsPoint sum = SecretSum.Sum([_alpha], [Generators.Blinding]);
        for (int index = 0; index < bits.Length; index++)
        {
            sum = sum.Add((-_right[index].ToCached()).Select(_left[index].ToCached(), bits[index]));
        }

        Write(0, sum);
        RangeProof.Draw(_transcript, Item(0), out Scalar y, out Scalar z);
        _yPowers[0] = Scalar.One;
        for (int index = 1; index < _yPowers.Length; index++)
        {
            _yPowers[index] = _yPowers[index - 1] * y;
        }

        Scalar z2 = z * z;
        Scalar zPower = z2;
        for (int value = 0; value < bits.Length / RangeProof.Bits; value++)
        {
            Scalar d = zPower;
            for (int bit = 0; bit < RangeProof.Bits; bit++)
            {
                int index = (value * RangeProof.Bits) + bit;
                Scalar one = ScalarSpans.FromNumber(bits[index]);
                _a[index] = one + -z;
                _b[index] = one + ScalarSpans.MinusOne + z + (d * _yPowers[bits.Length - index]);
                d += d;
            }

            _alpha += value < blindings.Length ? zPower * _yPowers[bits.Length + 1] * blindings[value] : default;
            zPower *= z2;
        }
    }

    private void Fold(int half)
    {
        Scalar yHalf = _yPowers[half];
        Scalar inverseYHalf = ScalarSpans.Invert(yHalf);
        Scalar nonceL = _nonces.Next(), nonceR = _nonces.Next();
        Scalar crossL = default, crossR = default;
        for (int index = 0; index < half; index++)
        {
            crossL += _a[index] * _yPowers[index + 1] * _b[half + index];
            crossR += _a[half + index] * yHalf * _yPowers[index + 1] * _b[index];
        }

        Write(_written, Cross(half, inverseYHalf, 0, half, crossL, nonceL));
        Write(_written + _rounds, Cross(half, yHalf, half, 0, crossR, nonceR));
        Scalar x = RangeProof.DrawRound(_transcript, Item(_written), Item(_written + _rounds));
        _written++;
        Scalar inverse = ScalarSpans.Invert(x);
        Scalar xY = x * inverseYHalf, inverseY = inverse * yHalf;
        for (int index = 0; index < half; index++)
        {
            _left[index] = MultiScalar.SumVariableTime([inverse, xY], [_left[index], _left[half + index]]);
            _right[index] = MultiScalar.SumVariableTime([x, inverse], [_right[index], _right[half + index]]);
            _a[index] = (x * _a[index]) + (inverseY * _a[half + index]);
            _b[index] = (inverse * _b[index]) + (x * _b[half + index]);
        }

        _alpha += (nonceL * x * x) + (nonceR * inverse * inverse);
    }

    // L takes a's first and b's second half over the other halves of the bases, R the reverse.
    private EdwardsPoint Cross(int half, in Scalar scale, int aStart, int bStart, in Scalar cross, in Scalar nonce)
    {
        for (int index = 0; index < half; index++)
        {
            _scalars[index] = _a[aStart + index] * scale;
            _points[index] = _left[bStart + index];
            _scalars[half + index] = _b[bStart + index];
            _points[half + index] = _right[aStart + index];
        }

        _scalars[2 * half] = cross;
        _points[2 * half] = Generators.Value;
        _scalars[(2 * half) + 1] = nonce;
        _points[(2 * half) + 1] = Generators.Blinding;
        return SecretSum.Sum(_scalars.AsSpan(0, (2 * half) + 2), _points.AsSpan(0, (2 * half) + 2));
    }

    private Span<byte> Item(int place) => _proof.AsSpan(place * ProofReader.ItemSizeBytes, ProofReader.ItemSizeBytes);

    private void Write(int place, in EdwardsPoint point) => Ristretto255.Write(point, Item(place));
}
