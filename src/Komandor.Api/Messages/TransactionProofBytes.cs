namespace Komandor.Api.Messages;

/// <summary>A proof that a transaction stands in a block.</summary>
/// <param name="Transaction">Canonical encoding, hexadecimal.</param>
/// <param name="Proof">The path to the transactions' root, hexadecimal.</param>
/// <param name="Header">The block's header.</param>
public sealed record TransactionProofBytes(
    string Transaction,
    string Proof,
    CertifiedHeaderBytes Header);
