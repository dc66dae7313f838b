using Komandor.Cryptography;
using Komandor.Primitives;
using Komandor.State;

namespace Komandor.Ledger;

/// <summary>Follows a chain by headers and certificates alone: docs/protocol/blocks.md §6.</summary>
public sealed class LightClient
{
    private readonly ulong _weakSubjectivityMicroseconds;

    /// <summary>Starts from a header that is trusted, such as the genesis.</summary>
    /// <param name="trusted">The header.</param>
    /// <param name="roster">The roster whose hash it names.</param>
    /// <param name="weakSubjectivityMicroseconds">How old a trusted header may be; the ledger's parameter.</param>
    /// <exception cref="InvariantViolationException">The roster is not the header's.</exception>
    public LightClient(BlockHeader trusted, Roster roster, ulong weakSubjectivityMicroseconds)
    {
        Invariant.Require(RosterHash.Of(roster) == trusted.RosterHash);
        Trusted = trusted;
        Roster = roster;
        _weakSubjectivityMicroseconds = weakSubjectivityMicroseconds;
    }

    /// <summary>The newest header that is trusted.</summary>
    public BlockHeader Trusted { get; private set; }

    /// <summary>The roster of <see cref="Trusted"/>.</summary>
    public Roster Roster { get; private set; }

    /// <summary>Follows <paramref name="header"/>, which need not be the next one; after a refusal nothing has changed.</summary>
    /// <param name="header">A later header.</param>
    /// <param name="certificate">Its certificate.</param>
    /// <param name="nextRoster">The roster that it names, when that is not the trusted one's.</param>
    /// <param name="now">The time of this moment, from outside.</param>
    public BlockFault Follow(BlockHeader header, Certificate certificate, Roster? nextRoster, Timestamp now)
    {
        BlockFault fault = CheckPlace(header, now);
        if (fault != BlockFault.None)
        {
            return fault;
        }

        // Only the trusted header can say which roster comes after its own.
        Roster certifying = Roster;
        if (header.RosterHash != Trusted.RosterHash)
        {
            if (nextRoster is null || header.RosterHash != Trusted.NextRosterHash)
            {
                return BlockFault.WrongRoster;
            }

            certifying = nextRoster;
        }

        fault = CertificateVerifier.Verify(header, certificate, certifying);
        if (fault == BlockFault.None)
        {
            Trusted = header;
            Roster = certifying;
        }

        return fault;
    }

    /// <summary>Whether <paramref name="transaction"/> was executed in a block that this client follows.</summary>
    public static bool IncludesTransaction(
        BlockHeader header, WitnessTransactionId transaction, int index, int count, ReadOnlySpan<Hash256> path)
    {
        Span<byte> bytes = stackalloc byte[Hash256.SizeBytes];
        transaction.Value.CopyTo(bytes);
        return MerkleTree.Verify(header.TransactionsRoot, MerkleTree.Leaf(bytes), index, count, path);
    }

    /// <summary>Whether <paramref name="receipt"/> stands in a block that this client follows.</summary>
    public static bool IncludesReceipt(BlockHeader header, Receipt receipt, int index, int count, ReadOnlySpan<Hash256> path) =>
        MerkleTree.Verify(header.ReceiptsRoot, MerkleTree.Leaf(receipt.Encode()), index, count, path);

    /// <summary>Whether <paramref name="id"/> had <paramref name="value"/>, or none, after a block that this client follows.</summary>
    public static StateProofFault ProvesObject(BlockHeader header, ObjectId id, byte[]? value, StateProof proof) =>
        StateProofVerifier.Verify(header.StateRoot, id.Value, value, proof);

    private BlockFault CheckPlace(BlockHeader header, Timestamp now)
    {
        if (header.ChainId != Trusted.ChainId || header.Shard != Trusted.Shard)
        {
            return BlockFault.WrongChain;
        }

        if ((Int128)now.UnixMicroseconds - Trusted.Timestamp.UnixMicroseconds > _weakSubjectivityMicroseconds)
        {
            return BlockFault.TrustExpired;
        }

        bool follows = header.Height > Trusted.Height && header.Round > Trusted.Round && header.Timestamp >= Trusted.Timestamp
            && header.Epoch >= Trusted.Epoch
            && (header.Height != Trusted.Height + 1 || header.Parent == Trusted.Id);
        return follows ? BlockFault.None : BlockFault.NotAfterTrusted;
    }
}
