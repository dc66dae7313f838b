namespace Komandor.Cryptography.Proofs;

/// <summary>An equation: a point of the statement is a sum of multiples.</summary>
/// <param name="Image">The place of the point.</param>
/// <param name="Terms">The multiples.</param>
internal sealed record RelationEquation(int Image, RelationTerm[] Terms);
