using Komandor.Cryptography.Curve25519;
using Komandor.Primitives;

namespace Komandor.Cryptography.Proofs;

/// <summary>Verifies representation proofs, alone or in batches: every equation of every proof has its own weight, so none is ever summed unweighted.</summary>
/// <remarks>docs/protocol/representation.md §4.</remarks>
internal sealed class RelationVerifier(Transcript transcript) : BatchVerifier<RelationCheck, RelationTerms>(transcript)
{
    /// <summary>Binds the statement.</summary>
    internal static void Begin(Transcript transcript, RelationShape shape, Hash256 context, ReadOnlySpan<byte> points)
    {
        transcript.Begin(shape.Name, context);
        transcript.Append("points"u8, points);
    }

    /// <summary>Binds the commitments and draws the challenge.</summary>
    internal static Scalar Draw(Transcript transcript, ReadOnlySpan<byte> commitments)
    {
        transcript.Append("commitments"u8, commitments);
        return transcript.Challenge("e"u8);
    }

    /// <summary>A verifier with a transcript of its own.</summary>
    internal RelationVerifier()
        : this(new Transcript())
    {
    }

    /// <inheritdoc/>
    protected override ProofFault Read(in RelationCheck check, RelationTerms terms)
    {
        ReadOnlySpan<byte> proof = check.Proof.Span;
        RelationShape shape = check.Shape;
        if (check.Points.Length != shape.Points * ProofReader.ItemSizeBytes || proof.Length != shape.ProofSizeBytes)
        {
            return ProofFault.Length;
        }

        terms.Become(shape);
        int commitmentsSize = shape.Equations.Length * ProofReader.ItemSizeBytes;
        ProofFault fault = ProofReader.ReadScalars(proof[commitmentsSize..], terms.Responses);
        fault = fault == ProofFault.None ? ProofReader.ReadPoints(check.Points.Span, terms.Points) : fault;
        fault = fault == ProofFault.None ? ProofReader.ReadPoints(proof[..commitmentsSize], terms.Commitments) : fault;
        if (fault != ProofFault.None)
        {
            return fault;
        }

        Begin(Transcript, shape, check.Context, check.Points.Span);
        terms.Challenge = Draw(Transcript, proof[..commitmentsSize]);
        return ScalarSpans.IsZero(terms.Challenge) ? ProofFault.ZeroChallenge : ProofFault.None;
    }

    /// <inheritdoc/>
    protected override ReadOnlySpan<byte> ProofOf(in RelationCheck check) => check.Proof.Span;

    /// <inheritdoc/>
    protected override int EquationsOf(RelationTerms terms) => terms.Shape.Equations.Length;

    /// <inheritdoc/>
    protected override void Accumulate(ReadOnlySpan<RelationTerms> terms, ReadOnlySpan<Scalar> weights)
    {
        Span<Scalar> wellKnown = Sum.Shared(RelationShape.WellKnown, RelationShape.WellKnown.Count);
        int used = 0;
        foreach (RelationTerms one in terms)
        {
            for (int index = 0; index < one.Shape.Equations.Length; index++)
            {
                AddEquation(one, index, weights[used++], wellKnown);
            }
        }
    }

    // weight · (Σ response · base − commitment − challenge · image).
    private void AddEquation(RelationTerms terms, int index, in Scalar weight, Span<Scalar> wellKnown)
    {
        RelationEquation equation = terms.Shape.Equations[index];
        foreach (RelationTerm term in equation.Terms)
        {
            Scalar coefficient = weight * terms.Responses[term.Secret];
            if (term.Base < 0)
            {
                wellKnown[-1 - term.Base] += coefficient;
            }
            else
            {
                Sum.Add(coefficient, terms.Points[term.Base]);
            }
        }

        Sum.Add(-weight, terms.Commitments[index]);
        Sum.Add(-(weight * terms.Challenge), terms.Points[equation.Image]);
    }
}
