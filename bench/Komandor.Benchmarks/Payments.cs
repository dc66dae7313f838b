using System.Collections.Immutable;
using System.Text.Json;
using Komandor.Cryptography;
using Komandor.Ledger;
using Komandor.Primitives;
using Lock = Komandor.Ledger.Lock;

namespace Komandor.Benchmarks;

/// <summary>Payments of one input and two outputs, each signed by a key of its own, and the genesis that holds what they spend.</summary>
internal sealed class Payments : IDisposable
{
    private const ulong CoinUnits = 1_000_000;
    private const ulong Fee = 1_000;

    private readonly SigningKey[] _owners;

    /// <summary>A chain whose genesis pays a coin to each of <paramref name="count"/> keys.</summary>
    /// <param name="members">The members' keys; member i has id i + 1 and weight 1.</param>
    /// <param name="count">How many payments can be made.</param>
    /// <param name="start">The chain's time.</param>
    internal Payments(IReadOnlyList<PublicKey> members, int count, DateTimeOffset start)
    {
        _owners = [.. Enumerable.Range(0, count).Select(index => MakeKey(index + 1_000))];
        GenesisJson = JsonSerializer.SerializeToUtf8Bytes(new
        {
            network = "bench",
            addressPrefix = "kmdt",
            time = start,
            shard = 0,
            parameters = new { workPrice = 1, validityHorizonSeconds = 86_400, weakSubjectivitySeconds = 1_209_600 },
            members = members.Select((key, index) => new { id = index + 1, key = key.ToString(), weight = 1 }),
            allocations = _owners.Select(owner => new { to = $"key({owner.PublicKey})", units = CoinUnits }),
        });
        Genesis = Genesis.TryParse(GenesisJson, out Genesis? genesis, out GenesisFault fault)
            ? genesis
            : throw new InvalidOperationException($"The genesis is refused: {fault}");
    }

    /// <summary>The genesis as a file.</summary>
    internal byte[] GenesisJson { get; }

    /// <summary>The genesis.</summary>
    internal Genesis Genesis { get; }

    /// <summary>How many payments can be made.</summary>
    internal int Count => _owners.Length;

    /// <inheritdoc/>
    public void Dispose() => Array.ForEach(_owners, owner => owner.Dispose());

    /// <summary>A key that follows from its number.</summary>
    internal static SigningKey MakeKey(int number)
    {
        byte[] seed = new byte[SigningKey.SeedSizeBytes];
        BitConverter.TryWriteBytes(seed, number);
        return new SigningKey(seed);
    }

    /// <summary>The payment of coin <paramref name="index"/>: some to the next key, the rest back; valid for an hour after <paramref name="now"/>.</summary>
    internal Transaction Make(int index, Timestamp now)
    {
        Lock owner = Genesis.Allocations[index].Lock;
        TransactionBody body = new TransactionDraft
        {
            ChainId = Genesis.ChainId,
            Shard = Genesis.Shard,
            Inputs = [new TransactionInput(Genesis.ObjectOf(index), 1)],
            Outputs = ImmutableArray.Create(
                TransactionOutput.Coin(Genesis.Allocations[(index + 1) % Count].Lock, AssetId.Kmcc, 1_000),
                TransactionOutput.Coin(owner, AssetId.Kmcc, CoinUnits - Fee - 1_000)),
            Fee = Fee,
            ValidUntil = now.Plus(3_600 * Timestamp.PerSecond),
        }.Build();
        return Transaction.Create(body, Witness.Sign(owner, _owners[index], body));
    }
}
