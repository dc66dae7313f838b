using Komandor.Cryptography.Curve25519;

namespace Komandor.Cryptography.Proofs;

/// <summary>A representation proof that has been read.</summary>
internal sealed class RelationTerms
{
    /// <summary>The form.</summary>
    internal RelationShape Shape { get; private set; } = RelationShape.Opening;

    /// <summary>The statement's points.</summary>
    internal EdwardsPoint[] Points { get; private set; } = [];

    /// <summary>The commitments, one for each equation.</summary>
    internal EdwardsPoint[] Commitments { get; private set; } = [];

    /// <summary>The responses, one for each secret.</summary>
    internal Scalar[] Responses { get; private set; } = [];

    /// <summary>The challenge.</summary>
    internal Scalar Challenge { get; set; }

    /// <summary>Makes room for a statement of <paramref name="shape"/>.</summary>
    internal void Become(RelationShape shape)
    {
        if (Shape == shape && Points.Length > 0)
        {
            return;
        }

        Shape = shape;
        Points = new EdwardsPoint[shape.Points];
        Commitments = new EdwardsPoint[shape.Equations.Length];
        Responses = new Scalar[shape.Secrets];
    }
}
