using Komandor.Api;
using Komandor.Api.Messages;
using Komandor.Indexer;
using Komandor.Ledger;
using Komandor.Primitives;
using Komandor.State;

namespace Komandor.Node.Api;

/// <summary>The methods of transactions.</summary>
internal sealed class TransactionMethods(NodeApiParts parts, ChainMethods chain)
{
    private const int BusyRetryMs = 250;

    private readonly MessageMapper _mapper = new(parts.Facts.AddressPrefix, parts.Facts.Shard);

    internal async Task<SubmitResult> SubmitAsync(SubmitRequest request, CancellationToken cancellationToken)
    {
        Transaction transaction = Decode(request.Transaction);
        if (parts.Disk.IsLow)
        {
            throw Refuse(new ApiException(ApiErrorCode.NotReady, "The node's disk is nearly full; it takes no new work. /readyz says more.", "DiskLow", 10_000));
        }

        // Before the signatures, which cost far more.
        LedgerFault hopeless = Foresee(transaction);
        if (hopeless != LedgerFault.None)
        {
            throw Broken(hopeless.ToString());
        }

        Task<(VerifiedTransaction? Verified, LedgerFault Fault)> verifying = parts.Verifier.TryVerify(transaction) ?? throw Busy(BusyRetryMs);
        (VerifiedTransaction? verified, LedgerFault fault) = await verifying.WaitAsync(cancellationToken).ConfigureAwait(false);
        if (verified is null)
        {
            throw Broken(fault.ToString());
        }

        IntakeOutcome outcome = await parts.Intake.SubmitAsync(verified, cancellationToken).ConfigureAwait(false);
        return outcome switch
        {
            { IsAccepted: true } => new SubmitResult(transaction.Id, transaction.Body.ValidUntil),
            { Fault: string broken } => throw Broken(broken),
            _ => throw Busy(outcome.RetryAfterMs ?? BusyRetryMs),
        };
    }

    internal async Task<TransactionDetails> GetAsync(TransactionQuery query, CancellationToken cancellationToken)
    {
        TransactionId id = ReadId(query.Id);
        TransactionRow? row = parts.Index.Transaction(id);
        if (row?.Position is not null)
        {
            // What is final stays so: nothing is waited for, and the row is read once. Its block may be kept in pieces.
            await parts.Archive.EnsureAsync(row.Height, cancellationToken).ConfigureAwait(false);
            return Look(id, row);
        }

        if (query.WaitMs is not > 0)
        {
            return Look(id, row);
        }

        using CancellationTokenSource seen = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        Task decision = parts.Waiters.BeginAsync(id, query.WaitMs.Value, seen.Token);
        TransactionDetails now = Look(id);
        if (now.State is TransactionState.Pending or TransactionState.Unknown)
        {
            await decision.ConfigureAwait(false);
            return Look(id);
        }

        await seen.CancelAsync().ConfigureAwait(false);
        await decision.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        return now;
    }

    internal async Task<TransactionProofBytes> ProveAsync(TransactionQuery query, CancellationToken cancellationToken)
    {
        TransactionId id = ReadId(query.Id);
        if (parts.Index.Transaction(id) is not { Position: int position } row)
        {
            throw new ApiException(ApiErrorCode.NotFound, "No final block executed that transaction.");
        }

        await parts.Archive.EnsureAsync(row.Height, cancellationToken).ConfigureAwait(false);

        ReadOnlyMemory<byte> bytes = parts.Archive.Transaction(row.Height, position) ?? throw ChainMethods.NotKept();
        byte[] proof = parts.Archive.ProveTransaction(row.Height, position) ?? throw ChainMethods.NotKept();
        CertifiedHeaderBytes header = await chain.HeaderAsync(row.Height, cancellationToken).ConfigureAwait(false);
        return new TransactionProofBytes(Convert.ToHexStringLower(bytes.Span), Convert.ToHexStringLower(proof), header);
    }

    // A pool holds one transaction for each version of an object (GP2): without this, anybody could reserve what others own.
    private LedgerFault Foresee(Transaction transaction) =>
        transaction.Body.Order is null && transaction.Body.Fee < (UInt128)transaction.Work * parts.Facts.PricePerWork ? LedgerFault.FeeTooLow
        : parts.Index.LatestHeight() is ulong height && parts.StateAt(height) is IStateReader state ? InputCheck.Check(transaction, state)
        : LedgerFault.None;

    private static TransactionId ReadId(string text) => TransactionId.TryParse(text, out TransactionId id)
        ? id
        : throw new ApiException(ApiErrorCode.InvalidParameters, "A transaction's id is 64 hexadecimal digits.");

    private Transaction Decode(string hexadecimal)
    {
        if (hexadecimal.Length > 2 * LedgerLimits.TransactionSizeBytes)
        {
            throw Broken(nameof(LedgerFault.TooLarge));
        }

        byte[] bytes;
        try
        {
            bytes = Convert.FromHexString(hexadecimal);
        }
        catch (FormatException)
        {
            throw new ApiException(ApiErrorCode.InvalidParameters, "A transaction is its canonical encoding in hexadecimal digits.");
        }

        return Transaction.TryDecode(bytes, out Transaction? transaction, out LedgerFault fault) ? transaction : throw Broken(fault.ToString());
    }

    private TransactionDetails Look(TransactionId id) => Look(id, parts.Index.Transaction(id));

    private TransactionDetails Look(TransactionId id, TransactionRow? row)
    {
        if (row?.Position is int position)
        {
            BlockRow block = parts.Index.Block(row.Height)!;
            Transaction? executed = parts.Archive.Transaction(row.Height, position) is ReadOnlyMemory<byte> bytes ? Read(bytes) : null;
            return Details(id, TransactionState.Final, executed, row, block) with { FinalityMs = parts.Intake.FinalityMs(id) };
        }

        // A waiting one may still execute after it was rejected elsewhere.
        if (parts.Intake.Pending(id) is Transaction pending)
        {
            return Details(id, TransactionState.Pending, pending, null, null);
        }

        return row is not null
            ? Details(id, TransactionState.Rejected, null, row, parts.Index.Block(row.Height))
            : Details(id, parts.Intake.HasExpired(id) ? TransactionState.Expired : TransactionState.Unknown, null, null, null);
    }

    private TransactionDetails Details(TransactionId id, TransactionState state, Transaction? transaction, TransactionRow? row, BlockRow? block)
    {
        TransactionBody? body = transaction?.Body;
        return new TransactionDetails(
            id, state, row?.Fault, row?.WitnessId, row?.Height, block?.Id, row?.Position, block?.Time, null,
            row?.Position is not null ? row.Fee : body?.Fee,
            transaction?.Work,
            transaction?.Encoded.Length,
            body is null ? null : MessageMapper.Text(body.Memo.Span),
            body?.ValidUntil,
            body is null ? [] : Inputs(body),
            body is null ? [] : [.. Enumerable.Range(0, body.Outputs.Length).Select(output => _mapper.Summary(body, output))])
        {
            Private = body?.Bundle is { } bundle
                ? new PrivatePart(PoolMethods.NameOf(bundle.Tier), bundle.Entering, bundle.Leaving, bundle.InputCount, bundle.Outputs.Length)
                : null,
        };
    }

    private List<ObjectSummary> Inputs(TransactionBody body)
    {
        List<ObjectSummary> inputs = [];
        foreach (TransactionInput input in body.Inputs)
        {
            // What a waiting transaction names may not exist here.
            if (parts.Index.Object(input.ObjectId, input.ObjectVersion) is ObjectRow used)
            {
                inputs.Add(_mapper.Summary(used.Object));
            }
        }

        return inputs;
    }

    private static Transaction Read(ReadOnlyMemory<byte> bytes)
    {
        Invariant.Require(Transaction.TryDecode(bytes.Span, out Transaction? transaction, out _), "The block store holds a transaction that is none.");
        return transaction!;
    }

    private ApiException Busy(int retryAfterMs) =>
        Refuse(new ApiException(ApiErrorCode.Busy, "Too many transactions wait. Try again after the time in retryAfterMs.", retryAfterMs: retryAfterMs));

    private ApiException Broken(string fault) =>
        Refuse(new ApiException(ApiErrorCode.TransactionRefused, $"The transaction breaks a rule: {fault}.", fault));

    private ApiException Refuse(ApiException refusal)
    {
        parts.Metrics.CountRefused(refusal.Fault ?? refusal.Code.ToString());
        return refusal;
    }
}
