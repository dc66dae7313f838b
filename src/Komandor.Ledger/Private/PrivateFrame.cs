namespace Komandor.Ledger.Private;

/// <summary>What a private transaction is made of besides the notes that it spends.</summary>
/// <param name="Draft">Chain, shard, window, fee, transparent inputs and outputs; its bundle is ignored.</param>
/// <param name="Tier">The tier.</param>
/// <param name="Payments">The notes to make, in the order in which they are to stand: two in the shielded tier.</param>
/// <param name="MemoFor">The index of the payment whose owner can read the memo.</param>
/// <param name="Memo">512 bytes.</param>
/// <param name="Seed">e of private-wallet.md §3: 32 fresh secret bytes.</param>
/// <param name="Randomness">32 more fresh secret bytes, from which blinding factors and the proofs' nonces come.</param>
internal sealed record PrivateFrame(
    TransactionDraft Draft,
    PrivateTier Tier,
    IReadOnlyList<PrivatePayment> Payments,
    int MemoFor,
    ReadOnlyMemory<byte> Memo,
    ReadOnlyMemory<byte> Seed,
    ReadOnlyMemory<byte> Randomness)
{
    /// <summary>Seals what the payer wants to read again, given the transaction's nonce and its outputs: 160 bytes. Random bytes where it wants nothing.</summary>
    internal required Func<Primitives.Hash256, IReadOnlyList<PrivateOutput>, byte[]> Recovery { get; init; }

    /// <summary>Tells no secret: what is printed ends in logs.</summary>
    public override string ToString() => nameof(PrivateFrame);
}
