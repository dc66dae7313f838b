using CsCheck;
using Komandor.Ledger.Private;
using Komandor.Primitives;
using Komandor.PrivatePayer;

namespace Komandor.Ledger.Tests.Private;

public sealed class PrivateProperties
{
    private sealed class ThreadForkJoin : IForkJoin
    {
        public int Parallelism => 4;

        public void Run(int count, Action<int> body) => Parallel.For(0, count, body);
    }

    [Fact]
    public void Execute_RandomSequencesOverAllTiers_ConserveSupplyAndPayWhatTheySay() =>
        Gen.Int[0, 1_000_000].Sample(seed => Walk(seed, blocks: 2), iter: 2, threads: 1);

    [Fact]
    [Trait("lane", "nightly")]
    public void Execute_LongRandomSequences_ConserveSupply() => Gen.Int[0, 1_000_000].Sample(seed => Walk(seed, blocks: 12), iter: 20, threads: 1);

    [Fact]
    public void Execute_InParallelOrSerially_AloneOrTogether_IsOneResult()
    {
        // The parent is no anchor, so that what one at a time makes below is not under it.
        PrivateChain one = new(PrivateChain.Numbers with { AnchorBlocks = 2 });
        one.Commit();
        Transaction spoilt = WithByte(one.Shielded(3, 1), transaction => transaction.Encoded.Length - 40);
        Transaction[] transactions =
            [one.Shielded(0), one.Ring(0), one.Shielded(1), spoilt, one.Ring(0, 2), one.Enter(PrivateTier.Ring), one.Chain.Pay(1, 2), one.Enter(PrivateTier.Shielded, 3)];
        BlockInput input = one.Chain.Input(transactions);
        ExecutedBlock serial = BlockExecutor.Execute(input, one.Chain.State, one.Chain.Genesis.Parameters, SerialForkJoin.Instance, new PrivateVerifier());
        ExecutedBlock parallel = BlockExecutor.Execute(input, one.Chain.State, one.Chain.Genesis.Parameters, new ThreadForkJoin(), new PrivateVerifier());
        Assert.Equal(serial.Receipts.AsEnumerable(), parallel.Receipts);
        Assert.Equal(Sorted(serial), Sorted(parallel));
        Assert.Equal(
            [LedgerFault.None, LedgerFault.None, LedgerFault.TagSpent, LedgerFault.RangeProof, LedgerFault.TagSpent, LedgerFault.None, LedgerFault.None, LedgerFault.None],
            serial.Faults);

        // One at a time, all with the same parent: the same verdicts and the same state.
        DictionaryState state = one.Chain.State.Copy();
        for (int index = 0; index < transactions.Length; index++)
        {
            ExecutedBlock single = BlockExecutor.Execute(
                input with { Transactions = [input.Transactions[index]] }, state, one.Chain.Genesis.Parameters, SerialForkJoin.Instance, one.Proofs);
            Assert.Equal(serial.Faults[index], single.Faults[0]);
            state.Apply(single);
        }

        DictionaryState together = one.Chain.State.Copy();
        together.Apply(serial);
        Assert.Equal(WithoutAnchors(together), WithoutAnchors(state));
        Assert.Equal(together.Spent.Order(), state.Spent.Order());
    }

    [Fact]
    public void Verify_SomeBytesChanged_AreRefusedOrTheSameEffectUnderAnotherWitnessId()
    {
        PrivateChain one = new();
        foreach (Transaction transaction in new[] { one.Shielded(), one.Ring(), one.Enter(PrivateTier.Shielded) })
        {
            ChangeBytes(one, transaction, step: 397);
        }
    }

    [Fact]
    [Trait("lane", "nightly")]
    public void Verify_EveryByteChanged_IsRefusedOrTheSameEffectUnderAnotherWitnessId()
    {
        PrivateChain one = new();
        foreach (Transaction transaction in new[] { one.Shielded(), one.Ring(), one.Enter(PrivateTier.Shielded), one.Enter(PrivateTier.Ring) })
        {
            ChangeBytes(one, transaction, step: 1);
        }
    }

    private static void ChangeBytes(PrivateChain one, Transaction transaction, int step)
    {
        for (int place = 0; place < transaction.Encoded.Length; place += step)
        {
            byte[] bytes = transaction.Encoded.ToArray();
            bytes[place] ^= (byte)(1 << (place % 8));
            if (!Transaction.TryDecode(bytes, out Transaction? changed, out _)
                || one.Chain.Verifier.Verify(changed, out VerifiedTransaction? verified) != LedgerFault.None)
            {
                continue;
            }

            ExecutedBlock block = one.Chain.Execute(one.Chain.Input() with { Transactions = [verified!] });
            Assert.False(block.Faults[0] == LedgerFault.None && (changed.Id != transaction.Id || changed.WitnessId == transaction.WitnessId), $"Byte {place} can be changed.");
        }
    }

    private static Transaction WithByte(Transaction transaction, Func<Transaction, int> place)
    {
        byte[] bytes = transaction.Encoded.ToArray();
        bytes[place(transaction)] ^= 1;
        Assert.True(Transaction.TryDecode(bytes, out Transaction? changed, out _));
        return changed;
    }

    // Each block of one writes the anchor at the common parent anew, from a state that is already past it.
    private static IEnumerable<string> WithoutAnchors(DictionaryState state) => state.Entries
        .Where(entry => PoolId.All.All(pool => entry.Key != PrivateObjects.Anchor(pool, 0).Value))
        .OrderBy(entry => entry.Key).Select(entry => Convert.ToHexString(entry.Value));

    private static IEnumerable<string> Sorted(ExecutedBlock block) =>
        block.Changes.OrderBy(change => change.Key).Select(change => $"{change.Key} {Convert.ToHexString(change.Value ?? [])}").Concat(block.Tags.Order().Select(tag => tag.ToString()));

    private static void Walk(int seed, int blocks)
    {
        Random random = new(seed);
        PrivateChain one = new();
        for (int block = 0; block < blocks; block++)
        {
            List<Transaction> transactions = [];
            HashSet<ulong> used = [];
            for (int number = random.Next(1, 4); number > 0; number--)
            {
                Payer from = random.Next(2) == 0 ? one.Ada : one.Bob;
                PrivateTier tier = random.Next(2) == 0 ? PrivateTier.Ring : PrivateTier.Shielded;
                OwnedNote[] notes = [.. from.NotesOf(tier).Where(note => note.Value > 20_000 && used.Add(note.Index)).Take(random.Next(1, 3))];
                bool leaves = random.Next(3) == 0;
                TransactionDraft draft = one.Draft(leaves ? [TransactionOutput.Coin(TestChain.Owner(random.Next(10)), AssetId.Kmcc, (ulong)random.Next(1, 5_000))] : []);
                ulong value = (ulong)random.Next(0, 5_000);
                transactions.Add(notes.Length == 0 ? one.Enter(tier, block % 10)
                    : tier == PrivateTier.Shielded ? from.PayShielded(draft, one.Chain.View, one.Proofs.Sets, notes, one.Bob.Address, value, 1)
                    : from.PayRing(draft, one.Chain.View, notes, [new(one.Bob.Address, value)], 1));
            }

            one.Commit(transactions);
            Assert.Equal(one.Pool(PrivateTier.Ring).Total + one.Pool(PrivateTier.Shielded).Total, one.Ada.Balance + one.Bob.Balance);
        }
    }
}
