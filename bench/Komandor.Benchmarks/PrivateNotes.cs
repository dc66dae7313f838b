using System.Text.Json;
using Komandor.Ledger;
using Komandor.Ledger.Private;
using Komandor.Primitives;
using Komandor.Wallet.Private;
using Komandor.Wallet.Private.Building;
using Komandor.Wallet.Private.Keys;
using Komandor.Wallet.Private.Scanning;

namespace Komandor.Benchmarks;

/// <summary>A genesis with private notes, some of them a wallet's, and that wallet's own code to find them and to pay with them.</summary>
internal sealed class PrivateNotes : IDisposable
{
    private const ulong NoteUnits = 1_000_000;
    private const string Prefix = "kmdt";
    private const string Memo = "for the benchmark: thirty bytes and some more";

    private readonly SpendKey _key = SpendKey.Derive(new byte[64], 0);
    private readonly SpendKey _stranger = SpendKey.Derive(new byte[64], 1);
    private readonly string _folder = Directory.CreateTempSubdirectory("komandor-notes-").FullName;
    private readonly List<PoolCopy> _copies = [];
    private readonly WalletNote[] _own;

    /// <summary>Makes the genesis and finds the wallet's notes.</summary>
    /// <param name="members">The members' keys.</param>
    /// <param name="start">The chain's time.</param>
    /// <param name="ring">The notes of the ring pool, all the wallet's.</param>
    /// <param name="shielded">The notes of the shielded pool.</param>
    /// <param name="ownEvery">Of the shielded ones, each so-many-th is the wallet's.</param>
    internal PrivateNotes(IReadOnlyList<PublicKey> members, DateTimeOffset start, int ring, int shielded, int ownEvery)
    {
        string own = _key.View.Incoming.AddressAt(Prefix, 0).ToString();
        string other = _stranger.View.Incoming.AddressAt(Prefix, 0).ToString();
        var notes = Enumerable.Range(0, ring).Select(_ => new { to = own, units = NoteUnits, tier = "ring" }).Concat(
            Enumerable.Range(0, shielded).Select(index => new { to = index % ownEvery == 0 ? own : other, units = NoteUnits, tier = "shielded" }));
        GenesisJson = JsonSerializer.SerializeToUtf8Bytes(new
        {
            network = "bench",
            addressPrefix = Prefix,
            time = start,
            shard = 0,
            parameters = new
            {
                workPrice = 1,
                validityHorizonSeconds = 86_400,
                weakSubjectivitySeconds = 1_209_600,
                anchorBlocks = 64,
                anchorWindow = 1024,
                minimumCover = 2048,
                minimumRing = 16,
            },
            members = members.Select((key, index) => new { id = index + 1, key = key.ToString(), weight = 1 }),
            allocations = notes,
        });
        Genesis = Genesis.TryParse(GenesisJson, out Genesis? genesis, out GenesisFault fault)
            ? genesis
            : throw new InvalidOperationException($"The genesis is refused: {fault}");
        TrialDecryption trial = new(_key.View.Incoming, new AddressTable(_key.View.Incoming, 1));
        CompactTransaction[] made = [.. new[] { PrivateTier.Ring, PrivateTier.Shielded }.Select(AsTransaction)];
        _own = [.. trial.Find(new CompactBlock(0, default, Genesis.Time, [.. made])).Select(note => new WalletNote(note))];
    }

    /// <summary>The genesis as a file.</summary>
    internal byte[] GenesisJson { get; }

    /// <summary>The genesis.</summary>
    internal Genesis Genesis { get; }

    /// <summary>So many of the wallet's notes among the first of a pool, evenly spread.</summary>
    internal WalletNote[] Own(PrivateTier tier, int poolNotes, int count)
    {
        WalletNote[] usable = [.. _own.Where(note => note.Found.Tier == tier && note.Found.Index < (ulong)poolNotes)];
        return [.. Enumerable.Range(0, count).Select(index => usable[(int)((long)usable.Length * index / count)])];
    }

    /// <summary>A builder over the first notes of the pools, which has prepared no cover set yet.</summary>
    internal PrivateBuilder Builder(int ring, int shielded)
    {
        PoolCopy copy = new(Path.Combine(_folder, $"copy-{_copies.Count}"));
        _copies.Add(copy);
        foreach ((PrivateTier tier, int count) in new[] { (PrivateTier.Ring, ring), (PrivateTier.Shielded, shielded) })
        {
            foreach (PrivateOutput output in Genesis.OutputsOf(tier).Take(count))
            {
                copy.Append(tier, new PoolNote(output.Key, output.Commitment, 0), Genesis.Time);
            }
        }

        copy.Append(new PoolAnchor(0, (ulong)shielded, Genesis.Header(Hash256.Zero).Id));
        return new PrivateBuilder(_key, copy, Genesis.Parameters.Private, Genesis.ChainId, 1);
    }

    /// <summary>A payment of one note to somebody else, with a memo; what is left comes back.</summary>
    internal Transaction Pay(PrivateBuilder builder, WalletNote note, Timestamp now)
    {
        TransactionDraft draft = new()
        {
            ChainId = Genesis.ChainId,
            Shard = Genesis.Shard,
            ValidUntil = now.Plus(3_600 * Timestamp.PerSecond),
        };
        PrivateTier tier = note.Found.Tier;
        int inputs = tier == PrivateTier.Ring ? 1 : PrivateLimits.ShieldedInputs;
        ulong fee = FeeQuote.OfPrivate(draft, tier, inputs, PrivateLimits.MinimumOutputs, [], Genesis.Parameters.WorkPrice).Fee;
        PrivateOrder order = new(draft, tier, _stranger.View.Incoming.AddressAt(Prefix, 1), 1_000, 0, Memo, fee);
        return builder.Pay(order, [note]).Transaction;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _copies.ForEach(copy => copy.Dispose());
        _key.Dispose();
        _stranger.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    private CompactTransaction AsTransaction(PrivateTier tier) => new(
        new TransactionId(Genesis.ChainId.Value), tier, PoolId.Of(tier).Value, 0, 0, 0, [],
        [.. Genesis.OutputsOf(tier).Select((output, index) => new CompactOutput((ulong)index, output))], default, default);
}
