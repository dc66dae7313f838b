using Komandor.Cryptography.Curve25519;

namespace Komandor.Cryptography.Proofs;

/// <summary>Verifies membership proofs, alone or in batches; proofs over one set share the multiples of its notes.</summary>
/// <remarks>docs/protocol/membership.md §4.</remarks>
internal sealed class MembershipVerifier(Transcript transcript) : BatchVerifier<MembershipCheck, MembershipTerms>(transcript)
{
    private const int Item = ProofReader.ItemSizeBytes;

    // Products of the lower and the upper digits of every proof of one set, term by term beside each other.
    private readonly Scalar[] _lower = new Scalar[BatchLimit << (2 * (Membership.MaximumDigits / 2))];
    private readonly Scalar[] _upper = new Scalar[BatchLimit << (2 * ((Membership.MaximumDigits + 1) / 2))];
    private readonly Scalar[] _vector = new Scalar[1 << (2 * ((Membership.MaximumDigits + 1) / 2))];
    private readonly bool[] _done = new bool[BatchLimit];

    /// <summary>A verifier with a transcript of its own.</summary>
    internal MembershipVerifier()
        : this(new Transcript())
    {
    }

    /// <inheritdoc/>
    protected override ProofFault Read(in MembershipCheck check, MembershipTerms terms)
    {
        ReadOnlySpan<byte> proof = check.Proof.Span;
        int digits = check.Set.Digits;
        if (check.Offset.Length != Item || check.Zero.Length != Item || proof.Length != Membership.SizeBytes(digits))
        {
            return ProofFault.Length;
        }

        terms.Set = check.Set;
        int pointsSize = (2 + digits) * Item;
        ProofFault fault = ProofReader.ReadScalars(proof[pointsSize..], terms.Sent.AsSpan(0, (Membership.SentValues * digits) + 2));
        fault = fault == ProofFault.None ? ProofReader.ReadPoints(check.Offset.Span, terms.Points.AsSpan(0, 1)) : fault;
        fault = fault == ProofFault.None ? ProofReader.ReadPoints(check.Zero.Span, terms.Points.AsSpan(1, 1)) : fault;
        fault = fault == ProofFault.None ? ProofReader.ReadPoints(proof[..pointsSize], terms.Points.AsSpan(2, 2 + digits)) : fault;
        if (fault != ProofFault.None)
        {
            return fault;
        }

        Membership.Begin(Transcript, check);
        terms.Challenge = Membership.Draw(Transcript, proof[..pointsSize]);
        terms.FillValues();
        return ScalarSpans.IsZero(terms.Challenge) ? ProofFault.ZeroChallenge : ProofFault.None;
    }

    /// <inheritdoc/>
    protected override ReadOnlySpan<byte> ProofOf(in MembershipCheck check) => check.Proof.Span;

    /// <inheritdoc/>
    protected override int EquationsOf(MembershipTerms terms) => 2;

    /// <inheritdoc/>
    protected override void Accumulate(ReadOnlySpan<MembershipTerms> terms, ReadOnlySpan<Scalar> weights)
    {
        Span<Scalar> shared = Sum.Shared(Membership.Bases, 1 + (2 * Membership.Radix * Membership.MaximumDigits));
        for (int index = 0; index < terms.Length; index++)
        {
            AddDigits(terms[index], weights[2 * index], shared);
            AddPlaces(terms[index], weights[(2 * index) + 1], shared);
        }

        _done.AsSpan(0, terms.Length).Clear();
        for (int index = 0; index < terms.Length; index++)
        {
            if (!_done[index])
            {
                AddNotes(terms, weights, index);
            }
        }
    }

    // weight · (A + x·B − Σ f·D − Σ f·(x − f)·E − z_A·B).
    private void AddDigits(MembershipTerms terms, in Scalar weight, Span<Scalar> shared)
    {
        for (int digit = 0; digit < terms.Digits; digit++)
        {
            for (int value = 0; value < Membership.Radix; value++)
            {
                Scalar f = terms.Values[(digit * Membership.Radix) + value];
                Scalar weighted = weight * f;
                int place = Membership.BasePlace(digit, value);
                shared[place] += -weighted;
                shared[place + 1] += -(weighted * (terms.Challenge + -f));
            }
        }

        shared[0] += -(weight * terms.ResponseA);
        Sum.Add(weight, terms.A);
        Sum.Add(weight * terms.Challenge, terms.B);
    }

    // weight · (t₀·C′ − (xᵐ − t₀)·N′ − Σ xᵏ·Gₖ − z·B), where t₀ is what place 0 and the places past the set sum up to.
    private void AddPlaces(MembershipTerms terms, in Scalar weight, Span<Scalar> shared)
    {
        (Scalar sum, Scalar power) = terms.SumBelow(terms.Set!.Places);
        (Scalar first, _) = terms.SumBelow(1);
        Scalar notes = sum + -first;
        Sum.Add(weight * (power + -notes), terms.Zero);
        Sum.Add(-(weight * notes), terms.Offset);
        Scalar coefficient = -weight;
        foreach (ref readonly EdwardsPoint point in terms.G)
        {
            Sum.Add(coefficient, point);
            coefficient *= terms.Challenge;
        }

        shared[0] += -(weight * terms.Response);
    }

    // Adds, for all proofs over one set, weight times the product of each place's digits to the place's note.
    private void AddNotes(ReadOnlySpan<MembershipTerms> terms, ReadOnlySpan<Scalar> weights, int first)
    {
        CoverSet set = terms[first].Set!;
        int proofs = 0;
        for (int index = first; index < terms.Length; index++)
        {
            proofs += terms[index].Set == set ? 1 : 0;
        }

        int lowerDigits = set.Digits / 2;
        int used = 0;
        for (int index = first; index < terms.Length; index++)
        {
            if (terms[index].Set == set)
            {
                _done[index] = true;
                Expand(terms[index], 0, lowerDigits, Scalar.One, _lower.AsSpan(used), proofs);
                Expand(terms[index], lowerDigits, set.Digits, weights[(2 * index) + 1], _upper.AsSpan(used), proofs);
                used++;
            }
        }

        Span<Scalar> notes = Sum.Shared(set.Bases, set.Places);
        ScalarMatrix.AddProducts(_upper, _lower.AsSpan(0, proofs << (2 * lowerDigits)), proofs, notes);

        // Place 0 holds no note: its part went to C′.
        notes[0] = default;
    }

    // Writes factor times the product of the digits from one to another, for each of their values, a stride apart.
    private void Expand(MembershipTerms terms, int from, int to, in Scalar factor, Span<Scalar> products, int stride)
    {
        _vector[0] = factor;
        int count = 1;
        for (int digit = from; digit < to; digit++)
        {
            ReadOnlySpan<Scalar> values = terms.Values.AsSpan(digit * Membership.Radix, Membership.Radix);
            for (int value = Membership.Radix; value-- > 0;)
            {
                for (int index = 0; index < count; index++)
                {
                    _vector[(value * count) + index] = _vector[index] * values[value];
                }
            }

            count *= Membership.Radix;
        }

        for (int index = 0; index < count; index++)
        {
            products[index * stride] = _vector[index];
        }
    }
}
