using Komandor.Cryptography.Curve25519;

namespace Komandor.Cryptography.Proofs;

/// <summary>What one run of the membership prover must not show: the digits of the place and the nonces that mask them. Zeroed on dispose.</summary>
/// <remarks>docs/protocol/membership.md §5.</remarks>
internal sealed class MembershipSecrets : IDisposable
{
    private readonly int _digits;
    private readonly Scalar[] _chosen, _masks, _scalars;
    private Scalar _nonceA, _nonceB;

    internal MembershipSecrets(int digits, int place, SecretNonces nonces)
    {
        _digits = digits;
        _chosen = GC.AllocateArray<Scalar>(digits * Membership.Radix, pinned: true);
        _masks = GC.AllocateArray<Scalar>(digits * Membership.Radix, pinned: true);
        _scalars = GC.AllocateArray<Scalar>(Membership.BasePlace(digits, 0), pinned: true);
        Powers = GC.AllocateArray<Scalar>(digits, pinned: true);
        _nonceA = nonces.Next();
        _nonceB = nonces.Next();
        for (int digit = 0; digit < digits; digit++)
        {
            int first = digit * Membership.Radix;
            for (int value = 0; value < Membership.Radix; value++)
            {
                _chosen[first + value] = ScalarSpans.FromNumber(Chosen(place, digit, value));
                if (value > 0)
                {
                    _masks[first + value] = nonces.Next();
                    _masks[first] += -_masks[first + value];
                }
            }

            Powers[digit] = nonces.Next();
        }

        Place = place;
    }

    /// <summary>The place.</summary>
    internal int Place { get; private set; }

    /// <summary>ρₖ, which blind the points of the challenge's powers.</summary>
    internal Scalar[] Powers { get; }

    /// <summary>1 if <paramref name="value"/> is the digit of the place, else 0. Constant time.</summary>
    internal static ulong Chosen(int place, int digit, int value) =>
        unchecked(((ulong)(((place >> (2 * digit)) ^ value) & (Membership.Radix - 1)) - 1) >> 63);

    /// <summary>The masks of a digit's values 1, 2, 3; that of value 0 is the negative of their sum.</summary>
    internal ReadOnlySpan<Scalar> MasksOf(int digit) => _masks.AsSpan((digit * Membership.Radix) + 1, Membership.SentValues);

    /// <summary>A = Σ a·D − Σ a²·E + r_A·B.</summary>
    internal EdwardsPoint CommitA()
    {
        _scalars[0] = _nonceA;
        for (int index = 0; index < _masks.Length; index++)
        {
            _scalars[1 + (2 * index)] = _masks[index];
            _scalars[2 + (2 * index)] = -(_masks[index] * _masks[index]);
        }

        return SecretSum.Sum(_scalars, Membership.Bases.Points[.._scalars.Length]);
    }

    /// <summary>B = Σ σ·D + Σ a·(1 − 2σ)·E + r_B·B.</summary>
    internal EdwardsPoint CommitB()
    {
        _scalars[0] = _nonceB;
        for (int index = 0; index < _masks.Length; index++)
        {
            _scalars[1 + (2 * index)] = _chosen[index];
            _scalars[2 + (2 * index)] = _masks[index] * (Scalar.One + -(_chosen[index] + _chosen[index]));
        }

        return SecretSum.Sum(_scalars, Membership.Bases.Points[.._scalars.Length]);
    }

    /// <summary>Writes f of each digit's values 1 to 3, z_A and z.</summary>
    internal void Answer(in Scalar x, in Scalar blinding, Span<byte> answers)
    {
        int item = 0;
        for (int digit = 0; digit < _digits; digit++)
        {
            for (int value = 1; value < Membership.Radix; value++)
            {
                int index = (digit * Membership.Radix) + value;
                ((_chosen[index] * x) + _masks[index]).Write(answers[(ProofReader.ItemSizeBytes * item++)..]);
            }
        }

        Scalar power = Scalar.One;
        Scalar response = default;
        for (int digit = 0; digit < _digits; digit++)
        {
            response += -(Powers[digit] * power);
            power *= x;
        }

        ((_nonceB * x) + _nonceA).Write(answers[(ProofReader.ItemSizeBytes * item++)..]);
        (response + (blinding * power)).Write(answers[(ProofReader.ItemSizeBytes * item)..]);
    }

    /// <summary>Zeroes the secrets.</summary>
    public void Dispose()
    {
        ScalarSpans.Zero(_chosen);
        ScalarSpans.Zero(_masks);
        ScalarSpans.Zero(_scalars);
        ScalarSpans.Zero(Powers);
        (_nonceA, _nonceB, Place) = (default, default, 0);
    }
}
