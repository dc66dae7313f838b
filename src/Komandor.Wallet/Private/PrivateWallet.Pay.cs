using System.Collections.Immutable;
using System.Text;
using Komandor.Api.Messages;
using Komandor.Ledger;
using Komandor.Ledger.Private;
using Komandor.Primitives;
using Komandor.Wallet.Keys;
using Komandor.Wallet.Payments;
using Komandor.Wallet.Private.Building;
using Komandor.Wallet.Storage;

namespace Komandor.Wallet.Private;

/// <summary>Quotes and payments.</summary>
public sealed partial class PrivateWallet
{
    private const int MaximumMemoSizeBytes = 512;
    private const int AgainMs = 250;

    private const string Siblings = " Some of the notes came with one transaction: who compares their rings can tell which they are. A smaller amount, or shielded notes, would not show it.";

    // The end of the window is public for ever: to the microsecond it would tell one wallet's payments by how far its clock is off.
    private const long WindowGridMs = 60_000;

    /// <summary>How long a payment may be ordered after it was made, in milliseconds.</summary>
    public int ValidityMs { get; init; } = 120_000;

    /// <summary>Told, before each round of a payment, how many are left with it: 1 when the payment itself is made.</summary>
    public IProgress<int>? RoundsLeft { get; init; }

    /// <inheritdoc/>
    public async Task<PrivateQuote> QuoteAsync(ChainInfo chain, PrivateRequest request, CancellationToken cancellationToken)
    {
        if (_keys.Spend is null)
        {
            throw WalletException.WatchOnly();
        }

        RequireSound(request);
        await LearnNumbersAsync(chain, cancellationToken).ConfigureAwait(false);
        PaymentTarget target = PaymentTarget.Of(chain, request);
        if (request.Source == PaymentSource.Transparent)
        {
            EnteringPlan plan = await PlanEnteringAsync(chain, request, target, cancellationToken).ConfigureAwait(false);
            plan.Dispose();
            return new PrivateQuote(request, plan.Fee, 1, 1, TimeSpan.Zero, target.Shows, []) { Advice = AdviceOn(leaves: false, request.Amount, !IsOwn(target)) };
        }

        return QuoteNotes(chain, request, target);
    }

    /// <inheritdoc/>
    public async Task<PaymentRecord> SendAsync(ChainInfo chain, PrivateQuote quote, CancellationToken cancellationToken)
    {
        PaymentTarget target = PaymentTarget.Of(chain, quote.Request);
        if (quote.Request.Source == PaymentSource.Transparent)
        {
            return await EnterAsync(chain, quote.Request, target, cancellationToken).ConfigureAwait(false);
        }

        while (true)
        {
            PrivateQuote now = QuoteNotes(chain, quote.Request, target);
            RoundsLeft?.Report(now.Rounds);
            if (now.Rounds == 1)
            {
                return await PayAsync(chain, quote.Request, target, now.Notes, cancellationToken).ConfigureAwait(false);
            }

            await JoinAsync(chain, now.Notes, cancellationToken).ConfigureAwait(false);
        }
    }

    private static void RequireSound(PrivateRequest request)
    {
        if (request.Amount == 0)
        {
            throw new PaymentException(PaymentFault.Amount, "The amount is zero. Name what to pay.");
        }

        if (Encoding.UTF8.GetByteCount(request.Memo) > MaximumMemoSizeBytes || request.Memo.Any(char.IsControl))
        {
            throw new PaymentException(PaymentFault.Memo, $"A memo has at most {MaximumMemoSizeBytes} bytes and no control characters.");
        }
    }

    private PrivateQuote QuoteNotes(ChainInfo chain, PrivateRequest request, PaymentTarget target)
    {
        PrivateTier tier = TierOf(request.Source);
        if (ProvenNext == 0)
        {
            throw new PaymentException(PaymentFault.InsufficientFunds, "No note is proven yet to be the chain's. Scan first, with a node that can prove it.");
        }

        PrivateBuilder builder = Builder();
        HashSet<ObjectId> reserved = Reserved();
        WalletNote[] all = [.. _file.Private.Notes.Where(note => note.Found.Tier == tier && note.SpentBy is null && note.Found.Value > 0)];
        WalletNote[] free = [.. all.Where(note => builder.IsSpendable(note) && IsFree(note, reserved))];
        TransactionDraft draft = Draft(chain, target, request.Amount, request.Memo);
        ulong FeeOf(int inputs) => FeeQuote.OfPrivate(draft, tier, inputs, PrivateLimits.MinimumOutputs, [], chain.PricePerWork).Fee;
        ulong join = FeeQuote.OfPrivate(
            Draft(chain, PaymentTarget.Own, 0, string.Empty), tier, PrivateLimits.ShieldedInputs, PrivateLimits.MinimumOutputs, [], chain.PricePerWork).Fee;
        NotePlan plan = NotePlan.Make(free, tier, request.Amount, FeeOf, join)
            ?? throw new PaymentException(PaymentFault.InsufficientFunds, Explain(tier, all.Length > free.Length));
        TimeSpan wait = plan.Rounds == 1 ? TimeSpan.Zero : RoundWait.Expected(_parameters!, BlockSeconds(chain)) * (plan.Rounds - 1);
        bool areSiblings = tier == PrivateTier.Ring && plan.Notes.DistinctBy(note => note.Found.Transaction).Count() < plan.Notes.Length;
        return new PrivateQuote(request, plan.Fee, plan.Transactions, plan.Rounds, wait, target.Shows + (areSiblings ? Siblings : string.Empty), plan.Notes)
        {
            Advice = target.Private is null ? AdviceOn(leaves: true, request.Amount, !IsOwn(target)) : null,
        };
    }

    // A ring note whose image no machine told yet may be spent, as far as a wallet that only watches knows: the chain says.
    private bool IsFree(WalletNote note, HashSet<ObjectId> reserved) =>
        TagOf(note) is { } tag ? !reserved.Contains(tag) : _keys.Spend is null && note.Found.Tier == PrivateTier.Ring;

    /// <summary>What a shielded payment to a private address costs: its shape is always the same.</summary>
    internal static ulong ShieldedFee(ChainInfo chain)
    {
        TransactionDraft draft = new() { ChainId = chain.ChainId, Shard = chain.Shard, ValidUntil = chain.Time };
        return FeeQuote.OfPrivate(draft, PrivateTier.Shielded, PrivateLimits.ShieldedInputs, PrivateLimits.MinimumOutputs, [], chain.PricePerWork).Fee;
    }

    /// <summary>The shielded pool's payments a second, over its newest 256 notes or the last hour, whichever is shorter; zero before there are any.</summary>
    internal double RecentRate(ChainInfo chain)
    {
        Timestamp now = Timestamp.From(_time.GetUtcNow());
        return _copy.PaymentsPerSecond(PrivateTier.Shielded, now > chain.Time ? now : chain.Time);
    }

    private double BlockSeconds(ChainInfo chain) => _copy.SecondsPerBlock(chain.Height, chain.Time);

    private TurnstileAdvice AdviceOn(bool leaves, ulong amount, bool isPayment) => TurnstileAdvice.Of(
        new TurnstileCrossing(leaves, amount, Timestamp.From(_time.GetUtcNow())), _file.Private.Entries.Select(TurnstileCrossing.Of).OfType<TurnstileCrossing>(), isPayment);

    // Whether the wallet's own money only moves to another tier.
    private bool IsOwn(PaymentTarget target) => target.Private is { } to
        ? new Scanning.AddressTable(_keys.Incoming, _file.Private.AddressCount).Find(to.ShieldedKey) is not null
        : _file.UsedPaths().Any(path => target.Transparent!.Equals(Lock.Key(_file.PublicKeyAt(path))));

    private static string Explain(PrivateTier tier, bool someWait) => someWait
        ? $"The {Name(tier)} notes that can be spent now do not cover the amount and the fee. Others wait for the next anchor, for a crowd to hide in, or for a pending payment."
        : $"The wallet's {Name(tier)} notes do not cover the amount and the fee.";

    private static string Name(PrivateTier tier) => tier == PrivateTier.Ring ? "ring" : "shielded";

    private static PrivateTier TierOf(PaymentSource source) => source == PaymentSource.Ring ? PrivateTier.Ring : PrivateTier.Shielded;

    private async Task<PaymentRecord> PayAsync(
        ChainInfo chain, PrivateRequest request, PaymentTarget target, ImmutableArray<WalletNote> notes, CancellationToken cancellationToken)
    {
        PrivateTier tier = TierOf(request.Source);
        TransactionDraft draft = Draft(chain, target, request.Amount, request.Memo);
        int inputs = tier == PrivateTier.Ring ? notes.Length : PrivateLimits.ShieldedInputs;
        ulong fee = FeeQuote.OfPrivate(draft, tier, inputs, PrivateLimits.MinimumOutputs, [], chain.PricePerWork).Fee;
        PrivateAddress to = target.Private ?? OwnChange(chain);
        PrivateOrder order = new(
            draft, tier, to, target.Private is null ? 0 : request.Amount, target.Private is null ? request.Amount : 0, target.Private is null ? string.Empty : request.Memo, fee);
        return await HandInAsync(Builder().Pay(order, notes), request.Recipient, request.Amount, request.Memo, cancellationToken).ConfigureAwait(false);
    }

    // Pairs of notes become one each, side by side; the next round begins when all are final and under an anchor.
    private async Task JoinAsync(ChainInfo chain, ImmutableArray<WalletNote> notes, CancellationToken cancellationToken)
    {
        List<PaymentRecord> joined = [];
        PrivateBuilder builder = Builder();
        for (int index = 0; index + 1 < notes.Length; index += 2)
        {
            ImmutableArray<WalletNote> pair = [notes[index], notes[index + 1]];
            TransactionDraft draft = Draft(chain, PaymentTarget.Own, 0, string.Empty);
            ulong fee = FeeQuote.OfPrivate(
                draft, PrivateTier.Shielded, PrivateLimits.ShieldedInputs, PrivateLimits.MinimumOutputs, [], chain.PricePerWork).Fee;
            PrivateAddress own = OwnChange(chain);
            ulong amount = pair[0].Found.Value + pair[1].Found.Value - fee;
            PrivateOrder order = new(draft, PrivateTier.Shielded, own, amount, 0, string.Empty, fee);
            joined.Add(await HandInAsync(builder.Pay(order, pair), own.ToString(), amount, string.Empty, cancellationToken).ConfigureAwait(false));
        }

        foreach (PaymentRecord payment in joined)
        {
            PaymentRecord decided = await _service.WaitAsync(payment, cancellationToken).ConfigureAwait(false);
            if (decided.State != PaymentState.Final)
            {
                throw new PaymentException(
                    PaymentFault.StaleQuote, $"A transaction that joins notes was {decided.State}{(decided.Fault is null ? string.Empty : $": {decided.Fault}")}. Ask for the price again.");
            }
        }

        await WaitForAnchorAsync(chain, [.. joined.Select(payment => payment.Id)], cancellationToken).ConfigureAwait(false);
        await Task.Delay(RoundWait.Draw(_parameters!, BlockSeconds(chain), PrivateBuilder.Uniform), _time, cancellationToken).ConfigureAwait(false);
        await ScanAsync(chain, null, cancellationToken).ConfigureAwait(false);
    }

    private async Task WaitForAnchorAsync(ChainInfo chain, HashSet<TransactionId> made, CancellationToken cancellationToken)
    {
        while (true)
        {
            await ScanAsync(chain, null, cancellationToken).ConfigureAwait(false);
            WalletNote[] notes = [.. _file.Private.Notes.Where(note => made.Contains(note.Found.Transaction) && note.Found.Value > 0)];
            PrivateBuilder builder = Builder();
            if (notes.Length == made.Count && notes.All(builder.IsSpendable))
            {
                return;
            }

            await Task.Delay(TimeSpan.FromMilliseconds(AgainMs), _time, cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task<PaymentRecord> HandInAsync(
        BuiltPayment built, string recipient, ulong amount, string memo, CancellationToken cancellationToken)
    {
        TransactionBody body = built.Transaction.Body;
        PaymentRecord payment = new(
            body.Id, PaymentState.Pending, recipient, AssetId.Kmcc, amount, body.Fee, memo, Timestamp.From(_time.GetUtcNow()), body.ValidUntil, built.Tags,
            [.. built.Transaction.Encoded.Span]);

        // Rings, sets and anchors are on disk with the payment, before anybody sees them.
        Dictionary<(PrivateTier, ulong), WalletNote> chosen = built.Notes.ToDictionary(note => (note.Found.Tier, note.Found.Index));
        _file.PutPrivate(
            state => state with { Notes = [.. state.Notes.Select(note => chosen.GetValueOrDefault((note.Found.Tier, note.Found.Index)) ?? note)] }, payment);
        return await _service.HandInAsync(payment, isFirst: true, cancellationToken).ConfigureAwait(false);
    }

    private PrivateAddress OwnChange(ChainInfo chain) => _keys.Incoming.AddressAt(chain.AddressPrefix, Scanning.AddressTable.ChangeNumber);

    private TransactionDraft Draft(ChainInfo chain, PaymentTarget target, ulong amount, string memo) =>
        Draft(chain, target, amount, memo, ValidityMs, WindowGridMs);

    private TransactionDraft Draft(ChainInfo chain, PaymentTarget target, ulong amount, string memo, int validityMs, long gridMs)
    {
        Timestamp now = Timestamp.From(_time.GetUtcNow());
        Timestamp start = now > chain.Time ? now : chain.Time;
        return new TransactionDraft
        {
            ChainId = chain.ChainId,
            Shard = chain.Shard,
            Outputs = target.Transparent is null ? [] : [TransactionOutput.Coin(target.Transparent, AssetId.Kmcc, amount)],
            Memo = target.Transparent is null ? default : Encoding.UTF8.GetBytes(memo),
            ValidUntil = RoundUp(
                start.Plus(Math.Min(validityMs, chain.MaximumValidityMs / 2) * Timestamp.PerMillisecond),
                Math.Clamp(chain.MaximumValidityMs / 4, 1, gridMs) * Timestamp.PerMillisecond),
        };
    }

    private static Timestamp RoundUp(Timestamp time, long gridUs) => time.Plus((gridUs - (time.UnixMicroseconds % gridUs)) % gridUs);

    private async Task<EnteringPlan> PlanEnteringAsync(
        ChainInfo chain, PrivateRequest request, PaymentTarget target, CancellationToken cancellationToken)
    {
        if (target.Private is null)
        {
            throw new PaymentException(PaymentFault.Recipient, "A transparent payment to a transparent address touches no private tier.");
        }

        IReadOnlyList<SpentCoin> coins = await _service.SpendableAsync(cancellationToken).ConfigureAwait(false);
        Lock change = Lock.Key(_file.PublicKeyAt(new KeyPath(KeyChain.Change, _file.ChangeCount)));
        return EnteringPlan.Make(coins, Draft(chain, PaymentTarget.Own, 0, string.Empty), request, change, chain.PricePerWork)
            ?? throw new PaymentException(PaymentFault.InsufficientFunds, "The wallet's free transparent coins do not cover the amount and the fee.");
    }

    private async Task<PaymentRecord> EnterAsync(ChainInfo chain, PrivateRequest request, PaymentTarget target, CancellationToken cancellationToken)
    {
        using EnteringPlan plan = await PlanEnteringAsync(chain, request, target, cancellationToken).ConfigureAwait(false);
        _file.CountAddresses(0, _file.ChangeCount + 1);
        PrivateOrder order = new(plan.Draft, request.Into, target.Private!, request.Amount, 0, request.Memo, plan.Fee);
        Transaction transaction = PrivateBuilder.Enter(_keys.View!, order, plan.Rest, plan.Witnesses);
        PaymentRecord payment = new(
            transaction.Id, PaymentState.Pending, request.Recipient, AssetId.Kmcc, request.Amount, plan.Fee, request.Memo, Timestamp.From(_time.GetUtcNow()),
            transaction.Body.ValidUntil, [.. plan.Coins.Select(coin => coin.Id)], [.. transaction.Encoded.Span]);
        _file.Put(payment);
        return await _service.HandInAsync(payment, isFirst: true, cancellationToken).ConfigureAwait(false);
    }
}
