using Komandor.Ledger.Private;
using Komandor.Primitives;
using Komandor.PrivatePayer;

namespace Komandor.Ledger.Tests.Private;

/// <summary>Random payments over all tiers on a chain, with real proofs, beside a <see cref="MoneyModel"/> that says what must come of them.</summary>
internal sealed class MoneyWalk
{
    internal const int Accounts = 10;

    /// <summary>A second coin of each account: all fees of a long walk come out of these.</summary>
    internal const ulong Savings = 50_000_000;

    internal static readonly PrivateTier[] Tiers = [PrivateTier.Ring, PrivateTier.Shielded];
    private static readonly string[] _names = ["Ada", "Bob", "Cleo", "Dan"];
    private static readonly PrivateParameters _numbers = new(2, 512, 16, 16);

    private readonly Random _random;
    private readonly MoneyModel _model = new();
    private readonly List<(string Name, Payer Payer)> _payers = [.. _names.Select(name => (name, new Payer(name, "kmdt")))];
    private readonly Dictionary<int, List<(TransactionInput Input, ulong Amount)>> _coins = [];
    private readonly HashSet<(PrivateTier, ulong)> _usedNotes = [];
    private readonly HashSet<ObjectId> _usedCoins = [];
    private readonly TestChain _chain;
    private Timestamp _now;

    internal MoneyWalk(int seed)
    {
        _random = new Random(seed);
        _chain = new TestChain(
            _numbers,
            [.. from number in Enumerable.Range(0, 6) from tier in Tiers from one in _payers select new GenesisNote(one.Payer.Address, tier, PrivateChain.NoteAmount, "note")],
            [.. Enumerable.Range(0, Accounts).Select(account => new GenesisAllocation(TestChain.Owner(account), AssetId.Kmcc, Savings, "savings"))]);
        _now = _chain.Now;
        foreach ((string name, Payer payer) in _payers)
        {
            payer.Observe(_chain.Genesis);
            foreach (PrivateTier tier in Tiers)
            {
                _model[name, tier] = 6 * PrivateChain.NoteAmount;
            }
        }

        for (int account = 0; account < Accounts; account++)
        {
            _coins[account] = [(_chain.Coin(account), TestChain.CoinAmount), (_chain.Coin(Accounts + account), Savings)];
        }
    }

    /// <summary>The private payments that executed.</summary>
    internal int Executed { get; private set; }

    /// <summary>Those that were refused, as they had to be.</summary>
    internal int Refused { get; private set; }

    /// <summary>Makes a block of so many payments and audits everything.</summary>
    internal void Step(int payments)
    {
        _usedNotes.Clear();
        _usedCoins.Clear();
        List<MoneyIntent> intents = [];
        for (int number = 0; number < payments; number++)
        {
            if (Make() is { } intent)
            {
                intents.Add(intent);
                if (intent.Fault == LedgerFault.None && _random.Next(8) == 0)
                {
                    intents.Add(Again(intent.Transaction));
                }
            }
        }

        Execute(intents);
        _now = _now.Plus(_random.Next(1, 30) * Timestamp.PerSecond);
    }

    /// <summary>Pauses a pool for 14 days of block time, which is let pass by <see cref="Wait"/>.</summary>
    internal void Pause(PrivateTier tier)
    {
        PoolId pool = PoolId.Of(tier);
        TransactionBody body = new PauseOrder(pool, PoolState.Read(_chain.State, pool).Pauses).Build(
            _chain.Genesis.ChainId, _chain.Genesis.Shard, _now.Plus(3600 * Timestamp.PerSecond));
        Transaction order = Transaction.CreateOrder(
            body, [.. Enumerable.Range(0, 3).Select(index => OrderSignatures.Sign(body, new MemberId((uint)index + 1), TestChain.Keys[index]))]);
        _usedNotes.Clear();
        _usedCoins.Clear();
        Execute([new MoneyIntent { Transaction = order }]);
        _model.PausedUntil[tier] = _now.Plus(PrivateLimits.PauseMicroseconds);
    }

    /// <summary>Lets pauses pass.</summary>
    internal void Wait() => _now = _now.Plus(PrivateLimits.PauseMicroseconds);

    private void Execute(List<MoneyIntent> intents)
    {
        BlockInput input = _chain.Input(intents.Select(intent => intent.Transaction)) with { ConsensusTime = _now };
        ExecutedBlock executed = _chain.Execute(input);
        Assert.Equal(intents.Select(intent => intent.Fault), executed.Faults);
        Block block = _chain.Seal(executed);
        foreach (MoneyIntent intent in intents.Where(intent => intent.Fault == LedgerFault.None))
        {
            _model.Apply(intent);
            CountCoins(intent.Transaction.Body);
            Executed += intent.Transaction.Body.Bundle is null ? 0 : 1;
        }

        Refused += intents.Count(intent => intent.Fault != LedgerFault.None);
        _payers.ForEach(one => one.Payer.Observe(block));
        _model.AssertEqual(_chain, _payers, [.. Enumerable.Range(0, Accounts).Select(account => _coins[account].Aggregate(0UL, (sum, coin) => sum + coin.Amount))]);
        _chain.AssertSupplyConserved();
    }

    private void CountCoins(TransactionBody body)
    {
        foreach (List<(TransactionInput Input, ulong Amount)> coins in _coins.Values)
        {
            coins.RemoveAll(coin => body.Inputs.Contains(coin.Input));
        }

        for (int output = 0; output < body.Outputs.Length; output++)
        {
            int account = Enumerable.Range(0, Accounts).First(number => TestChain.Owner(number).Equals(body.Outputs[output].Lock));
            _coins[account].Add((new TransactionInput(body.ObjectOf(output), 1), ((CoinContent)body.Outputs[output].Content).Amount));
        }
    }

    private MoneyIntent? Make()
    {
        PrivateTier tier = Tiers[_random.Next(2)];
        return _random.Next(10) switch
        {
            0 => Move(),
            1 or 2 => Enter(tier),
            _ => Pay(tier) ?? Enter(tier),
        };
    }

    // The same bytes again, or with another last scalar: the tag is spent by then, and a spent coin is gone.
    private static MoneyIntent Again(Transaction transaction)
    {
        bool isEntering = transaction.Body.Inputs.Length > 0;
        return new MoneyIntent { Transaction = transaction, Fault = isEntering ? LedgerFault.ObjectNotFound : LedgerFault.TagSpent };
    }

    private MoneyIntent? Move()
    {
        if (TakeCoin(10_000) is not { } coin)
        {
            return null;
        }

        int to = _random.Next(Accounts);
        ulong amount = (ulong)_random.Next(1, 5_000);
        const ulong fee = 1_000;
        TransactionDraft draft = Draft() with
        {
            Inputs = [coin.Input],
            Outputs = [Coin(to, amount), Coin(coin.Account, coin.Amount - amount - fee)],
            Fee = fee,
        };
        MoneyIntent intent = new() { Transaction = TestChain.Sign(draft, coin.Account), Fee = fee };
        intent.Transparent.AddRange([(to, (long)amount), (coin.Account, -(long)(amount + fee))]);
        return intent;
    }

    private MoneyIntent? Enter(PrivateTier tier)
    {
        if (TakeCoin(50_000) is not { } coin)
        {
            return null;
        }

        (string name, Payer payer) = Somebody();
        (string toName, Payer to) = Somebody();
        ulong change = coin.Amount / 2;
        TransactionDraft draft = Draft() with { Inputs = [coin.Input], Outputs = [Coin(coin.Account, change)] };
        ulong value = (ulong)_random.Next(0, 20_000);
        Transaction transaction = payer.Enter(
            draft, tier, coin.Amount - change, to.Address, value, TestChain.Owner(coin.Account), TestChain.Keys[coin.Account], 1);
        ulong fee = transaction.Body.Fee;
        bool isPaused = _now < _model.PausedUntil[tier];
        MoneyIntent intent = new() { Transaction = transaction, Fee = fee, Fault = isPaused ? LedgerFault.PoolPaused : LedgerFault.None };
        intent.Given.AddRange([(toName, tier, value), (name, tier, coin.Amount - change - fee - value)]);
        intent.Transparent.Add((coin.Account, -(long)(coin.Amount - change)));
        return intent;
    }

    private MoneyIntent? Pay(PrivateTier tier)
    {
        (string name, Payer payer) = Somebody();
        ulong anchorHeight = _chain.View.NewestAnchorHeight;
        int most = tier == PrivateTier.Ring ? 3 : 2;
        OwnedNote[] notes =
        [
            .. payer.NotesOf(tier).Where(note => note.Value > 10_000 && note.Height <= anchorHeight && !_usedNotes.Contains((tier, note.Index)))
                .OrderBy(_ => _random.Next()).Take(_random.Next(1, most + 1)),
        ];
        if (notes.Length == 0)
        {
            return null;
        }

        Array.ForEach(notes, note => _usedNotes.Add((tier, note.Index)));
        int account = _random.Next(Accounts);
        ulong leaving = _random.Next(3) == 0 ? (ulong)_random.Next(1, 3_000) : 0;
        TransactionDraft draft = Draft() with { Outputs = leaving > 0 ? [Coin(account, leaving)] : [] };
        (string Name, Payer Payer)[] to = [.. Enumerable.Range(0, tier == PrivateTier.Ring ? _random.Next(1, 4) : 1).Select(_ => Somebody())];
        ulong[] values = [.. to.Select(_ => (ulong)_random.Next(0, 1_000))];
        Transaction transaction = tier == PrivateTier.Shielded
            ? payer.PayShielded(draft, _chain.View, _chain.Proofs.Sets, notes, to[0].Payer.Address, values[0], 1)
            : payer.PayRing(draft, _chain.View, notes, [.. to.Select((one, index) => new PrivatePayment(one.Payer.Address, values[index]))], 1);
        ulong fee = transaction.Body.Fee;
        bool isPaused = leaving == 0 && _now < _model.PausedUntil[tier];
        ulong total = notes.Aggregate(0UL, (sum, note) => sum + note.Value);
        MoneyIntent intent = new() { Transaction = transaction, Fee = fee, Fault = isPaused ? LedgerFault.PoolPaused : LedgerFault.None };
        intent.Taken.Add((name, tier, total));
        intent.Given.AddRange(to.Select((one, index) => (one.Name, tier, values[index])));
        intent.Given.Add((name, tier, total - fee - leaving - values.Aggregate(0UL, (sum, value) => sum + value)));
        intent.Transparent.Add((account, (long)leaving));
        return intent;
    }

    private (string Name, Payer Payer) Somebody() => _payers[_random.Next(_payers.Count)];

    private (int Account, TransactionInput Input, ulong Amount)? TakeCoin(ulong least)
    {
        int account = _random.Next(Accounts);
        foreach ((TransactionInput input, ulong amount) in _coins[account])
        {
            if (amount >= least && _usedCoins.Add(input.ObjectId))
            {
                return (account, input, amount);
            }
        }

        return null;
    }

    private TransactionDraft Draft() => _chain.Draft() with { ValidUntil = _now.Plus(3600 * Timestamp.PerSecond) };

    private static TransactionOutput Coin(int account, ulong amount) => TransactionOutput.Coin(TestChain.Owner(account), AssetId.Kmcc, amount);
}
