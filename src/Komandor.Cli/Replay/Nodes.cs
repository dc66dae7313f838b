using Komandor.Api;
using Komandor.Api.Messages;
using Komandor.Client;
using Komandor.Ledger;
using Komandor.Wallet.Payments;

namespace Komandor.Cli.Replay;

/// <summary>The nodes that a replay pays through: each payment starts at the next one, and goes on at another when that fails.</summary>
internal sealed class Nodes : IDisposable
{
    private const int WaitMs = 10_000;
    private const int PauseMs = 200;

    // A payment's validity ends long before; then some node says so.
    private static readonly TimeSpan _limit = TimeSpan.FromMinutes(15);

    private readonly NodeClient[] _clients;
    private readonly TimeProvider _time;
    private int _next = -1;

    /// <summary>Nodes at the given addresses, 1 or more.</summary>
    internal Nodes(IReadOnlyList<Uri> endpoints, TimeProvider time)
    {
        Endpoints = endpoints;
        _time = time;

        // Little patience with a node that is away: there are others.
        _clients = [.. endpoints.Select(one => new NodeClient(new NodeClientOptions(one) { UnreachableBudgetMs = 1_000 }, null, time))];
    }

    /// <summary>Their addresses.</summary>
    internal IReadOnlyList<Uri> Endpoints { get; }

    /// <summary>A client for each address.</summary>
    internal IReadOnlyList<NodeClient> Clients => _clients;

    /// <summary>Calls some node that answers.</summary>
    internal async Task<TResult> CallAsync<TParameters, TResult>(
        ApiMethod<TParameters, TResult> method, TParameters parameters, CancellationToken cancellationToken)
        where TParameters : notnull
        where TResult : notnull
    {
        for (int attempt = 1; ; attempt++)
        {
            try
            {
                return await NextClient().CallAsync(method, parameters, cancellationToken);
            }
            catch (ApiException refusal) when (IsPassing(refusal) && attempt < 3 * _clients.Length)
            {
                await PauseAsync(refusal, cancellationToken);
            }
        }
    }

    /// <summary>Hands in a transaction and waits for its fate.</summary>
    /// <returns>Its fate: final, rejected with its fault, or expired.</returns>
    /// <exception cref="ApiException">No node could be reached for long.</exception>
    internal async Task<Fate> PayAsync(SignedTransaction transaction, CancellationToken cancellationToken)
    {
        SubmitRequest request = new(Convert.ToHexStringLower(transaction.Encoded.AsSpan()));
        TransactionQuery query = new(transaction.Id.ToString(), WaitMs);
        long start = _time.GetTimestamp();
        NodeClient client = NextClient();
        bool handIn = true;
        while (true)
        {
            try
            {
                if (handIn && await HandInAsync(client, request, query, cancellationToken) is string fault)
                {
                    return new Fate(PaymentState.Rejected, fault, null, ElapsedMs(start));
                }

                TransactionDetails details = await client.CallAsync(ApiCatalogue.TransactionGet, query, cancellationToken);
                switch (details.State)
                {
                    case TransactionState.Final:
                        return new Fate(PaymentState.Final, null, details.Height, ElapsedMs(start));
                    case TransactionState.Rejected when MayStillExecute(details.Fault) && _time.GetElapsedTime(start) < _limit:
                        // Another ordering of the same body may take effect until its validity ends: this is no fate yet.
                        await Task.Delay(TimeSpan.FromMilliseconds(PauseMs), _time, cancellationToken);
                        handIn = true;
                        break;
                    case TransactionState.Rejected:
                        return new Fate(PaymentState.Rejected, details.Fault ?? "Rejected", details.Height, ElapsedMs(start));
                    case TransactionState.Expired:
                        return new Fate(PaymentState.Expired, "Expired", null, ElapsedMs(start));
                    case TransactionState.Unknown:
                        // The node that took it on lost it, or this is another one: the same bytes again, which take effect once.
                        await Task.Delay(TimeSpan.FromMilliseconds(handIn ? PauseMs : 0), _time, cancellationToken);
                        handIn = true;
                        break;
                    default:
                        handIn = false;
                        break;
                }
            }
            catch (ApiException refusal) when (IsPassing(refusal) && _time.GetElapsedTime(start) < _limit)
            {
                await PauseAsync(refusal, cancellationToken);
                client = refusal.Code == ApiErrorCode.Busy ? client : NextClient();

                // Another node is asked first: it may have it from the one that is away.
                handIn = refusal.Code == ApiErrorCode.Busy;
            }
        }
    }

    /// <inheritdoc/>
    public void Dispose() => Array.ForEach(_clients, client => client.Dispose());

    private static bool MayStillExecute(string? fault) => fault is nameof(LedgerFault.NotYetValid) or nameof(LedgerFault.ValidTooLong);

    private static bool IsPassing(ApiException refusal) => refusal.Code is ApiErrorCode.NotReady or ApiErrorCode.Busy;

    // A refusal of what took effect meanwhile is none: the coins are spent, by this very transaction.
    private static async Task<string?> HandInAsync(
        NodeClient client, SubmitRequest request, TransactionQuery query, CancellationToken cancellationToken)
    {
        try
        {
            await client.CallAsync(ApiCatalogue.TransactionSubmit, request, cancellationToken);
            return null;
        }
        catch (ApiException refusal) when (refusal.Code == ApiErrorCode.TransactionRefused)
        {
            TransactionDetails known = await client.CallAsync(ApiCatalogue.TransactionGet, query with { WaitMs = null }, cancellationToken);
            return known.State == TransactionState.Unknown || (known.State == TransactionState.Rejected && !MayStillExecute(known.Fault))
                ? refusal.Fault ?? refusal.Message
                : null;
        }
    }

    private NodeClient NextClient() => _clients[(int)((uint)Interlocked.Increment(ref _next) % (uint)_clients.Length)];

    private Task PauseAsync(ApiException refusal, CancellationToken cancellationToken) =>
        Task.Delay(TimeSpan.FromMilliseconds(Math.Clamp(refusal.RetryAfterMs ?? PauseMs, 1, 5_000)), _time, cancellationToken);

    private int ElapsedMs(long start) => (int)_time.GetElapsedTime(start).TotalMilliseconds;
}
