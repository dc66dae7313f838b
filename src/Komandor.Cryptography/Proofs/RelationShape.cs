using System.Text;
using Komandor.Cryptography.Curve25519;

namespace Komandor.Cryptography.Proofs;

/// <summary>The form of a statement about representations: how many points and secrets it has, and which equations hold between them.</summary>
/// <remarks>docs/protocol/representation.md §2 lists the forms.</remarks>
internal sealed class RelationShape
{
    /// <summary>The places of the well-known bases.</summary>
    internal const int Blinding = -1, Value = -2, Serial = -3, Spend = -4;

    private static readonly BaseSet _wellKnown =
        new([Generators.Blinding, Generators.Value, Generators.Serial, Generators.Spend]);

    private readonly byte[] _name;

    internal RelationShape(string name, int points, int secrets, RelationEquation[] equations)
    {
        _name = Encoding.ASCII.GetBytes(name);
        Points = points;
        Secrets = secrets;
        Equations = equations;
    }

    /// <summary>C = v·V + r·B: who made a commitment knows what is in it.</summary>
    internal static RelationShape Opening { get; } = new(
        "komandor.opening.1", points: 1, secrets: 2, [new RelationEquation(0, [new(0, Value), new(1, Blinding)])]);

    /// <summary>Points P, G, Q with P = x·B and Q = x·G: two points are the same multiple of two bases.</summary>
    internal static RelationShape EqualLogarithm { get; } = new(
        "komandor.equal.1",
        points: 3,
        secrets: 1,
        [new RelationEquation(0, [new(0, Blinding)]), new RelationEquation(2, [new(0, 1)])]);

    /// <summary>Points P, G, Q, H with P = x·G and Q = x·H: one secret behind two products of any bases, such as a payer's and a recipient's.</summary>
    internal static RelationShape EqualBetween { get; } = new(
        "komandor.equal.2",
        points: 4,
        secrets: 1,
        [new RelationEquation(0, [new(0, 1)]), new RelationEquation(2, [new(0, 3)])]);

    /// <summary>Points T, U with U = s·T + r·K: who knows the secrets of a tag spent its note.</summary>
    internal static RelationShape TagSecrets { get; } = new(
        "komandor.tagkey.1", points: 2, secrets: 2, [new RelationEquation(1, [new(0, 0), new(1, Spend)])]);

    /// <summary>Points S, T, K′, U with S = s·F + r·K and U = s·T + r·K′: a note's key and its tag, both multiplied by the note's weight, are of the same secrets.</summary>
    internal static RelationShape ReserveNote { get; } = new(
        "komandor.reserve.1",
        points: 4,
        secrets: 2,
        [new RelationEquation(0, [new(0, Serial), new(1, Spend)]), new RelationEquation(3, [new(0, 1), new(1, 2)])]);

    /// <summary>Points N, C, T, U with N = s·F + r·K + v·V + y·B, C = v·V + g·B and U = s·T + r·K: what one input of a shielded payment shows.</summary>
    internal static RelationShape SpendInput { get; } = new(
        "komandor.spend.1",
        points: 4,
        secrets: 5,
        [
            new RelationEquation(0, [new(0, Serial), new(1, Spend), new(2, Value), new(3, Blinding)]),
            new RelationEquation(1, [new(2, Value), new(4, Blinding)]),
            new RelationEquation(3, [new(0, 2), new(1, Spend)]),
        ]);

    /// <summary>The bases that every statement may name.</summary>
    internal static BaseSet WellKnown => _wellKnown;

    /// <summary>The protocol's name.</summary>
    internal ReadOnlySpan<byte> Name => _name;

    /// <summary>The number of points of the statement.</summary>
    internal int Points { get; }

    /// <summary>The number of secrets.</summary>
    internal int Secrets { get; }

    /// <summary>The equations.</summary>
    internal RelationEquation[] Equations { get; }

    /// <summary>The bytes of a proof: a commitment for each equation and a response for each secret.</summary>
    internal int ProofSizeBytes => ProofReader.ItemSizeBytes * (Equations.Length + Secrets);

    /// <summary>The base at <paramref name="place"/>.</summary>
    internal static EdwardsPoint BaseAt(int place, ReadOnlySpan<EdwardsPoint> points) => place < 0 ? _wellKnown.Points[-1 - place] : points[place];
}
