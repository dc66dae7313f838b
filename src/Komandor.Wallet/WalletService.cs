using System.Collections.Immutable;
using System.Text;
using Komandor.Api;
using Komandor.Api.Messages;
using Komandor.Ledger;
using Komandor.Primitives;
using Komandor.Wallet.Keys;
using Komandor.Wallet.Payments;
using Komandor.Wallet.Proofs;
using Komandor.Wallet.Storage;

namespace Komandor.Wallet;

/// <summary>A wallet at work: its file, and a node that it asks and pays through. Keys never leave the process.</summary>
/// <remarks>docs/protocol/wallet.md §5. Whoever makes it disposes the file. Payments are made one after another.</remarks>
/// <param name="file">The open wallet.</param>
/// <param name="node">A node of its chain.</param>
/// <param name="time">The clock of validity windows and of measured finality.</param>
public sealed class WalletService(WalletFile file, INodeApi node, TimeProvider time)
{
    private const int MaximumMemoSizeBytes = 512;
    private const int WaitMs = 10_000;
    private const int AgainMs = 250;

    private readonly CoinScanner _scanner = new(file, node);
    private readonly PublicParts _public = new(node);

    /// <summary>How long a payment may be ordered after it was signed, in milliseconds.</summary>
    public int ValidityMs { get; init; } = 120_000;

    /// <summary>Meets the node: ties the wallet to its chain, and learns what became of pending payments.</summary>
    /// <exception cref="WalletException">The node is of another chain.</exception>
    /// <exception cref="ApiException">The node refused or cannot be reached.</exception>
    public async Task<ChainInfo> ConnectAsync(CancellationToken cancellationToken)
    {
        ChainInfo chain = await node.CallAsync(ApiCatalogue.ChainInfo, new NoParameters(), cancellationToken).ConfigureAwait(false);
        file.Bind(new ChainBinding(chain.ChainId, chain.Network, chain.AddressPrefix, chain.Shard));
        foreach (PaymentRecord payment in file.Payments.Where(one => one.State == PaymentState.Pending))
        {
            await RefreshAsync(payment, chain, cancellationToken).ConfigureAwait(false);
        }

        return chain;
    }

    /// <summary>The address to give to others.</summary>
    /// <param name="chain">What <see cref="ConnectAsync"/> returned.</param>
    /// <param name="fresh">Whether a new one is made; otherwise it is the newest that was made.</param>
    /// <param name="cancellationToken">Honoured while the node is asked.</param>
    /// <exception cref="PaymentException">Twenty addresses wait for their first coin (W24).</exception>
    public async Task<string> AddressAsync(ChainInfo chain, bool fresh, CancellationToken cancellationToken)
    {
        if (fresh)
        {
            await RequireGapAsync(cancellationToken).ConfigureAwait(false);
            file.CountAddresses(file.ReceiveCount + 1, 0);
        }

        return TransactionFactory.AddressOf(chain, file.PublicKeyAt(new KeyPath(KeyChain.Receive, file.ReceiveCount - 1)));
    }

    /// <summary>What the wallet has, KMCC first.</summary>
    public async Task<IReadOnlyList<AssetBalance>> BalanceAsync(CancellationToken cancellationToken)
    {
        IReadOnlyList<Coin> coins = await _scanner.CoinsAsync(cancellationToken).ConfigureAwait(false);
        HashSet<ObjectId> reserved = Reserved();
        return
        [
            .. coins.GroupBy(coin => coin.Asset).OrderBy(group => group.Key).Select(group => new AssetBalance(
                group.Key,
                Sum(group.Where(coin => !reserved.Contains(coin.Id))),
                Sum(group.Where(coin => reserved.Contains(coin.Id))),
                group.Count())),
        ];
    }

    /// <summary>Checks by certified headers and proofs that every coin which the node names exists as it says.</summary>
    /// <returns>How many coins were checked.</returns>
    /// <exception cref="ProofException">The node cannot prove one.</exception>
    public async Task<int> VerifyAsync(CancellationToken cancellationToken)
    {
        CoinVerifier verifier = await CoinVerifier.CreateAsync(node, file.Chain!.ChainId, cancellationToken).ConfigureAwait(false);
        IReadOnlyList<Coin> coins = await _scanner.CoinsAsync(cancellationToken).ConfigureAwait(false);
        foreach (Coin coin in coins)
        {
            await verifier.VerifyAsync(coin, Lock.Key(file.PublicKeyAt(coin.Key)), cancellationToken).ConfigureAwait(false);
        }

        return coins.Count;
    }

    /// <summary>What <paramref name="request"/> would cost now.</summary>
    /// <exception cref="PaymentException">It cannot be made, and says why.</exception>
    public async Task<PaymentQuote> QuoteAsync(ChainInfo chain, PaymentRequest request, CancellationToken cancellationToken)
    {
        if (request.Amount == 0)
        {
            throw new PaymentException(PaymentFault.Amount, "The amount is zero. Name what to pay.");
        }

        if (Encoding.UTF8.GetByteCount(request.Memo) > MaximumMemoSizeBytes || request.Memo.Any(char.IsControl))
        {
            throw new PaymentException(PaymentFault.Memo, $"A memo has at most {MaximumMemoSizeBytes} bytes and no control characters.");
        }

        TransactionFactory factory = TransactionFactory.For(chain, request);
        HashSet<ObjectId> reserved = Reserved();
        IReadOnlyList<Coin> all = await _scanner.CoinsAsync(cancellationToken).ConfigureAwait(false);
        Coin[] free = [.. all.Where(coin => !reserved.Contains(coin.Id))];
        Selection selection = CoinSelector.Select(free, request.Asset, request.Amount, factory.Fee)
            ?? throw new PaymentException(
                PaymentFault.InsufficientFunds,
                reserved.Count == 0
                    ? "The wallet's coins do not cover the amount and the fee."
                    : "The wallet's free coins do not cover the amount and the fee. Some are reserved for pending payments: wait for those.");
        return new PaymentQuote(request, selection);
    }

    /// <summary>Signs a quoted payment, stores it, and hands it in.</summary>
    /// <returns>Pending when the node took it on or could not be reached: <see cref="ConnectAsync"/> hands it in again. Rejected when it was refused.</returns>
    /// <exception cref="PaymentException">The quote is stale (W25).</exception>
    public async Task<PaymentRecord> SendAsync(ChainInfo chain, PaymentQuote quote, CancellationToken cancellationToken)
    {
        HashSet<ObjectId> reserved = Reserved();
        if (quote.Selection.Inputs.Any(coin => reserved.Contains(coin.Id)))
        {
            throw new PaymentException(PaymentFault.StaleQuote, "Another payment spends the same coins meanwhile. Ask for the price again.");
        }

        // The address's number is on disk before anybody can pay to it.
        uint change = file.ChangeCount;
        file.CountAddresses(0, change + 1);
        Timestamp now = Timestamp.From(time.GetUtcNow());
        Timestamp start = now > chain.Time ? now : chain.Time;
        long validityMs = Math.Min(ValidityMs, chain.MaximumValidityMs / 2);
        PaymentRecord payment = TransactionFactory.For(chain, quote.Request)
            .Build(file, quote, new KeyPath(KeyChain.Change, change), now, start.Plus(validityMs * Timestamp.PerMillisecond));

        // Stored before it is handed in: after a crash the wallet knows what may have happened.
        file.Put(payment);
        return await HandInAsync(payment, isFirst: true, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Waits until the fate of <paramref name="payment"/> is decided, and stores it.</summary>
    public async Task<PaymentRecord> WaitAsync(PaymentRecord payment, CancellationToken cancellationToken)
    {
        long start = time.GetTimestamp();
        while (payment.State == PaymentState.Pending)
        {
            TransactionDetails details = await node.CallAsync(
                ApiCatalogue.TransactionGet, new TransactionQuery(payment.Id.ToString(), WaitMs), cancellationToken).ConfigureAwait(false);
            int elapsedMs = (int)time.GetElapsedTime(start).TotalMilliseconds;
            payment = details.State switch
            {
                TransactionState.Unknown => await HandInAgainAsync(payment, cancellationToken).ConfigureAwait(false),
                TransactionState.Pending => payment,
                TransactionState.Rejected when await MayStillExecuteAsync(payment, details.Fault, cancellationToken).ConfigureAwait(false) =>
                    await HandInAgainAsync(payment, cancellationToken).ConfigureAwait(false),
                _ => Decide(payment, details, details.FinalityMs ?? elapsedMs),
            };
        }

        return payment;
    }

    /// <summary>The newest transactions of the wallet, newest first.</summary>
    /// <param name="limit">At most this many, 1 to 200.</param>
    /// <param name="cancellationToken">Honoured while the node is asked.</param>
    public async Task<IReadOnlyList<HistoryEntry>> HistoryAsync(int limit, CancellationToken cancellationToken)
    {
        IReadOnlyList<AddressEntry> entries = await _scanner.HistoryAsync(limit, cancellationToken).ConfigureAwait(false);
        Dictionary<TransactionId, PaymentRecord> payments = file.Payments.ToDictionary(payment => payment.Id);
        IEnumerable<HistoryEntry> final = entries.GroupBy(entry => (entry.TransactionId, entry.Asset)).Select(group => new HistoryEntry(
            group.Key.TransactionId, PaymentState.Final, group.First().Time, group.First().Height, group.Key.Asset,
            group.Aggregate(0UL, (sum, entry) => sum + entry.Received), group.Aggregate(0UL, (sum, entry) => sum + entry.Spent),
            payments.GetValueOrDefault(group.Key.TransactionId)));
        IEnumerable<HistoryEntry> other = payments.Values.Where(payment => payment.State != PaymentState.Final).Select(payment => new HistoryEntry(
            payment.Id, payment.State, payment.Created, null, payment.Asset, 0, payment.Amount, payment));
        HistoryEntry[] newest = [.. final.Concat(other).OrderByDescending(entry => entry.Time).ThenBy(entry => entry.TransactionId).Take(limit)];

        // What the wallet did not note itself everybody can read; the genesis came by no transaction.
        IReadOnlyDictionary<TransactionId, TransactionDetails> known = await _public.AskAsync(
            newest.Where(entry => entry is { Payment: null, Height: > 0 }).Select(entry => entry.TransactionId), cancellationToken).ConfigureAwait(false);
        HashSet<string> own = [.. file.UsedPaths().Select(_scanner.LockAt)];
        return [.. newest.Select(entry => entry.Payment is null ? Completed(entry, known.GetValueOrDefault(entry.TransactionId), own) : entry)];
    }

    private static HistoryEntry Completed(HistoryEntry entry, TransactionDetails? details, HashSet<string> own) => entry with
    {
        Memo = PublicParts.MemoOf(details),
        Recipient = entry.Spent > entry.Received && details?.Outputs.FirstOrDefault(output => !own.Contains(output.Lock)) is { Address: { } paid } ? paid : string.Empty,
    };

    /// <summary>The coins that can be spent now, for transactions of one's own making.</summary>
    /// <returns>The coins; the caller disposes their keys.</returns>
    public async Task<IReadOnlyList<SpentCoin>> SpendableAsync(CancellationToken cancellationToken)
    {
        HashSet<ObjectId> reserved = Reserved();
        IReadOnlyList<Coin> coins = await _scanner.CoinsAsync(cancellationToken).ConfigureAwait(false);
        return
        [
            .. coins.Where(coin => !reserved.Contains(coin.Id)).Select(coin => new SpentCoin(
                coin.Id, coin.Version, coin.Asset, coin.Amount, Lock.Key(file.PublicKeyAt(coin.Key)), file.KeyAt(coin.Key))),
        ];
    }

    /// <summary>Finds the addresses that a wallet used before it was restored from its words.</summary>
    public async Task RestoreAsync(CancellationToken cancellationToken) => file.CountAddresses(
        await _scanner.CountUsedAsync(KeyChain.Receive, cancellationToken).ConfigureAwait(false),
        await _scanner.CountUsedAsync(KeyChain.Change, cancellationToken).ConfigureAwait(false));

    private static ulong Sum(IEnumerable<Coin> coins) => coins.Aggregate(0UL, (sum, coin) => sum + coin.Amount);

    private HashSet<ObjectId> Reserved() =>
        [.. file.Payments.Where(payment => payment.State == PaymentState.Pending).SelectMany(payment => payment.Inputs)];

    private async Task RequireGapAsync(CancellationToken cancellationToken)
    {
        if (file.ReceiveCount < CoinScanner.GapLimit)
        {
            return;
        }

        for (uint back = 1; back <= CoinScanner.GapLimit; back++)
        {
            if (await _scanner.IsUsedAsync(new KeyPath(KeyChain.Receive, file.ReceiveCount - back), cancellationToken).ConfigureAwait(false))
            {
                return;
            }
        }

        throw new PaymentException(
            PaymentFault.AddressGap, "Twenty addresses were given out and none was paid to yet. Use one of those: a restored wallet would not find more.");
    }

    private async Task RefreshAsync(PaymentRecord payment, ChainInfo chain, CancellationToken cancellationToken)
    {
        TransactionDetails details = await node.CallAsync(
            ApiCatalogue.TransactionGet, new TransactionQuery(payment.Id.ToString(), null), cancellationToken).ConfigureAwait(false);
        if (details.State == TransactionState.Unknown && chain.Time > payment.ValidUntil)
        {
            Store(payment, PaymentState.Expired);
        }
        else if (details.State == TransactionState.Unknown
            || (details.State == TransactionState.Rejected && chain.Time <= payment.ValidUntil && !IsLasting(details.Fault)))
        {
            await HandInAsync(payment, isFirst: false, cancellationToken).ConfigureAwait(false);
        }
        else if (details.State != TransactionState.Pending)
        {
            Decide(payment, details, details.FinalityMs);
        }
    }

    /// <summary>Hands in a payment that is on disk.</summary>
    /// <remarks>What was handed in before may stand in an event that this node does not know: then a refusal by its pool says nothing of its fate.</remarks>
    internal async Task<PaymentRecord> HandInAsync(PaymentRecord payment, bool isFirst, CancellationToken cancellationToken)
    {
        try
        {
            string encoded = Convert.ToHexStringLower(payment.Encoded.AsSpan());
            await node.CallAsync(ApiCatalogue.TransactionSubmit, new SubmitRequest(encoded), cancellationToken).ConfigureAwait(false);
            return payment;
        }
        catch (ApiException refusal) when (refusal.Code == ApiErrorCode.TransactionRefused)
        {
            // A refusal of what took effect meanwhile is none: its coins are spent, by this very payment.
            TransactionDetails known = await node.CallAsync(
                ApiCatalogue.TransactionGet, new TransactionQuery(payment.Id.ToString(), null), cancellationToken).ConfigureAwait(false);
            return known.State switch
            {
                TransactionState.Unknown when refusal.Fault == nameof(LedgerFault.Expired) => Store(payment, PaymentState.Expired),
                TransactionState.Unknown when !isFirst => payment,
                TransactionState.Unknown => Store(payment, PaymentState.Rejected, refusal.Fault ?? refusal.Message),
                TransactionState.Pending => payment,
                TransactionState.Rejected when await MayStillExecuteAsync(payment, known.Fault, cancellationToken).ConfigureAwait(false) => payment,
                _ => Decide(payment, known, known.FinalityMs),
            };
        }
        catch (ApiException refusal) when (refusal.Code is ApiErrorCode.NotReady or ApiErrorCode.Busy)
        {
            // It stays pending: it may have arrived, and is handed in again when it has not.
            return payment;
        }
    }

    private async Task<PaymentRecord> HandInAgainAsync(PaymentRecord payment, CancellationToken cancellationToken)
    {
        await Task.Delay(TimeSpan.FromMilliseconds(AgainMs), time, cancellationToken).ConfigureAwait(false);
        return await HandInAsync(payment, isFirst: false, cancellationToken).ConfigureAwait(false);
    }

    // A rejection is the fate of one ordering, and an id covers no witness: somebody who saw the payment can have it ordered with openings that
    // fail. Its coins are not free, and it is not to be paid again, while the right ones may still be ordered.
    private async Task<bool> MayStillExecuteAsync(PaymentRecord payment, string? fault, CancellationToken cancellationToken) =>
        !IsLasting(fault)
        && (await node.CallAsync(ApiCatalogue.ChainInfo, new NoParameters(), cancellationToken).ConfigureAwait(false)).Time <= payment.ValidUntil;

    // Whether a rejection by the rule stands under any openings and in any later block: what it says of the body, or of used objects, stays so.
    private static bool IsLasting(string? fault) => fault is not (nameof(LedgerFault.NotYetValid) or nameof(LedgerFault.ValidTooLong)
        or nameof(LedgerFault.WrongLock) or nameof(LedgerFault.LockTooEarly) or nameof(LedgerFault.LockTooLate) or nameof(LedgerFault.FeeTooLow));

    private PaymentRecord Decide(PaymentRecord payment, TransactionDetails details, int? finalityMs) => details.State switch
    {
        TransactionState.Final => Store(payment with { Height = details.Height, FinalityMs = finalityMs }, PaymentState.Final),
        TransactionState.Rejected => Store(payment, PaymentState.Rejected, details.Fault),
        _ => Store(payment, PaymentState.Expired),
    };

    private PaymentRecord Store(PaymentRecord payment, PaymentState state, string? fault = null)
    {
        PaymentRecord decided = payment with { State = state, Fault = fault, Encoded = ImmutableArray<byte>.Empty };
        file.Put(decided);
        return decided;
    }
}
