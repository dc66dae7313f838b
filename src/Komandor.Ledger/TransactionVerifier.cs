using System.Security.Cryptography;
using Komandor.Cryptography;
using Komandor.Ledger.Private;
using Komandor.Primitives;

namespace Komandor.Ledger;

/// <summary>Checks what needs no state: rules L19 to L25, N7 and N13. Pure, and safe from many threads.</summary>
/// <param name="chain">The chain that transactions must name.</param>
/// <param name="shard">The shard that they must name.</param>
public sealed class TransactionVerifier(ChainId chain, ShardId shard)
{
    /// <summary>Verifies one transaction.</summary>
    public LedgerFault Verify(Transaction transaction, out VerifiedTransaction? verified)
    {
        VerifiedTransaction?[] results = new VerifiedTransaction?[1];
        Span<LedgerFault> faults = [LedgerFault.None];
        VerifyBatch([transaction], results, faults);
        verified = results[0];
        return faults[0];
    }

    /// <summary>Verifies <paramref name="transactions"/> with all their signatures in one batch; a verdict never depends on the others.</summary>
    /// <param name="transactions">Decoded transactions.</param>
    /// <param name="verified">At the index of each that is valid: proof of it; null otherwise.</param>
    /// <param name="faults">At the index of each that is not: the rule that it breaks.</param>
    public void VerifyBatch(
        ReadOnlySpan<Transaction> transactions, Span<VerifiedTransaction?> verified, Span<LedgerFault> faults)
    {
        List<SignatureCheck> checks = new(transactions.Length);
        List<int> owners = new(transactions.Length);
        for (int index = 0; index < transactions.Length; index++)
        {
            int before = checks.Count;
            faults[index] = Check(transactions[index], checks, out verified[index]);
            if (faults[index] != LedgerFault.None)
            {
                checks.RemoveRange(before, checks.Count - before);
            }

            while (owners.Count < checks.Count)
            {
                owners.Add(index);
            }
        }

        bool[] valid = new bool[checks.Count];
        if (Ed25519Zip215.VerifyBatch(System.Runtime.InteropServices.CollectionsMarshal.AsSpan(checks), valid))
        {
            return;
        }

        for (int check = 0; check < valid.Length; check++)
        {
            if (!valid[check])
            {
                faults[owners[check]] = LedgerFault.WrongSignature;
                verified[owners[check]] = null;
            }
        }
    }

    private LedgerFault Check(Transaction transaction, List<SignatureCheck> checks, out VerifiedTransaction? verified)
    {
        verified = null;
        TransactionBody body = transaction.Body;
        if (body.ChainId != chain || body.Shard != shard)
        {
            return body.ChainId != chain ? LedgerFault.WrongChain : LedgerFault.WrongShard;
        }

        Hash256 message = body.SigningHash;
        Timestamp lockedUntil = default;
        Timestamp lockedFrom = new(long.MaxValue);
        foreach (Witness witness in transaction.Witnesses)
        {
            LedgerFault fault = CheckWitness(witness, message, checks, ref lockedUntil, ref lockedFrom);
            if (fault != LedgerFault.None)
            {
                return fault;
            }
        }

        if (!AreOutputKeysAcceptable(transaction))
        {
            return LedgerFault.KeyNotAcceptable;
        }

        LedgerFault privateFault = body.Bundle is null ? LedgerFault.None : BundleChecks.Check(body);
        verified = privateFault == LedgerFault.None ? new VerifiedTransaction(transaction, lockedUntil, lockedFrom) : null;
        return privateFault;
    }

    // Keys of a carried lock need no check, there or in an output: execution refuses the transaction unless the lock is the object's,
    // whose keys were checked when it was made. That saves the check for change, and it costs more than a signature.
    private static bool AreOutputKeysAcceptable(Transaction transaction)
    {
        HashSet<Hash256> carried = [];
        foreach (Witness witness in transaction.Witnesses)
        {
            LockKeys.AddTo(witness.Lock.Root, carried);
        }

        foreach (TransactionOutput output in transaction.Body.Outputs)
        {
            if (!LockKeys.AreAcceptable(output.Lock.Root, carried))
            {
                return false;
            }
        }

        return true;
    }

    private static LedgerFault CheckWitness(
        Witness witness, Hash256 message, List<SignatureCheck> checks, ref Timestamp lockedUntil, ref Timestamp lockedFrom)
    {
        LockNode root = witness.Lock.Root;
        ulong opened = 0;
        foreach (LockOpening opening in witness.Openings)
        {
            opened |= 1UL << opening.Leaf;
        }

        if (!LockEvaluation.Holds(root, 0, opened))
        {
            return LedgerFault.LockNotOpened;
        }

        if (LockEvaluation.Needed(root, 0, opened) != opened)
        {
            return LedgerFault.OpeningNotNeeded;
        }

        foreach (LockOpening opening in witness.Openings)
        {
            LockNode leaf = LockKeys.Leaf(root, opening.Leaf);
            switch (leaf.Kind)
            {
                case LockKind.Key:
                    checks.Add(new SignatureCheck(new PublicKey(leaf.Value), message, new Signature(opening.Data.Span)));
                    break;
                case LockKind.Sha256 when !IsPreimage(opening.Data.Span, leaf.Value):
                    return LedgerFault.WrongPreimage;
                case LockKind.After when leaf.Time > lockedUntil:
                    lockedUntil = leaf.Time;
                    break;
                case LockKind.Before when leaf.Time < lockedFrom:
                    lockedFrom = leaf.Time;
                    break;
            }
        }

        return LedgerFault.None;
    }

    private static bool IsPreimage(ReadOnlySpan<byte> preimage, Hash256 digest)
    {
        Span<byte> hash = stackalloc byte[Hash256.SizeBytes];
        SHA256.HashData(preimage, hash);
        return new Hash256(hash) == digest;
    }
}
