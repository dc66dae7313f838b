using System.Collections.Immutable;
using System.Text;
using Komandor.Api;
using Komandor.Api.Messages;
using Komandor.Ledger;
using Komandor.Primitives;

namespace Komandor.Wallet.Payments;

/// <summary>Payments whose keys are elsewhere: made from addresses alone, signed on other machines, handed in here.</summary>
/// <remarks>docs/protocol/wallet.md §10. It knows no secret.</remarks>
/// <param name="node">A node.</param>
/// <param name="time">The clock of validity windows.</param>
public sealed class OfflinePayments(INodeApi node, TimeProvider time)
{
    private const int PageSize = 200;

    /// <summary>How long a payment may be ordered after it was made: an hour, so that it can be carried about.</summary>
    public int ValidityMs { get; init; } = 3_600_000;

    /// <summary>Makes a payment of KMCC from the coins of one address, to which the change comes back.</summary>
    /// <exception cref="PaymentException">It cannot be made, and says why.</exception>
    public async Task<PartialTransaction> MakeAsync(ChainInfo chain, string from, PaymentRequest request, CancellationToken cancellationToken)
    {
        Lock held = LockOf(chain, from);
        Lock recipient = LockOf(chain, request.Recipient);
        if (request.Amount == 0 || request.Asset != AssetId.Kmcc || PartialTransaction.RequiredOf(held) is not { } required)
        {
            throw request.Amount == 0
                ? new PaymentException(PaymentFault.Amount, "The amount is zero. Name what to pay.")
                : new PaymentException(PaymentFault.Recipient, "Offline payments are of KMCC, from an address of one key or of several of which some sign.");
        }

        WitnessShape shape = new(held, [.. Enumerable.Range(0, required)]);
        ObjectSummary[] coins = await CoinsAsync(held, cancellationToken).ConfigureAwait(false);
        UInt128 total = 0;
        for (int count = 1; count <= Math.Min(coins.Length, CoinSelector.MaximumInputs); count++)
        {
            total += coins[count - 1].Amount!.Value;
            if (Make(chain, request, recipient, held, shape, coins[..count], total) is { } body)
            {
                return PartialTransaction.Of(body, Enumerable.Repeat(held, count));
            }
        }

        throw new PaymentException(PaymentFault.InsufficientFunds, "The coins of the address do not cover the amount and the fee.");
    }

    /// <summary>Hands in a payment that is signed.</summary>
    /// <exception cref="PaymentException">Signatures are missing.</exception>
    public async Task<TransactionDetails> SubmitAsync(PartialTransaction signed, int waitMs, CancellationToken cancellationToken)
    {
        Transaction transaction = signed.Finish() ?? throw new PaymentException(PaymentFault.Unsigned, $"{signed.Missing} signatures are missing.");
        string encoded = Convert.ToHexStringLower(transaction.Encoded.Span);
        await node.CallAsync(ApiCatalogue.TransactionSubmit, new SubmitRequest(encoded), cancellationToken).ConfigureAwait(false);
        return await node.CallAsync(ApiCatalogue.TransactionGet, new TransactionQuery(transaction.Id.ToString(), waitMs), cancellationToken).ConfigureAwait(false);
    }

    /// <summary>The address of a lock that <paramref name="required"/> of the keys open.</summary>
    public static string ThresholdAddress(ChainInfo chain, int required, IReadOnlyList<PublicKey> keys) =>
        new Address(chain.AddressPrefix, chain.Shard, Lock.Create(LockNode.Threshold(required, [.. keys.Order().Select(LockNode.Key)]))).ToString();

    private TransactionBody? Make(
        ChainInfo chain, PaymentRequest request, Lock recipient, Lock held, WitnessShape shape, ObjectSummary[] coins, UInt128 total)
    {
        Timestamp now = Timestamp.From(time.GetUtcNow());
        TransactionDraft draft = new()
        {
            ChainId = chain.ChainId,
            Shard = chain.Shard,
            Inputs = [.. coins.OrderBy(coin => coin.Id).Select(coin => new TransactionInput(coin.Id, coin.Version))],
            Outputs = [TransactionOutput.Coin(recipient, AssetId.Kmcc, request.Amount), TransactionOutput.Coin(held, AssetId.Kmcc, ulong.MaxValue >> 8)],
            Memo = Encoding.UTF8.GetBytes(request.Memo),
            ValidUntil = (now > chain.Time ? now : chain.Time).Plus(Math.Min(ValidityMs, chain.MaximumValidityMs / 2) * Timestamp.PerMillisecond),
        };
        WitnessShape[] shapes = [.. Enumerable.Repeat(shape, coins.Length)];
        ulong fee = FeeQuote.Of(draft, shapes, chain.PricePerWork).Fee;
        if (total < (UInt128)request.Amount + fee)
        {
            return null;
        }

        ulong change = (ulong)(total - request.Amount - fee);
        ImmutableArray<TransactionOutput> outputs = change == 0
            ? [draft.Outputs[0]]
            : [draft.Outputs[0], TransactionOutput.Coin(held, AssetId.Kmcc, change)];
        return (draft with { Outputs = outputs, Fee = fee }).Build();
    }

    private async Task<ObjectSummary[]> CoinsAsync(Lock held, CancellationToken cancellationToken)
    {
        List<ObjectSummary> coins = [];
        string? cursor = null;
        do
        {
            CoinPage page = await node.CallAsync(
                ApiCatalogue.AddressCoins, new AddressQuery(held.ToString(), cursor, PageSize), cancellationToken).ConfigureAwait(false);
            coins.AddRange(page.Coins.Where(coin => coin.Asset == AssetId.Kmcc && coin.Amount > 0));
            cursor = page.NextCursor;
        }
        while (cursor is not null);
        return [.. coins.DistinctBy(coin => coin.Id).OrderByDescending(coin => coin.Amount).ThenBy(coin => coin.Id)];
    }

    private static Lock LockOf(ChainInfo chain, string text) => Address.TryParse(text, chain.AddressPrefix, out Address? address, out AddressFault fault)
        ? address.Lock
        : throw new PaymentException(PaymentFault.Recipient, AddressText.Words(fault, chain.AddressPrefix, chain.Network));
}
