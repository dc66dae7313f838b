using CsCheck;
using Komandor.Primitives;

namespace Komandor.Ledger.Tests;

public sealed class BlockExecutorProperties
{
    /// <summary>Runs the pieces backwards, as if they were raced, and in as many shares as it says.</summary>
    private sealed class BackwardForkJoin(int parallelism) : IForkJoin
    {
        public int Parallelism => parallelism;

        public void Run(int count, Action<int> body)
        {
            for (int index = count - 1; index >= 0; index--)
            {
                body(index);
            }
        }
    }

    private sealed class ThreadForkJoin : IForkJoin
    {
        public int Parallelism => 4;

        public void Run(int count, Action<int> body) => Parallel.For(0, count, body);
    }

    [Fact]
    public void Execute_AnyTransactionsInAnyOrder_EqualsOneAtATime() =>
        Gen.Select(Gen.Int[0, 1_000_000], Gen.Int[1, 24]).Sample((seed, count) =>
        {
            TestChain chain = new();
            Transaction[] transactions = RandomTransactions(chain, seed, count);
            BlockInput input = chain.Input(transactions);
            (DictionaryState serial, List<LedgerFault> faults, ulong fees) = OneAtATime(chain, input);
            foreach (IForkJoin forkJoin in new IForkJoin[] { SerialForkJoin.Instance, new BackwardForkJoin(3), new ThreadForkJoin() })
            {
                ExecutedBlock block = BlockExecutor.Execute(input, chain.State, chain.Genesis.Parameters, forkJoin);
                DictionaryState after = chain.State.Copy();
                after.Apply(block.Changes);
                Assert.Equal(serial.Entries.OrderBy(one => one.Key).Select(one => Convert.ToHexString(one.Value)),
                    after.Entries.OrderBy(one => one.Key).Select(one => Convert.ToHexString(one.Value)));
                Assert.Equal(fees, block.Receipts.Aggregate(0UL, (sum, receipt) => sum + receipt.Fee));
                Assert.Equal(faults.Count(fault => fault == LedgerFault.None), block.Transactions.Length);
                Assert.Equal(transactions.Select(one => one.Id).Distinct().Count(), block.Receipts.Length);
            }
        }, iter: 100);

    // Each transaction in a block of its own, all with the same time and parent.
    private static (DictionaryState State, List<LedgerFault> Faults, ulong Fees) OneAtATime(TestChain chain, BlockInput input)
    {
        DictionaryState state = chain.State.Copy();
        List<LedgerFault> faults = [];
        ulong fees = 0;
        foreach (VerifiedTransaction one in input.Transactions)
        {
            ExecutedBlock block = BlockExecutor.Execute(
                input with { Transactions = [one] }, state, chain.Genesis.Parameters, SerialForkJoin.Instance);
            state.Apply(block.Changes);
            faults.Add(block.Faults[0]);
            fees += block.Receipts[0].Fee;
        }

        return (state, faults, fees);
    }

    // Payments of coins of the genesis and of each other, with double spends, repetitions, and children before their parents.
    private static Transaction[] RandomTransactions(TestChain chain, int seed, int count)
    {
        Random random = new(seed);
        List<(TransactionInput Input, int Owner, ulong Amount)> coins =
            [.. Enumerable.Range(0, 10).Select(index => (chain.Coin(index), index, TestChain.CoinAmount))];
        List<Transaction> made = [];
        for (int number = 0; number < count; number++)
        {
            var picked = Enumerable.Range(0, random.Next(1, 4)).Select(_ => coins[random.Next(coins.Count)])
                .DistinctBy(coin => coin.Input.ObjectId).OrderBy(coin => coin.Input.ObjectId).ToArray();
            ulong total = picked.Aggregate(0UL, (sum, coin) => sum + coin.Amount) - 2000;
            int first = random.Next(10);
            int second = random.Next(10);
            Transaction transaction = TestChain.Sign(
                chain.Draft(picked.Select(coin => coin.Input)) with
                {
                    Outputs =
                    [
                        TransactionOutput.Coin(TestChain.Owner(first), AssetId.Kmcc, total / 2),
                        TransactionOutput.Coin(TestChain.Owner(second), AssetId.Kmcc, total - (total / 2)),
                    ],
                    Fee = 2000,
                },
                [.. picked.Select(coin => coin.Owner)]);
            coins.Add((new TransactionInput(transaction.Body.ObjectOf(0), 1), first, total / 2));
            coins.Add((new TransactionInput(transaction.Body.ObjectOf(1), 1), second, total - (total / 2)));
            made.Add(transaction);
            if (random.Next(8) == 0)
            {
                made.Add(made[random.Next(made.Count)]);
            }

            if (random.Next(8) == 0)
            {
                int other = random.Next(made.Count);
                (made[other], made[^1]) = (made[^1], made[other]);
            }
        }

        return [.. made];
    }
}
