namespace Komandor.Ledger.Private;

/// <summary>What shows that a private input may be spent.</summary>
/// <param name="Hiding">The ring signature, or the membership proof.</param>
/// <param name="Spend">The proof of komandor.spend.1; empty in the ring tier.</param>
public readonly record struct PrivateInputProof(ReadOnlyMemory<byte> Hiding, ReadOnlyMemory<byte> Spend);
