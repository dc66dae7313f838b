using Komandor.Cryptography.Curve25519;
using Komandor.Cryptography.Proofs;

namespace Komandor.Cryptography.SecretSharing;

/// <summary>Verifies dealings, alone or in batches.</summary>
/// <remarks>docs/protocol/secret-sharing.md §4.</remarks>
internal sealed class SharingVerifier(Transcript transcript) : BatchVerifier<SharingCheck, SharingTerms>(transcript)
{
    private const int Item = ProofReader.ItemSizeBytes;

    private readonly Scalar[] _scratch = new Scalar[Sharing.MaximumReceivers];
    private readonly Scalar[] _polynomial = new Scalar[Sharing.MaximumReceivers];

    /// <summary>A verifier with a transcript of its own.</summary>
    internal SharingVerifier()
        : this(new Transcript())
    {
    }

    /// <inheritdoc/>
    protected override ProofFault Read(in SharingCheck check, SharingTerms terms)
    {
        ReadOnlySpan<byte> dealing = check.Dealing.Span;
        int receivers = check.Keys.Length / Item;
        if (check.Keys.Length % Item != 0)
        {
            return ProofFault.Length;
        }

        if (receivers is 0 or > Sharing.MaximumReceivers || check.Threshold < 1 || check.Threshold > receivers)
        {
            return ProofFault.Count;
        }

        if (dealing.Length != Sharing.SizeBytes(receivers))
        {
            return ProofFault.Length;
        }

        terms.Become(receivers);
        int pointsSize = Sharing.PointsEach * receivers * Item;
        ProofFault fault = ProofReader.ReadScalars(dealing[pointsSize..], terms.Responses.AsSpan(0, receivers));
        fault = fault == ProofFault.None ? ProofReader.ReadPoints(check.Keys.Span, terms.Keys.AsSpan(0, receivers)) : fault;
        fault = fault == ProofFault.None ? ProofReader.ReadPoints(dealing[..pointsSize], terms.Points.AsSpan(0, Sharing.PointsEach * receivers)) : fault;
        if (fault != ProofFault.None)
        {
            return fault;
        }

        Sharing.Begin(Transcript, check.Context, check.Threshold, check.Keys.Span);
        terms.Challenge = Sharing.Draw(Transcript, dealing[..pointsSize]);
        DrawDual(check.Threshold, terms);
        return ScalarSpans.IsZero(terms.Challenge) ? ProofFault.ZeroChallenge : ProofFault.None;
    }

    /// <inheritdoc/>
    protected override ReadOnlySpan<byte> ProofOf(in SharingCheck check) => check.Dealing.Span;

    /// <inheritdoc/>
    protected override int EquationsOf(SharingTerms terms) => (2 * terms.Receivers) + 1;

    /// <inheritdoc/>
    protected override void Accumulate(ReadOnlySpan<SharingTerms> terms, ReadOnlySpan<Scalar> weights)
    {
        Span<Scalar> commitmentBase = Sum.Shared(Sharing.CommitmentBase, 1);
        foreach (SharingTerms one in terms)
        {
            int count = one.Receivers;
            Scalar dualWeight = weights[2 * count];
            for (int index = 0; index < count; index++)
            {
                Scalar left = weights[2 * index];
                Scalar right = weights[(2 * index) + 1];
                commitmentBase[0] += left * one.Responses[index];
                Sum.Add((dualWeight * one.Dual[index]) + -(left * one.Challenge), one.Points[index]);
                Sum.Add(-(right * one.Challenge), one.Points[count + index]);
                Sum.Add(-left, one.Points[(2 * count) + index]);
                Sum.Add(-right, one.Points[(3 * count) + index]);
                Sum.Add(right * one.Responses[index], one.Keys[index]);
            }

            weights = weights[((2 * count) + 1)..];
        }
    }

    // A random polynomial of degree below n − t, times the dual's weights: orthogonal to all polynomials of degree below t, and to others with probability 1/ℓ.
    private void DrawDual(int threshold, SharingTerms terms)
    {
        Span<Scalar> polynomial = _polynomial.AsSpan(0, terms.Receivers - threshold);
        for (int index = 0; index < polynomial.Length; index++)
        {
            polynomial[index] = Transcript.Challenge("dual"u8);
        }

        Span<Scalar> dual = terms.Dual.AsSpan(0, terms.Receivers);
        Lagrange.DualWeights(dual, _scratch);
        for (int index = 0; index < dual.Length; index++)
        {
            Scalar place = Lagrange.Number(index + 1);
            Scalar value = default;
            for (int power = polynomial.Length; power-- > 0;)
            {
                value = (value * place) + polynomial[power];
            }

            dual[index] *= value;
        }
    }
}
