using Komandor.Cryptography;
using Komandor.Ledger;
using Komandor.Primitives;
using Komandor.Replica;
using Komandor.Replica.Effects;
using Komandor.State;

namespace Komandor.Simulation;

/// <summary>Owners who pay each other, sometimes with one coin twice.</summary>
internal sealed class Clients : IDisposable
{
    private const int Owners = 6;
    private const ulong CoinAmount = 1_000_000_000;

    private readonly World _world;
    private readonly SigningKey[] _keys = new SigningKey[Owners];
    private readonly Dictionary<ObjectId, Coin> _coins = [];
    private readonly List<ObjectId> _free = [];
    private readonly Dictionary<TransactionId, Transaction> _open = [];
    private ulong _supply;

    public Clients(World world)
    {
        _world = world;
        for (int index = 0; index < Owners; index++)
        {
            _keys[index] = new SigningKey(world.Chance.Bytes());
        }
    }

    public bool AreServed => true;

    private sealed record Coin(int Owner, ulong Amount);

    public Genesis MakeGenesis(Roster roster)
    {
        List<KeyValuePair<Hash256, byte[]?>> state = [];
        for (int index = 0; index < 40; index++)
        {
            ObjectId id = new(new Hash256(_world.Chance.Bytes()));
            state.Add(new(id.Value, BitConverter.GetBytes(CoinAmount)));
            _coins.Add(id, new Coin(index % Owners, CoinAmount));
            _free.Add(id);
            _supply += CoinAmount;
        }

        MemoryKeyValueStore store = new();
        SparseMerkleStore tree = new(store, 1);
        return new Genesis(roster, state, new Timestamp(World.Epoch), tree.Stage(state).Root);
    }

    /// <summary>Pays with some coin, and by chance with the same one again, elsewhere.</summary>
    public void Pay()
    {
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

    public void Answered(SubmissionAnswered answered)
    {
        if (answered.Fault != PoolFault.None)
        {
            Release(answered.Transaction);
        }
    }

    /// <summary>A transaction had no effect: its coin may be tried again.</summary>
    public void Release(TransactionId id)
    {
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

    public void Settle(CommitBlock commit)
    {
        foreach (Transaction transaction in commit.Block.Transactions)
        {
            foreach (TransactionInput input in transaction.Body.Inputs)
            {
                _coins.Remove(input.ObjectId);
                _free.Remove(input.ObjectId);
            }

            _open.Remove(transaction.Id);
            Found(BlockExecutor.IdOf(transaction.Id, 0), transaction.Body.Amount1);
            Found(BlockExecutor.IdOf(transaction.Id, 1), transaction.Body.Amount2);
        }

        foreach (Receipt receipt in commit.Receipts)
        {
            Release(receipt.TransactionId);
        }
    }

    public void CheckSupply(IStateReader state)
    {
        ulong sum = 0;
        foreach (ObjectId id in _coins.Keys)
        {
            sum += state.Get(id.Value) is byte[] v ? BitConverter.ToUInt64(v) : 0;
        }

        if (sum != _supply)
        {
            _world.Checks.Fail("supply");
        }
    }

    public void Dispose()
    {
        foreach (SigningKey key in _keys)
        {
            key.Dispose();
        }
    }

    private void Found(ObjectId id, ulong amount)
    {
        _coins.Add(id, new Coin(0, amount));
        _free.Add(id);
    }

    private Transaction Make(ObjectId id)
    {
        Coin coin = _coins[id];
        ulong part = (ulong)_world.Chance.Between(0, (long)coin.Amount);
        TransactionBody body = new([new TransactionInput(id, 1)], part, coin.Amount - part,
            new Timestamp(World.Epoch + 60_000_000 + _world.Agenda.NowUs + _world.Chance.Between(500_000, 60_000_000)), _keys[coin.Owner].PublicKey);
        return new Transaction(body, _keys[coin.Owner].Sign(body.Hash));
    }

    private void Submit(Transaction transaction)
    {
        Copy copy = _world.Copies[_world.Chance.Index(_world.Copies.Count)];
        _open[transaction.Id] = transaction;
        VerifiedTransaction?[] verified = new VerifiedTransaction?[1];
        new TransactionVerifier(_world.Chain.Chain, _world.Chain.Shard).VerifyBatch([transaction], verified, new LedgerFault[1]);
        if (copy.IsUp && copy.IsHonest)
        {
            copy.Submit(verified[0]!);
        }
        else
        {
            Release(transaction.Id);
        }
    }
}
