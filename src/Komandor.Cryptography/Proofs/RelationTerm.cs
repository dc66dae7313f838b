namespace Komandor.Cryptography.Proofs;

/// <summary>One multiple in an equation: a secret times a base.</summary>
/// <param name="Secret">The secret's place.</param>
/// <param name="Base">A point of the statement, by its place, or a well-known base: −1 is B, −2 V, −3 F, −4 K.</param>
internal readonly record struct RelationTerm(int Secret, int Base);
