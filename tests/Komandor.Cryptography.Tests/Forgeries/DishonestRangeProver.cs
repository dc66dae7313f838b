using System.Numerics;
using Komandor.Cryptography.Curve25519;
using Komandor.Cryptography.Proofs;
using Komandor.Cryptography.Tests.Proofs;
using Komandor.Primitives;

namespace Komandor.Cryptography.Tests.Forgeries;

/// <summary>A prover of range proofs that takes any digits and any partners, honest otherwise: what it must not get past the verifier.</summary>
/// <remarks>range-proofs.md §4 and §6, over the paper's weighted inner product, without any care for secrets.</remarks>
internal sealed class DishonestRangeProver
{
    private readonly Transcript _transcript = new();
    private readonly byte[] _proof;
    private readonly int _rounds;
    private Scalar[] _a, _b;
    private EdwardsPoint[] _left, _right;
    private Scalar _alpha = Sample.Scalar(77);
    private Scalar _y;
    private int _drawn = 700;

    private DishonestRangeProver(int digits, int commitments)
    {
        _rounds = BitOperations.Log2((uint)digits);
        _proof = new byte[RangeProof.SizeBytes(commitments)];
        _left = [.. Enumerable.Range(0, digits).Select(RangeBases.Shared.Left)];
        _right = [.. Enumerable.Range(0, digits).Select(RangeBases.Shared.Right)];
        (_a, _b) = ([], []);
    }

    internal static byte[] Prove(
        Hash256 context, byte[] commitments, BigInteger[] digits, Func<BigInteger, BigInteger> partner, Scalar[] blindings)
    {
        DishonestRangeProver prover = new(digits.Length, blindings.Length);
        RangeProof.Begin(prover._transcript, context, commitments);
        prover.Commit(digits, partner, blindings);
        for (int round = 0; round < prover._rounds; round++)
        {
            prover.Fold(round);
        }

        prover.Answer();
        return prover._proof;
    }

    private void Commit(BigInteger[] digits, Func<BigInteger, BigInteger> partner, Scalar[] blindings)
    {
        Scalar[] aL = [.. digits.Select(Sample.Number)];
        Scalar[] aR = [.. digits.Select(digit => Sample.Number(partner(digit)))];
        Write(0, Sum([_alpha, .. aL, .. aR], [Generators.Blinding, .. _left, .. _right]));
        RangeProof.Draw(_transcript, Item(0), out _y, out Scalar z);
        Scalar z2 = z * z;
        Scalar weight = z2;
        (_a, _b) = (new Scalar[digits.Length], new Scalar[digits.Length]);
        for (int value = 0; value < digits.Length / 64; value++)
        {
            for (int bit = 0; bit < 64; bit++)
            {
                int index = (64 * value) + bit;
                _a[index] = aL[index] + -z;
                _b[index] = aR[index] + z + (weight * Sample.Number(BigInteger.Pow(2, bit)) * Power(_y, digits.Length - index));
            }

            _alpha += value < blindings.Length ? weight * Power(_y, digits.Length + 1) * blindings[value] : default;
            weight *= z2;
        }
    }

    private void Fold(int round)
    {
        int half = _a.Length / 2;
        Scalar yHalf = Power(_y, half);
        Scalar inverseYHalf = ScalarSpans.Invert(yHalf);
        (Scalar nonceL, Scalar nonceR) = (Sample.Scalar(_drawn++), Sample.Scalar(_drawn++));
        (Scalar crossL, Scalar crossR) = (default, default);
        for (int index = 0; index < half; index++)
        {
            Scalar power = Power(_y, index + 1);
            crossL += _a[index] * power * _b[half + index];
            crossR += _a[half + index] * yHalf * power * _b[index];
        }

        EdwardsPoint left = Sum(
            [crossL, nonceL, .. _a[..half].Select(a => a * inverseYHalf), .. _b[half..]],
            [Generators.Value, Generators.Blinding, .. _left[half..], .. _right[..half]]);
        EdwardsPoint right = Sum(
            [crossR, nonceR, .. _a[half..].Select(a => a * yHalf), .. _b[..half]],
            [Generators.Value, Generators.Blinding, .. _left[..half], .. _right[half..]]);
        Write(3 + round, left);
        Write(3 + _rounds + round, right);
        Scalar x = RangeProof.DrawRound(_transcript, Item(3 + round), Item(3 + _rounds + round));
        Scalar inverse = ScalarSpans.Invert(x);
        int[] places = [.. Enumerable.Range(0, half)];
        _alpha += (nonceL * x * x) + (nonceR * inverse * inverse);
        (_left, _right, _a, _b) = (
            [.. places.Select(i => Sum([inverse, x * inverseYHalf], [_left[i], _left[half + i]]))],
            [.. places.Select(i => Sum([x, inverse], [_right[i], _right[half + i]]))],
            [.. places.Select(i => (x * _a[i]) + (inverse * yHalf * _a[half + i]))],
            [.. places.Select(i => (inverse * _b[i]) + (x * _b[half + i]))]);
    }

    private void Answer()
    {
        (Scalar r, Scalar s, Scalar d, Scalar eta) = (Sample.Scalar(1), Sample.Scalar(2), Sample.Scalar(3), Sample.Scalar(4));
        Scalar cross = _y * ((r * _b[0]) + (s * _a[0]));
        Write(1, Sum([r, s, d, cross], [_left[0], _right[0], Generators.Blinding, Generators.Value]));
        Write(2, Sum([r * _y * s, eta], [Generators.Value, Generators.Blinding]));
        Scalar e = RangeProof.DrawLast(_transcript, Item(1), Item(2));
        int place = 3 + (2 * _rounds);
        (r + (_a[0] * e)).Write(Item(place));
        (s + (_b[0] * e)).Write(Item(place + 1));
        (eta + (d * e) + (_alpha * e * e)).Write(Item(place + 2));
    }

    private static EdwardsPoint Sum(Scalar[] scalars, EdwardsPoint[] points) => MultiScalar.SumVariableTime(scalars, points);

    private static Scalar Power(Scalar value, int exponent) =>
        Enumerable.Repeat(value, exponent).Aggregate(Scalar.One, (product, factor) => product * factor);

    private Span<byte> Item(int place) => _proof.AsSpan(32 * place, 32);

    private void Write(int place, EdwardsPoint point) => Ristretto255.Write(point, Item(place));
}
