using Komandor.Primitives;
using Komandor.State;

namespace Komandor.Ledger.Tests;

/// <summary>A state without proofs. Its "root" is nothing more than the sum of what it holds.</summary>
internal sealed class DictionaryState : ILedgerState
{
    internal Dictionary<Hash256, byte[]> Entries { get; init; } = [];

    internal HashSet<Hash256> Spent { get; init; } = [];

    public ulong Version { get; private set; }

    public Hash256 Root => throw new NotSupportedException();

    public byte[]? Get(Hash256 key) => Entries.GetValueOrDefault(key);

    public StateProof Prove(Hash256 key) => throw new NotSupportedException();

    public bool IsSpent(ObjectId tag) => Spent.Contains(tag.Value);

    internal void Apply(ExecutedBlock block)
    {
        Apply(block.Changes);
        Assert.All(block.Tags, tag => Assert.True(Spent.Add(tag), "A tag is spent once."));
    }

    internal void Apply(IReadOnlyList<KeyValuePair<Hash256, byte[]?>> changes)
    {
        HashSet<Hash256> keys = [];
        foreach ((Hash256 key, byte[]? value) in changes)
        {
            Assert.True(keys.Add(key), "One change a key.");
            if (value is null)
            {
                Assert.True(Entries.Remove(key), "Only what is there is deleted.");
            }
            else
            {
                Entries[key] = value;
            }
        }

        Version++;
    }

    internal DictionaryState Copy() => new() { Entries = new Dictionary<Hash256, byte[]>(Entries), Spent = [.. Spent] };

    internal UInt128 Coins(AssetId asset)
    {
        UInt128 sum = 0;
        foreach (byte[] value in Entries.Values)
        {
            if (LedgerObject.TryDecode(value, out LedgerObject? one) && one.Content is CoinContent coin && coin.Asset == asset)
            {
                sum += coin.Amount;
            }
        }

        return sum;
    }
}
