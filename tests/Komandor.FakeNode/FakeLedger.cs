using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;
using Komandor.Api;
using Komandor.Api.Messages;
using Komandor.Ledger;
using Komandor.Primitives;

namespace Komandor.FakeNode;

/// <summary>A chain in memory that answers as a node does: it makes a block of what waits whenever <see cref="MakeBlock"/> is called.</summary>
/// <remarks>Checks what a wallet can get wrong: inputs, versions, locks, signatures, balance, fee and validity. Several servers may serve one ledger:
/// then they are the members of one network.</remarks>
public sealed class FakeLedger : INodeApi
{
    private readonly System.Threading.Lock _gate = new();
    private readonly TimeProvider _time;
    private readonly Dictionary<ObjectId, StoredObject> _objects = [];
    private readonly Dictionary<TransactionId, StoredTransaction> _transactions = [];
    private readonly List<TransactionId> _waiting = [];
    private TaskCompletionSource _changed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private ulong _height;
    private ulong _feePool;
    private ulong _supply;
    private Timestamp _blockTime;

    /// <summary>An empty chain.</summary>
    public FakeLedger(TimeProvider? time = null)
    {
        _time = time ?? TimeProvider.System;
        _blockTime = Timestamp.From(_time.GetUtcNow());
    }

    /// <summary>Hash of the genesis.</summary>
    public ChainId ChainId { get; set; } = new(Hash256.Parse(new string('c', 64)));

    /// <summary>KMCC units that one unit of work costs.</summary>
    public ulong PricePerWork { get; set; } = 3;

    /// <summary>How many transactions wait before the node is busy.</summary>
    public int MaximumWaiting { get; set; } = int.MaxValue;

    /// <summary>Forgets the next transactions that it takes on, as a node that dies does.</summary>
    public int LoseNext { get; set; }

    /// <summary>The fault with which every submission is refused; null refuses none for it.</summary>
    public string? RefuseWith { get; set; }

    /// <summary>What it says of its network; null has nothing to say.</summary>
    public NetworkStatus? Network { get; set; }

    /// <summary>Whether handing in makes a block at once.</summary>
    public bool BlockAtOnce { get; set; } = true;

    /// <summary>How often it was too busy.</summary>
    public int BusyCount { get; private set; }

    /// <summary>Makes a coin out of nothing, as the genesis does.</summary>
    public ObjectId Fund(Ledger.Lock held, ulong amount, AssetId asset = default)
    {
        lock (_gate)
        {
            byte[] id = new byte[32];
            BitConverter.TryWriteBytes(id, _objects.Count + 1);
            ObjectId made = new(new Hash256(id));
            _objects.Add(made, new StoredObject(new LedgerObject(1, held, new CoinContent(asset, amount)), null));
            _supply += asset == AssetId.Kmcc ? amount : 0;
            return made;
        }
    }

    /// <summary>Executes what waits; or rejects it, as a member that orders it with other openings brings about.</summary>
    public void MakeBlock(LedgerFault rejection = LedgerFault.None)
    {
        lock (_gate)
        {
            _height++;
            _blockTime = Timestamp.From(_time.GetUtcNow());
            foreach (TransactionId id in _waiting)
            {
                StoredTransaction stored = _transactions[id];
                LedgerFault fault = rejection == LedgerFault.None ? Check(stored.Transaction) : rejection;
                stored.State = fault == LedgerFault.None ? TransactionState.Final
                    : fault == LedgerFault.Expired ? TransactionState.Expired : TransactionState.Rejected;
                stored.Fault = fault;
                stored.Height = _height;
                stored.Time = _blockTime;
                if (fault == LedgerFault.None)
                {
                    Apply(id, stored.Transaction);
                }
            }

            _waiting.Clear();
            Signal();
        }
    }

    /// <inheritdoc/>
    public async Task<TResult> CallAsync<TParameters, TResult>(
        ApiMethod<TParameters, TResult> method, TParameters parameters, CancellationToken cancellationToken)
        where TParameters : notnull
        where TResult : notnull
    {
        object result = parameters switch
        {
            SubmitRequest submit => Submit(submit),
            TransactionQuery query => await GetAsync(query, cancellationToken),
            ObjectQuery query => Object(query),
            AddressQuery query when method.Name == ApiCatalogue.AddressCoins.Name => Coins(query),
            AddressQuery query when method.Name == ApiCatalogue.AddressHistory.Name => History(query),
            BlockQuery query => Block(query),
            NoParameters when method.Name == ApiCatalogue.ChainInfo.Name => Info(),
            NoParameters when method.Name == ApiCatalogue.StateSupply.Name => Supply(),
            NoParameters when method.Name == ApiCatalogue.NetworkStatus.Name && Network is not null => Network,
            _ => throw new ApiException(ApiErrorCode.MethodNotFound, method.Name),
        };
        return (TResult)result;
    }

    /// <inheritdoc/>
    public async IAsyncEnumerable<BlockSummary> BlocksAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await Task.CompletedTask;
        yield break;
    }

    private LedgerFault Check(Transaction transaction)
    {
        TransactionBody body = transaction.Body;
        if (body.ChainId != ChainId)
        {
            return LedgerFault.WrongChain;
        }

        if (body.ValidUntil < _blockTime)
        {
            return LedgerFault.Expired;
        }

        Dictionary<AssetId, Int128> sums = [];
        for (int index = 0; index < body.Inputs.Length; index++)
        {
            if (index > 0 && body.Inputs[index - 1].ObjectId.CompareTo(body.Inputs[index].ObjectId) >= 0)
            {
                return LedgerFault.InputsNotAscending;
            }

            if (!_objects.TryGetValue(body.Inputs[index].ObjectId, out StoredObject? stored) || stored.SpentBy is not null)
            {
                return LedgerFault.ObjectNotFound;
            }

            if (!stored.Object.Lock.Equals(transaction.Witnesses[index].Lock))
            {
                return LedgerFault.WrongLock;
            }

            CoinContent coin = (CoinContent)stored.Object.Content;
            sums[coin.Asset] = sums.GetValueOrDefault(coin.Asset) + coin.Amount;
        }

        foreach (CoinContent coin in body.Outputs.Select(output => (CoinContent)output.Content))
        {
            sums[coin.Asset] = sums.GetValueOrDefault(coin.Asset) - coin.Amount;
        }

        return sums.GetValueOrDefault(AssetId.Kmcc) != body.Fee ? LedgerFault.FeeNotExact
            : sums.Any(sum => sum.Key != AssetId.Kmcc && sum.Value != 0) ? LedgerFault.AssetNotBalanced
            : body.Fee < transaction.Work * PricePerWork ? LedgerFault.FeeTooLow
            : new TransactionVerifier(ChainId, default).Verify(transaction, out _);
    }

    private void Apply(TransactionId id, Transaction transaction)
    {
        foreach (TransactionInput input in transaction.Body.Inputs)
        {
            _objects[input.ObjectId] = _objects[input.ObjectId] with { SpentBy = id };
        }

        for (int index = 0; index < transaction.Body.Outputs.Length; index++)
        {
            TransactionOutput output = transaction.Body.Outputs[index];
            _objects.Add(transaction.Body.ObjectOf(index), new StoredObject(new LedgerObject(1, output.Lock, output.Content), id));
        }

        _feePool += transaction.Body.Fee;
    }

    private SubmitResult Submit(SubmitRequest request)
    {
        if (!Transaction.TryDecode(Convert.FromHexString(request.Transaction), out Transaction? transaction, out LedgerFault fault))
        {
            throw new ApiException(ApiErrorCode.TransactionRefused, $"Refused: {fault}.", fault.ToString());
        }

        lock (_gate)
        {
            SubmitResult result = new(transaction.Id, transaction.Body.ValidUntil);
            if (_transactions.TryGetValue(transaction.Id, out StoredTransaction? known) && known.State != TransactionState.Rejected)
            {
                return result;
            }

            if (RefuseWith is string refusal)
            {
                throw new ApiException(ApiErrorCode.TransactionRefused, "Refused.", refusal);
            }

            if (LoseNext > 0)
            {
                LoseNext--;
                return result;
            }

            if (_waiting.Count >= MaximumWaiting)
            {
                BusyCount++;
                throw new ApiException(ApiErrorCode.Busy, "Too much waits.", retryAfterMs: 5);
            }

            if (Check(transaction) is LedgerFault.Expired)
            {
                throw new ApiException(ApiErrorCode.TransactionRefused, "It expired.", nameof(LedgerFault.Expired));
            }

            _transactions[transaction.Id] = new StoredTransaction(transaction);
            _waiting.Add(transaction.Id);
            if (BlockAtOnce)
            {
                MakeBlock();
            }

            return result;
        }
    }

    private async Task<TransactionDetails> GetAsync(TransactionQuery query, CancellationToken cancellationToken)
    {
        long start = _time.GetTimestamp();
        while (true)
        {
            Task changed;
            lock (_gate)
            {
                changed = _changed.Task;
                TransactionDetails details = Details(query.Id);
                if (details.State != TransactionState.Pending || query.WaitMs is not int waitMs || _time.GetElapsedTime(start).TotalMilliseconds > waitMs)
                {
                    return details;
                }
            }

            await Task.WhenAny(changed, Task.Delay(50, cancellationToken));
        }
    }

    private TransactionDetails Details(string text)
    {
        TransactionId id = TransactionId.TryParse(text, out TransactionId parsed)
            ? parsed : throw new ApiException(ApiErrorCode.InvalidParameters, "No id.");
        return _transactions.TryGetValue(id, out StoredTransaction? stored)
            ? new TransactionDetails(
                id, stored.State, stored.Fault == LedgerFault.None ? null : stored.Fault.ToString(), null, stored.Height, null, null, stored.Time, 12,
                stored.Transaction.Body.Fee, null, stored.Transaction.Encoded.Length, Encoding.UTF8.GetString(stored.Transaction.Body.Memo.Span),
                stored.Transaction.Body.ValidUntil, [], [])
            : new TransactionDetails(id, TransactionState.Unknown, null, null, null, null, null, null, null, null, null, null, null, null, [], []);
    }

    private ObjectDetails Object(ObjectQuery query)
    {
        lock (_gate)
        {
            return ObjectId.TryParse(query.Id, out ObjectId id) && _objects.TryGetValue(id, out StoredObject? stored)
                ? new ObjectDetails(Summary(id, stored.Object), stored.SpentBy is null, null, stored.CreatedBy, stored.SpentBy)
                : throw new ApiException(ApiErrorCode.NotFound, "There is no such object.");
        }
    }

    private CoinPage Coins(AddressQuery query)
    {
        lock (_gate)
        {
            int skip = query.Cursor is null ? 0 : int.Parse(query.Cursor, CultureInfo.InvariantCulture);
            int limit = query.Limit ?? 50;
            ObjectSummary[] all =
            [
                .. _objects.Where(one => one.Value.SpentBy is null && one.Value.Object.Lock.ToString() == query.Address)
                    .OrderBy(one => one.Key).Select(one => Summary(one.Key, one.Value.Object)),
            ];
            string? next = all.Length > skip + limit ? (skip + limit).ToString(CultureInfo.InvariantCulture) : null;
            return new CoinPage([.. all.Skip(skip).Take(limit)], next, _height);
        }
    }

    private AddressHistory History(AddressQuery query)
    {
        lock (_gate)
        {
            List<AddressEntry> entries = [];
            foreach ((TransactionId id, StoredTransaction stored) in _transactions.Where(one => one.Value.State == TransactionState.Final))
            {
                ulong received = Sum(_objects.Values.Where(one => one.CreatedBy == id), query.Address);
                ulong spent = Sum(_objects.Values.Where(one => one.SpentBy == id), query.Address);
                if (received + spent > 0)
                {
                    entries.Add(new AddressEntry(id, stored.Height!.Value, stored.Time!.Value, AssetId.Kmcc, received, spent));
                }
            }

            return new AddressHistory([.. entries.OrderByDescending(entry => entry.Height).Take(query.Limit ?? 50)], null);
        }
    }

    private BlockDetails Block(BlockQuery query)
    {
        lock (_gate)
        {
            BlockSummary summary = new(query.Height ?? _height, new BlockId(Hash256.Zero), 0, _blockTime, 0, 0, true, 12);
            return new BlockDetails(
                summary, 1, 0, default, default, default, default, default, StateRoot, default, 0, new MemberId(0), [], 0, []);
        }
    }

    /// <summary>What it says the state's root is.</summary>
    public Hash256 StateRoot { get; set; } = Hash256.Parse(new string('5', 64));

    private ChainInfo Info()
    {
        lock (_gate)
        {
            return new ChainInfo(
                "development", "kmdd", ChainId, default, _height, default, _height, _blockTime, StateRoot, PricePerWork, 86_400_000, "fake");
        }
    }

    private SupplyReport Supply()
    {
        lock (_gate)
        {
            ulong coins = _objects.Values.Where(one => one.SpentBy is null).Select(one => one.Object.Content).OfType<CoinContent>()
                .Where(coin => coin.Asset == AssetId.Kmcc).Aggregate(0UL, (sum, coin) => sum + coin.Amount);
            return new SupplyReport(
                [new AssetSupply(AssetId.Kmcc, "KMCC", _supply, coins, _feePool)], coins + _feePool == _supply, _height, StateRoot);
        }
    }

    private static ulong Sum(IEnumerable<StoredObject> objects, string held) => objects
        .Where(one => one.Object.Lock.ToString() == held).Select(one => (CoinContent)one.Object.Content)
        .Where(coin => coin.Asset == AssetId.Kmcc).Aggregate(0UL, (sum, coin) => sum + coin.Amount);

    private static ObjectSummary Summary(ObjectId id, LedgerObject one)
    {
        CoinContent coin = (CoinContent)one.Content;
        return new ObjectSummary(id, one.Version, "coin", coin.Asset, coin.Amount, one.Lock.ToString(), null, null);
    }

    private void Signal()
    {
        _changed.TrySetResult();
        _changed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
    }

    private sealed record StoredObject(LedgerObject Object, TransactionId? CreatedBy, TransactionId? SpentBy = null);

    private sealed class StoredTransaction(Transaction transaction)
    {
        public Transaction Transaction { get; } = transaction;

        public TransactionState State { get; set; } = TransactionState.Pending;

        public LedgerFault Fault { get; set; }

        public ulong? Height { get; set; }

        public Timestamp? Time { get; set; }
    }
}
