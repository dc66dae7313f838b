using System.Collections.Immutable;
using Komandor.Cryptography;
using Komandor.Ledger.Private;
using Komandor.Primitives;

namespace Komandor.Ledger.Tests;

/// <summary>A chain with one member, ten keys, and a coin of 1,000,000 units for each of them.</summary>
internal sealed class TestChain
{
    internal const ulong CoinAmount = 1_000_000;
    internal static readonly AssetId Gold = new(Hash256.Parse(new string('7', 64)));
    internal static readonly SigningKey[] Keys = [.. Enumerable.Range(1, 16).Select(Key)];

    internal TestChain(params IReadOnlyList<GenesisAllocation> extra)
        : this(PrivateParameters.Default, [], extra)
    {
    }

    internal TestChain(PrivateParameters numbers, IReadOnlyList<GenesisNote> notes, IReadOnlyList<GenesisAllocation> extra)
        : this(MakeGenesis(numbers, notes, extra))
    {
    }

    /// <summary>A chain of a genesis that other tests may share: its notes are made once.</summary>
    internal TestChain(Genesis genesis)
    {
        Genesis = genesis;
        Roster = genesis.Roster;
        State = new DictionaryState();
        State.Apply(Genesis.InitialState());
        Tip = Genesis.Header(Hash256.Zero);
        Verifier = new TransactionVerifier(Genesis.ChainId, Genesis.Shard);
    }

    internal Genesis Genesis { get; }

    internal Roster Roster { get; }

    internal DictionaryState State { get; }

    internal BlockHeader Tip { get; private set; }

    internal TransactionVerifier Verifier { get; }

    internal PrivateVerifier Proofs { get; } = new();

    internal PoolView View => new(State, Tip, Genesis.Parameters.Private);

    internal Timestamp Now => Tip.Timestamp.Plus(Timestamp.PerSecond);

    internal static Genesis MakeGenesis(
        PrivateParameters numbers, IReadOnlyList<GenesisNote> notes, IReadOnlyList<GenesisAllocation> extra) => new(
        "test", "kmdt", new Timestamp(1_000_000_000_000_000), new ShardId(3), LedgerParameters.Default with { Private = numbers },
        Roster.Create([.. Enumerable.Range(0, 4).Select(index => new RosterMember(new MemberId((uint)index + 1), Keys[index].PublicKey, 1))]),
        [.. Enumerable.Range(0, 10).Select(index => new GenesisAllocation(Owner(index), AssetId.Kmcc, CoinAmount, $"account {index}")),
         .. extra],
        [.. notes]);

    internal static Lock Owner(int index) => Lock.Key(Keys[index].PublicKey);

    internal static SigningKey Key(int number)
    {
        byte[] seed = new byte[32];
        seed[0] = (byte)number;
        return new SigningKey(seed);
    }

    internal TransactionInput Coin(int account) => new(Genesis.ObjectOf(account), 1);

    /// <summary>A draft that uses <paramref name="inputs"/>, in the order that the encoding asks for.</summary>
    internal TransactionDraft Draft(params IEnumerable<TransactionInput> inputs) => new()
    {
        ChainId = Genesis.ChainId,
        Shard = Genesis.Shard,
        Inputs = [.. inputs.OrderBy(input => input.ObjectId)],
        ValidUntil = Now.Plus(3600 * Timestamp.PerSecond),
    };

    /// <summary>A payment of account <paramref name="from"/>'s first coin: <paramref name="amount"/> to another account, the rest back.</summary>
    internal Transaction Pay(int from, int to, ulong amount = 1000, ulong fee = 1000) => Sign(
        Draft(Coin(from)) with
        {
            Outputs =
            [
                TransactionOutput.Coin(Owner(to), AssetId.Kmcc, amount),
                TransactionOutput.Coin(Owner(from), AssetId.Kmcc, CoinAmount - amount - fee),
            ],
            Fee = fee,
        },
        from);

    /// <summary>Signs every input by the key of <paramref name="accounts"/> at its place.</summary>
    internal static Transaction Sign(TransactionDraft draft, params IReadOnlyList<int> accounts)
    {
        TransactionBody body = draft.Build();
        return Transaction.Create(body, [.. accounts.Select(account => Witness.Sign(Owner(account), Keys[account], body))]);
    }

    internal VerifiedTransaction Verify(Transaction transaction)
    {
        Assert.Equal(LedgerFault.None, Verifier.Verify(transaction, out VerifiedTransaction? verified));
        return verified!;
    }

    internal BlockInput Input(params IEnumerable<Transaction> transactions) => new()
    {
        Parent = Tip,
        Round = Tip.Round + 1,
        ConsensusTime = Now,
        Transactions = [.. transactions.Select(Verify)],
        Roster = Roster,
        NextRoster = Roster,
    };

    internal ExecutedBlock Execute(BlockInput input) =>
        BlockExecutor.Execute(input, State, Genesis.Parameters, SerialForkJoin.Instance, Proofs);

    /// <summary>Executes a block and goes on from it.</summary>
    internal Block Commit(params IEnumerable<Transaction> transactions)
    {
        return Seal(Execute(Input(transactions)));
    }

    /// <summary>Goes on from an executed block.</summary>
    internal Block Seal(ExecutedBlock executed)
    {
        State.Apply(executed);
        Block block = executed.Seal(Hash256.Zero);
        Tip = block.Header;
        return block;
    }

    /// <summary>Asserts that <paramref name="transaction"/> is ordered and rejected by <paramref name="fault"/>, without effect.</summary>
    internal void AssertRejected(Transaction transaction, LedgerFault fault, Func<BlockInput, BlockInput>? change = null)
    {
        BlockInput input = Input(transaction);
        ExecutedBlock executed = Execute(change is null ? input : change(input));
        Assert.Equal([fault], executed.Faults);
        bool hangsOnWitness = fault is LedgerFault.WrongLock or LedgerFault.LockTooEarly or LedgerFault.LockTooLate or LedgerFault.FeeTooLow
            or LedgerFault.RingSignature or LedgerFault.SpendProof or LedgerFault.RangeProof or LedgerFault.MembershipProof or LedgerFault.PrivateFee or LedgerFault.OrderNotSigned;
        Assert.Equal(hangsOnWitness ? [] : [new Receipt(transaction.Id, default, fault, 0)], executed.Receipts);
        Assert.Empty(executed.Transactions);
        List<KeyValuePair<Hash256, byte[]?>> anchors = [];
        View.AddSystemChanges([[], []], anchors);
        Assert.Equal(anchors.Select(change => change.Key), executed.Changes.Select(change => change.Key));
        if (fault >= LedgerFault.TagSpent && change is null)
        {
            AssertRefusedElsewhere(transaction, input, fault);
        }
    }

    // Rules of private money hold alike for a member that is offered the transaction, and for one that restarted and knows no verdict.
    private void AssertRefusedElsewhere(Transaction transaction, BlockInput input, LedgerFault fault)
    {
        PrivateVerifier fresh = new();
        Assert.Equal([fault], Proofs.Foresee(View, Genesis.Parameters.WorkPrice, Now, Roster, [transaction], SerialForkJoin.Instance));
        Assert.Equal([fault], fresh.Foresee(View, Genesis.Parameters.WorkPrice, Now, Roster, [transaction], SerialForkJoin.Instance));
        Assert.Equal([fault], BlockExecutor.Execute(input, State, Genesis.Parameters, SerialForkJoin.Instance, new PrivateVerifier()).Faults);
    }

    internal void AssertSupplyConserved()
    {
        ulong supply = SystemObjects.ReadNumber(State, SystemObjects.Supply(AssetId.Kmcc));
        ulong pools = PoolState.Read(State, PoolId.Ring).Total + PoolState.Read(State, PoolId.Shielded).Total;
        Assert.Equal(supply, (ulong)State.Coins(AssetId.Kmcc) + SystemObjects.ReadNumber(State, SystemObjects.FeePool) + pools);
    }

    internal ImmutableArray<HeaderSignature> SignHeader(BlockHeader header, params IEnumerable<int> members) =>
        [.. members.Select(index => HeaderSignature.Sign(header.Id, Roster.Members[index].Id, Keys[index]))];
}
