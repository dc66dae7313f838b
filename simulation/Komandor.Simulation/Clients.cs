using System.Globalization;
using System.Text;
using Komandor.Cryptography;
using Komandor.Ledger;
using Komandor.Ledger.Private;
using Komandor.Primitives;
using Komandor.State;
using Lock = Komandor.Ledger.Lock;

namespace Komandor.Simulation;

/// <summary>Owners who pay each other, sometimes with one coin twice.</summary>
internal sealed class Clients : IDisposable
{
    private const int Owners = 5;
    private const int Coins = 40;
    private const ulong CoinAmount = 1_000_000_000;

    // A private payment costs as much to make and to judge as hundreds of others.
    private const int PrivatePermille = 30;

    private readonly World _world;
    private readonly PrivateClients _private;
    private readonly SigningKey[] _keys = new SigningKey[Owners];
    private readonly Lock[] _locks = new Lock[Owners];
    private readonly Dictionary<ObjectId, (int Owner, ulong Amount)> _coins = [];
    private readonly List<ObjectId> _free = [];
    private readonly Dictionary<TransactionId, Transaction> _open = [];

    public Clients(World world)
    {
        _world = world;
        _private = new PrivateClients(world);
        for (int index = 0; index < Owners; index++)
        {
            _keys[index] = new SigningKey(world.Chance.Bytes());
            _locks[index] = Lock.Key(_keys[index].PublicKey);
        }
    }

    public Genesis MakeGenesis(Roster roster)
    {
        StringBuilder json = new();
        string time = new Timestamp(World.Epoch).ToString();
        json.Append(CultureInfo.InvariantCulture, $$"""
            {"network":"simulation","addressPrefix":"kmds","time":"{{time}}","shard":0,
             "parameters":{"workPrice":1,"validityHorizonSeconds":86400,"weakSubjectivitySeconds":86400,
              "anchorBlocks":1,"anchorWindow":1024,"minimumCover":16,"minimumRing":16},"members":[
            """);
        json.AppendJoin(',', roster.Members.Select(one => $$"""{"id":{{one.Id}},"key":"{{one.Key}}","weight":{{one.Weight}}}"""));
        json.Append("],\"allocations\":[");
        json.AppendJoin(',', Enumerable.Range(0, Coins).Select(index => $$"""{"to":"{{_locks[index % Owners]}}","units":{{CoinAmount}},"label":"{{index}}"}""").Concat(_private.Allocations));
        json.Append("]}");
        Invariant.Require(Genesis.TryParse(Encoding.UTF8.GetBytes(json.ToString()), out Genesis? genesis, out _));
        for (int index = 0; index < Coins; index++)
        {
            Add(genesis!.ObjectOf(index), index % Owners, CoinAmount);
        }

        _private.Begin(genesis!);
        return genesis!;
    }

    /// <summary>Judges private transactions' proofs for all members.</summary>
    public IPrivateProofs Proofs => _private.Proofs;

    /// <summary>Pays with some coin, and by chance with the same one again, elsewhere.</summary>
    public void Pay()
    {
        if (_world.Chance.Happens(PrivatePermille))
        {
            PayPrivately();
            return;
        }

        if (_free.Count == 0)
        {
            return;
        }

        int place = _world.Chance.Index(_free.Count);
        ObjectId coin = _free[place];
        _free.RemoveAt(place);
        Submit(Make(coin));
        if (_world.Chance.Happens(_world.Scenario.ConflictPermille))
        {
            Submit(Make(coin));
        }
    }

    /// <summary>A transaction had no effect: its coin may be tried again.</summary>
    public void Release(TransactionId id)
    {
        _private.Release(id);
        if (_open.Remove(id, out Transaction? transaction))
        {
            foreach (TransactionInput input in transaction.Body.Inputs)
            {
                if (_coins.ContainsKey(input.ObjectId) && !_free.Contains(input.ObjectId))
                {
                    _free.Add(input.ObjectId);
                }
            }
        }
    }

    /// <summary>Takes what the first honest member executed.</summary>
    public void Settle(Block block)
    {
        _private.Settle(block);
        foreach (Transaction transaction in block.Transactions)
        {
            foreach (TransactionInput input in transaction.Body.Inputs)
            {
                _coins.Remove(input.ObjectId);
                _free.Remove(input.ObjectId);
            }

            _open.Remove(transaction.Id);
            for (int output = 0; output < transaction.Body.Outputs.Length; output++)
            {
                TransactionOutput made = transaction.Body.Outputs[output];
                Add(transaction.Body.ObjectOf(output), Array.IndexOf(_locks, made.Lock), ((CoinContent)made.Content).Amount);
            }
        }

        foreach (Receipt receipt in block.Receipts)
        {
            Release(receipt.TransactionId);
        }
    }

    /// <summary>What the owners hold stands in the state, coin for coin, and with the fees sums to what there was.</summary>
    public void CheckSupply(IStateReader state)
    {
        ulong sum = SystemObjects.ReadNumber(state, SystemObjects.FeePool) + _private.CheckPools(state);
        foreach ((ObjectId id, (int owner, ulong amount)) in _coins)
        {
            byte[] expected = new LedgerObject(1, _locks[owner], new CoinContent(AssetId.Kmcc, amount)).Encode();
            if (state.Get(id.Value) is not byte[] value || !value.AsSpan().SequenceEqual(expected))
            {
                _world.Checks.Fail($"Coin {id} is not in the state as its owner knows it.");
            }

            sum += amount;
        }

        ulong supply = SystemObjects.ReadNumber(state, SystemObjects.Supply(AssetId.Kmcc));
        if (sum != supply || supply != (Coins * CoinAmount) + PrivateClients.Supply)
        {
            _world.Checks.Fail($"Coins, pools and fees sum to {sum}, the supply is {supply}.");
        }
    }

    public void Dispose()
    {
        foreach (SigningKey key in _keys)
        {
            key.Dispose();
        }
    }

    private void Add(ObjectId id, int owner, ulong amount)
    {
        _coins.Add(id, (owner, amount));
        if (amount > 10_000)
        {
            _free.Add(id);
        }
    }

    private Transaction Make(ObjectId id)
    {
        (int owner, ulong amount) = _coins[id];
        ulong fee = 500;
        ulong part = (ulong)_world.Chance.Between(1, (long)(amount - fee) - 1);
        TransactionBody body = new TransactionDraft
        {
            ChainId = _world.Chain.Chain,
            Shard = _world.Chain.Shard,
            Inputs = [new TransactionInput(id, 1)],
            Outputs =
            [
                TransactionOutput.Coin(_locks[_world.Chance.Index(Owners)], AssetId.Kmcc, part),
                TransactionOutput.Coin(_locks[owner], AssetId.Kmcc, amount - fee - part),
            ],
            Fee = fee,
            ValidUntil = _world.Now.Plus(_world.Chance.Between(500_000, 60_000_000)),
        }.Build();
        return Transaction.Create(body, Witness.Sign(_locks[owner], _keys[owner], body));
    }

    private void PayPrivately()
    {
        Copy copy = _world.Copies[_world.Chance.Index(_world.Copies.Count)];
        if (copy.IsUp && copy.IsHonest && _private.Pay(copy, _locks[_world.Chance.Index(Owners)]) is Transaction transaction)
        {
            Submit(transaction);
        }
    }

    private void Submit(Transaction transaction)
    {
        Copy copy = _world.Copies[_world.Chance.Index(_world.Copies.Count)];
        _open[transaction.Id] = transaction;
        LedgerFault fault = _world.Transactions.Verify(transaction, out VerifiedTransaction? verified);
        if (fault != LedgerFault.None)
        {
            _world.Checks.Fail($"A client's own transaction is refused: {fault}.");
        }
        else if (copy.IsUp && copy.IsHonest)
        {
            copy.Submit(verified!);
        }
        else
        {
            Release(transaction.Id);
        }
    }
}
