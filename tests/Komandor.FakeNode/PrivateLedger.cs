using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text.Json;
using Komandor.Api;
using Komandor.Api.Messages;
using Komandor.Cryptography;
using Komandor.Ledger;
using Komandor.Ledger.Private;
using Komandor.Primitives;
using Komandor.State;

namespace Komandor.FakeNode;

/// <summary>A chain in memory with pools of private money, executed by the real rules: it makes a block of what waits whenever <see cref="MakeBlock"/> is called.</summary>
public sealed class PrivateLedger : INodeApi
{
    private readonly System.Threading.Lock _gate = new();
    private readonly TimeProvider _time;
    private readonly MemoryState _state = new();
    private static readonly SigningKey _key = new(Convert.FromHexString(MemberSeed));
    private readonly Genesis _genesis;
    private readonly TransactionVerifier _verifier;
    private readonly PrivateVerifier _proofs = new();
    private readonly List<PrivateBlock> _blocks = [];
    private readonly Dictionary<TransactionId, Stored> _transactions = [];
    private readonly List<TransactionId> _waiting = [];
    private BlockHeader _tip;

    /// <summary>A chain whose genesis pays these coins and notes.</summary>
    public PrivateLedger(
        PrivateParameters parameters, IReadOnlyList<GenesisAllocation> coins, IReadOnlyList<GenesisNote> notes, TimeProvider? time = null)
    {
        _time = time ?? TimeProvider.System;
        Roster = Roster.Create([new RosterMember(new MemberId(1), _key.PublicKey, 1)]);
        _genesis = new Genesis(
            "development", "kmdd", Timestamp.From(_time.GetUtcNow()), default, LedgerParameters.Default with { Private = parameters }, Roster, [.. coins], [.. notes]);
        _state.Apply(_genesis.InitialState());
        _tip = _genesis.Header(_state.Root);
        _verifier = new TransactionVerifier(_genesis.ChainId, _genesis.Shard);
        _blocks.Add(new PrivateBlock(
            0, _tip.Id, _tip.Timestamp,
            [
                .. new[] { PrivateTier.Ring, PrivateTier.Shielded }.Select(tier => new PrivateTransaction(
                    new TransactionId(_genesis.ChainId.Value), PoolId.Of(tier).ToString(), Name(tier), [], [.. _genesis.OutputsOf(tier).Select(Text)], "", "", 0, 0, 0)),
            ]));
    }

    /// <summary>Whether handing in makes a block at once.</summary>
    public bool BlockAtOnce { get; set; } = true;

    /// <summary>The chain.</summary>
    public ChainId ChainId => _genesis.ChainId;

    /// <summary>Its one member.</summary>
    public Roster Roster { get; }

    /// <summary>The seed of its member's key, in hexadecimal digits.</summary>
    public static string MemberSeed => "01" + new string('0', 62);

    /// <summary>Everything that was handed in, in order.</summary>
    public List<Transaction> Submitted { get; } = [];

    /// <summary>Refuses what is handed in next, as a member that is full does.</summary>
    public bool IsBusy { get; set; }

    /// <summary>Executes what waits; an empty block moves anchors.</summary>
    public void MakeBlock(int count = 1)
    {
        lock (_gate)
        {
            for (int index = 0; index < count; index++)
            {
                MakeOne();
            }
        }
    }

    /// <inheritdoc/>
    public Task<TResult> CallAsync<TParameters, TResult>(
        ApiMethod<TParameters, TResult> method, TParameters parameters, CancellationToken cancellationToken)
        where TParameters : notnull
        where TResult : notnull
    {
        lock (_gate)
        {
            object result = parameters switch
            {
                SubmitRequest submit => Submit(submit),
                TransactionQuery query => Details(query.Id),
                AddressQuery query when method.Name == ApiCatalogue.AddressCoins.Name => Coins(query),
                AddressQuery when method.Name == ApiCatalogue.AddressHistory.Name => new AddressHistory([], null),
                PrivateBlockQuery query => Blocks(query),
                PoolQuery query when method.Name == ApiCatalogue.PrivateAnchors.Name => Anchors(query),
                PoolQuery query => PoolNotes(query),
                NoParameters when method.Name == ApiCatalogue.ChainInfo.Name => Info(),
                NoParameters when method.Name == ApiCatalogue.PoolList.Name => Pools(),
                NoParameters when method.Name == ApiCatalogue.ChainGenesis.Name => new EncodedGenesis(Convert.ToHexStringLower(_genesis.Encode()), GenesisJson()),
                ObjectQuery query when method.Name == ApiCatalogue.ObjectProve.Name => Prove(query),
                _ => throw new ApiException(ApiErrorCode.MethodNotFound, method.Name),
            };
            return Task.FromResult((TResult)result);
        }
    }

    /// <inheritdoc/>
    public async IAsyncEnumerable<BlockSummary> BlocksAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await Task.CompletedTask;
        yield break;
    }

    private void MakeOne()
    {
        Timestamp now = Timestamp.From(_time.GetUtcNow());
        BlockInput input = new()
        {
            Parent = _tip,
            Round = _tip.Round + 1,
            ConsensusTime = now > _tip.Timestamp ? now : _tip.Timestamp.Plus(1),
            Transactions = [.. _waiting.Select(id => Verify(_transactions[id].Transaction))],
            Roster = Roster,
            NextRoster = Roster,
        };
        ExecutedBlock executed = BlockExecutor.Execute(input, _state, _genesis.Parameters, SerialForkJoin.Instance, _proofs);
        _state.Apply(executed.Changes);
        _state.Spent.UnionWith(executed.Tags);
        Block block = executed.Seal(_state.Root);
        _tip = block.Header;
        foreach (Receipt receipt in executed.Receipts)
        {
            Stored stored = _transactions[receipt.TransactionId];
            stored.State = receipt.Executed ? TransactionState.Final : receipt.Fault == LedgerFault.Expired ? TransactionState.Expired : TransactionState.Rejected;
            stored.Fault = receipt.Fault;
            stored.Height = _tip.Height;
        }

        _blocks.Add(new PrivateBlock(_tip.Height, _tip.Id, _tip.Timestamp, [.. block.Transactions.Where(one => one.Body.Bundle is not null).Select(Describe)]));
        _waiting.Clear();
    }

    private VerifiedTransaction Verify(Transaction transaction)
    {
        LedgerFault fault = _verifier.Verify(transaction, out VerifiedTransaction? verified);
        return fault == LedgerFault.None ? verified! : throw new ApiException(ApiErrorCode.TransactionRefused, fault.ToString(), fault.ToString());
    }

    private SubmitResult Submit(SubmitRequest request)
    {
        if (IsBusy)
        {
            throw new ApiException(ApiErrorCode.Busy, "Too much waits.", retryAfterMs: 5);
        }

        if (!Transaction.TryDecode(Convert.FromHexString(request.Transaction), out Transaction? transaction, out LedgerFault fault))
        {
            throw new ApiException(ApiErrorCode.TransactionRefused, $"Refused: {fault}.", fault.ToString());
        }

        Verify(transaction);
        if (_transactions.TryAdd(transaction.Id, new Stored(transaction)))
        {
            Submitted.Add(transaction);
            _waiting.Add(transaction.Id);
            if (BlockAtOnce)
            {
                MakeOne();
            }
        }

        return new SubmitResult(transaction.Id, transaction.Body.ValidUntil);
    }

    private TransactionDetails Details(string text)
    {
        TransactionId id = TransactionId.TryParse(text, out TransactionId parsed) ? parsed : throw new ApiException(ApiErrorCode.InvalidParameters, "No id.");
        Stored? stored = _transactions.GetValueOrDefault(id);
        return new TransactionDetails(
            id, stored?.State ?? TransactionState.Unknown, stored is null || stored.Fault == LedgerFault.None ? null : stored.Fault.ToString(), null,
            stored?.Height, null, null, stored is null ? null : _tip.Timestamp, 12, stored?.Transaction.Body.Fee, null, null, null,
            stored?.Transaction.Body.ValidUntil, [], []);
    }

    private CoinPage Coins(AddressQuery query)
    {
        List<ObjectSummary> coins = [];
        foreach ((Hash256 id, byte[] value) in _state.Entries.OrderBy(one => one.Key))
        {
            if (LedgerObject.TryDecode(value, out LedgerObject? one) && one.Content is CoinContent coin && one.Lock.ToString() == query.Address)
            {
                coins.Add(new ObjectSummary(new ObjectId(id), one.Version, "coin", coin.Asset, coin.Amount, one.Lock.ToString(), null, null));
            }
        }

        return new CoinPage(coins, null, _tip.Height);
    }

    private PrivateBlockPage Blocks(PrivateBlockQuery query)
    {
        ulong next = Math.Min((query.From ?? 0) + (ulong)(query.Count ?? 100), _tip.Height + 1);
        return new PrivateBlockPage(
            [.. _blocks.Where(block => block.Height >= (query.From ?? 0) && block.Height < next && block.Transactions.Count > 0)], next, _tip.Height);
    }

    private PrivateAnchorPage Anchors(PoolQuery query)
    {
        PoolView view = new(_state, _tip, _genesis.Parameters.Private);
        PoolId pool = query.Tier == "ring" ? PoolId.Ring : PoolId.Shielded;
        List<PrivateAnchor> anchors = [];
        for (ulong height = query.From ?? 0; height <= view.NewestAnchorHeight && anchors.Count < (query.Count ?? 1024); height++)
        {
            if (view.Anchor(pool, height) is { } anchor)
            {
                anchors.Add(new PrivateAnchor(anchor.Height, anchor.Size, anchor.Block));
            }
        }

        return new PrivateAnchorPage(anchors, view.NewestAnchorHeight, _tip.Height);
    }

    private PrivateNotePage PoolNotes(PoolQuery query)
    {
        PoolId pool = query.Tier == "ring" ? PoolId.Ring : PoolId.Shielded;
        ulong size = PoolState.Read(_state, pool).Size;
        List<string> notes = [];
        for (ulong index = query.From ?? 0; index < size && notes.Count < (query.Count ?? 1024); index++)
        {
            PoolNote note = PoolNote.Read(_state, pool, index);
            CanonicalWriter writer = new(80);
            writer.Hash(note.Key);
            writer.Hash(note.Commitment);
            writer.UInt64(note.Height);
            notes.Add(Convert.ToHexStringLower(writer.Written));
        }

        return new PrivateNotePage(notes, query.From ?? 0, size, _tip.Height);
    }

    private PoolReport Pools()
    {
        PrivateParameters numbers = _genesis.Parameters.Private;
        PoolSummary Of(PrivateTier tier)
        {
            PoolState pool = PoolState.Read(_state, PoolId.Of(tier));
            return new PoolSummary(PoolId.Of(tier).ToString(), Name(tier), AssetId.Kmcc, pool.Total, pool.Size, _tip.Timestamp < pool.PausedUntil ? pool.PausedUntil : null, pool.Pauses);
        }

        return new PoolReport(
            [Of(PrivateTier.Ring), Of(PrivateTier.Shielded)], numbers.AnchorBlocks, numbers.AnchorWindow, numbers.MinimumCover, numbers.MinimumRing,
            numbers.NewestAnchor(_tip.Height), _tip.Height);
    }

    private ObjectProofBytes Prove(ObjectQuery query)
    {
        ObjectId id = ObjectId.TryParse(query.Id, out ObjectId parsed) ? parsed : throw new ApiException(ApiErrorCode.InvalidParameters, "No id.");
        Certificate certificate = new(_tip.Id, [HeaderSignature.Sign(_tip.Id, new MemberId(1), _key)]);
        return new ObjectProofBytes(
            query.Id, _state.Get(id.Value) is { } value ? Convert.ToHexStringLower(value) : null, Convert.ToHexStringLower(_state.Prove(id.Value).Encoded.AsSpan()),
            new CertifiedHeaderBytes(Convert.ToHexStringLower(_tip.Encode()), Convert.ToHexStringLower(certificate.Encode()), string.Empty));
    }

    private string GenesisJson()
    {
        LedgerParameters numbers = _genesis.Parameters;
        return JsonSerializer.Serialize(new
        {
            network = _genesis.Network,
            addressPrefix = _genesis.AddressPrefix,
            time = DateTimeOffset.UnixEpoch.AddMicroseconds(_genesis.Time.UnixMicroseconds),
            shard = _genesis.Shard.Value,
            parameters = new
            {
                workPrice = numbers.WorkPrice,
                validityHorizonSeconds = numbers.ValidityHorizonMicroseconds / (ulong)Timestamp.PerSecond,
                weakSubjectivitySeconds = numbers.WeakSubjectivityMicroseconds / (ulong)Timestamp.PerSecond,
                anchorBlocks = numbers.Private.AnchorBlocks,
                anchorWindow = numbers.Private.AnchorWindow,
                minimumCover = numbers.Private.MinimumCover,
                minimumRing = numbers.Private.MinimumRing,
            },
            members = Roster.Members.Select(member => new { id = member.Id.Value, key = member.Key.ToString(), weight = member.Weight }),
            allocations = _genesis.Allocations.Select(one => (object)new { to = one.Lock.ToString(), units = one.Amount, label = one.Label })
                .Concat(_genesis.Notes.Select(one => new { to = one.To.ToString(), units = one.Amount, label = one.Label, tier = Name(one.Tier) })),
        });
    }

    private ChainInfo Info() => new(
        "development", "kmdd", ChainId, default, _tip.Height, _tip.Id, _tip.Round, _tip.Timestamp, Hash256.Zero, _genesis.Parameters.WorkPrice, 86_400_000, "fake");

    private static PrivateTransaction Describe(Transaction transaction)
    {
        PrivateBundle bundle = transaction.Body.Bundle!;
        return new PrivateTransaction(
            transaction.Id, transaction.Body.Nonce.ToString(), Name(bundle.Tier),
            [.. Enumerable.Range(0, bundle.InputCount).Select(input => bundle.TagOf(input).ToString())], [.. bundle.Outputs.Select(Text)],
            Convert.ToHexStringLower(bundle.SealedMemo.Span), Convert.ToHexStringLower(bundle.Recovery.Span), bundle.Entering, bundle.Leaving, transaction.Body.Fee);
    }

    private static string Text(PrivateOutput output)
    {
        CanonicalWriter writer = new(128);
        output.Write(writer);
        return Convert.ToHexStringLower(writer.Written);
    }

    private static string Name(PrivateTier tier) => tier.ToString().ToLower(CultureInfo.InvariantCulture);

    private sealed class Stored(Transaction transaction)
    {
        public Transaction Transaction { get; } = transaction;

        public TransactionState State { get; set; } = TransactionState.Pending;

        public LedgerFault Fault { get; set; }

        public ulong? Height { get; set; }
    }

    private sealed class MemoryState : ILedgerState
    {
        private readonly CompactStateStore _proven = new(new MemoryStateFiles(), "state");

        public Dictionary<Hash256, byte[]> Entries { get; } = [];

        public HashSet<Hash256> Spent { get; } = [];

        public ulong Version { get; private set; }

        public Hash256 Root => _proven.Root;

        public byte[]? Get(Hash256 key) => Entries.GetValueOrDefault(key);

        public bool IsSpent(ObjectId tag) => Spent.Contains(tag.Value);

        public StateProof Prove(Hash256 key) => _proven.Prove(key);

        public void Apply(IReadOnlyList<KeyValuePair<Hash256, byte[]?>> changes)
        {
            foreach ((Hash256 key, byte[]? value) in changes)
            {
                if (value is null)
                {
                    Entries.Remove(key);
                }
                else
                {
                    Entries[key] = value;
                }
            }

            _proven.Commit(_proven.Stage(changes));
            Version++;
        }
    }
}
