using Komandor.Cryptography.Curve25519;

namespace Komandor.Cryptography.Proofs;

/// <summary>The verification equation of Bulletproofs+ as terms of a sum, whatever transcript and encoding gave points and challenges.</summary>
/// <remarks>docs/protocol/range-proofs.md §5. Variable time: proofs are public.</remarks>
internal sealed class RangeEquation(RangeBases bases)
{
    private readonly Scalar[] _vector = new Scalar[RangeProof.MaximumCount * RangeProof.Bits];
    private readonly Scalar[] _factors = new Scalar[RangeProof.MaximumCount * RangeProof.Bits / 2];
    private readonly Scalar[] _ratios = new Scalar[RangeProof.MaximumRounds];
    private Scalar[] _inverses = [];
    private Scalar[] _scratch = [];

    /// <summary>Inverts the challenges of all proofs with one inversion. None is zero by rule P7.</summary>
    internal void Invert(ReadOnlySpan<RangeTerms> proofs)
    {
        int count = proofs.Length * (RangeProof.MaximumRounds + 1);
        if (_inverses.Length < count)
        {
            _inverses = new Scalar[count];
            _scratch = new Scalar[count];
        }

        int used = 0;
        foreach (RangeTerms proof in proofs)
        {
            proof.X.AsSpan(0, proof.Rounds).CopyTo(_inverses.AsSpan(used));
            used += proof.Rounds;
            _inverses[used++] = proof.Y;
        }

        ScalarSpans.InvertAll(_inverses.AsSpan(0, used), _scratch);
        used = 0;
        foreach (RangeTerms proof in proofs)
        {
            _inverses.AsSpan(used, proof.Rounds).CopyTo(proof.InverseX);
            used += proof.Rounds;
            proof.InverseY = _inverses[used++];
        }
    }

    /// <summary>Adds weight times the equation to <paramref name="sum"/>.</summary>
    internal void Add(WeightedSum sum, RangeTerms proof, in Scalar weight)
    {
        int length = 1 << proof.Rounds;
        Scalar weightE = weight * proof.E;
        Scalar weightE2 = weightE * proof.E;
        Scalar yToLength = proof.Y;
        for (int round = 0; round < proof.Rounds; round++)
        {
            yToLength *= yToLength;
        }

        AddPoints(sum, proof, weight, weightE, weightE2, yToLength);
        Span<Scalar> coefficients = sum.Shared(bases.Set, RangeBases.VectorStart + (2 * length));
        AddCommitmentBases(coefficients, proof, weight, weightE2, yToLength);
        Span<Scalar> vectors = coefficients[RangeBases.VectorStart..];
        AddLeft(vectors, proof, weightE, weightE2 * proof.Z);
        AddRight(vectors, proof, weightE, weightE2 * proof.Z);
        AddBits(vectors, proof, weightE2 * yToLength);
    }

    private static void AddPoints(
        WeightedSum sum, RangeTerms proof, in Scalar weight, in Scalar weightE, in Scalar weightE2, in Scalar yToLength)
    {
        sum.Add(-weight, proof.B);
        sum.Add(-weightE, proof.A1);
        Scalar negative = -weightE2;
        sum.Add(negative, proof.A);
        for (int round = 0; round < proof.Rounds; round++)
        {
            sum.Add(negative * (proof.X[round] * proof.X[round]), proof.L[round]);
            sum.Add(negative * (proof.InverseX[round] * proof.InverseX[round]), proof.R[round]);
        }

        Scalar z2 = proof.Z * proof.Z;
        Scalar coefficient = negative * (yToLength * proof.Y);
        foreach (ref readonly EdwardsPoint commitment in proof.Commitments)
        {
            coefficient *= z2;
            sum.Add(coefficient, commitment);
        }
    }

    private static void AddCommitmentBases(
        Span<Scalar> coefficients, RangeTerms proof, in Scalar weight, in Scalar weightE2, in Scalar yToLength)
    {
        // Σ yⁱ for i from 1 to the length, by doubling: (1 + y)(1 + y²)(1 + y⁴)… = 1 + y + … .
        Scalar sumY = proof.Y;
        Scalar power = proof.Y;
        for (int round = 0; round < proof.Rounds; round++)
        {
            sumY *= Scalar.One + power;
            power *= power;
        }

        // Σ z²⁽ʲ⁺¹⁾ over all places, padding included, times 2⁶⁴ − 1: the sum of d.
        Scalar z2 = proof.Z * proof.Z;
        Scalar sumZ = z2;
        power = z2;
        for (int places = 1; places < 1 << (proof.Rounds - RangeProof.RoundsOf(1)); places *= 2)
        {
            sumZ *= Scalar.One + power;
            power *= power;
        }

        Scalar sumD = sumZ * ScalarSpans.FromNumber(ulong.MaxValue);
        Scalar constant = (yToLength * proof.Y * proof.Z * sumD) + ((z2 + -proof.Z) * sumY);
        coefficients[0] += (weight * (proof.Responses[0] * proof.Y * proof.Responses[1])) + (weightE2 * constant);
        coefficients[1] += weight * proof.Responses[2];
    }

    // e·r1·y⁻ⁱ·sᵢ + e²·z, where sᵢ is the product of xⱼ or its inverse by the bits of i.
    private void AddLeft(Span<Scalar> vectors, RangeTerms proof, in Scalar weightE, in Scalar weightE2Z)
    {
        Scalar first = weightE * proof.Responses[0];
        Scalar yPower = proof.InverseY;
        for (int bit = 0; bit < proof.Rounds; bit++)
        {
            int round = proof.Rounds - 1 - bit;
            first *= proof.InverseX[round];
            _ratios[bit] = proof.X[round] * proof.X[round] * yPower;
            yPower *= yPower;
        }

        Expand(first, proof.Rounds);
        for (int index = 0; index < vectors.Length / 2; index++)
        {
            vectors[2 * index] += _vector[index] + weightE2Z;
        }
    }

    // e·s1·s₋ᵢ − e²·z, where s₋ᵢ has the complement of the bits of i.
    private void AddRight(Span<Scalar> vectors, RangeTerms proof, in Scalar weightE, in Scalar weightE2Z)
    {
        Scalar first = weightE * proof.Responses[1];
        Scalar negative = -weightE2Z;
        for (int bit = 0; bit < proof.Rounds; bit++)
        {
            int round = proof.Rounds - 1 - bit;
            first *= proof.X[round];
            _ratios[bit] = proof.InverseX[round] * proof.InverseX[round];
        }

        Expand(first, proof.Rounds);
        for (int index = 0; index < vectors.Length / 2; index++)
        {
            vectors[(2 * index) + 1] += _vector[index] + negative;
        }
    }

    // −e²·dᵢ·y^(length − i) with d = z²⁽ʲ⁺¹⁾·2ᵇ for i = 64·j + b.
    private void AddBits(Span<Scalar> vectors, RangeTerms proof, in Scalar weightE2Y)
    {
        Scalar z2 = proof.Z * proof.Z;
        Scalar two = Scalar.One + Scalar.One;
        Scalar yPower = proof.InverseY;
        Scalar twoPower = two;
        int valueBits = RangeProof.RoundsOf(1);
        for (int bit = 0; bit < valueBits; bit++)
        {
            _ratios[bit] = yPower * twoPower;
            yPower *= yPower;
            twoPower *= twoPower;
        }

        Scalar zPower = z2;
        for (int bit = valueBits; bit < proof.Rounds; bit++)
        {
            _ratios[bit] = yPower * zPower;
            yPower *= yPower;
            zPower *= zPower;
        }

        Expand(-(weightE2Y * z2), proof.Rounds);
        for (int index = 0; index < vectors.Length / 2; index++)
        {
            vectors[(2 * index) + 1] += _vector[index];
        }
    }

    // vector[i] = first times the ratios of the bits that are set in i.
    private void Expand(in Scalar first, int bits)
    {
        _vector[0] = first;
        for (int bit = 0; bit < bits; bit++)
        {
            int half = 1 << bit;
            _factors.AsSpan(0, half).Fill(_ratios[bit]);
            Scalar.MultiplyBatch(_vector.AsSpan(0, half), _factors.AsSpan(0, half), _vector.AsSpan(half, half));
        }
    }
}
