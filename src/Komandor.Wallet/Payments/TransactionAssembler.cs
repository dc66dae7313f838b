using System.Collections.Immutable;
using System.Text;
using Komandor.Api.Messages;
using Komandor.Ledger;
using Komandor.Primitives;

namespace Komandor.Wallet.Payments;

/// <summary>Puts transactions together and signs them.</summary>
public static class TransactionAssembler
{
    /// <summary>What a transaction of coins under keys costs, in KMCC units.</summary>
    /// <param name="pricePerWork">The chain's price.</param>
    /// <param name="inputs">Coins that it spends, each under one key.</param>
    /// <param name="outputs">The locks of the coins that it makes.</param>
    /// <param name="memo">Its memo, or empty.</param>
    public static ulong Fee(ulong pricePerWork, int inputs, IReadOnlyList<Lock> outputs, string memo) =>
        pricePerWork * (ulong)(100 + (60 * inputs) + (20 * outputs.Count) + (memo.Length / 10));

    /// <summary>Signs a transaction.</summary>
    /// <param name="chain">The chain that it is for.</param>
    /// <param name="inputs">The coins that it spends, in any order.</param>
    /// <param name="outputs">The objects that it makes.</param>
    /// <param name="fee">What the inputs hold in KMCC above the outputs.</param>
    /// <param name="memo">Its memo, or empty.</param>
    /// <param name="validUntil">When it expires.</param>
    public static SignedTransaction Sign(
        ChainInfo chain, IReadOnlyList<SpentCoin> inputs, IReadOnlyList<TransactionOutput> outputs, ulong fee, string memo, Timestamp validUntil)
    {
        SpentCoin[] sorted = [.. inputs.OrderBy(coin => coin.Id)];
        TransactionBody body = new()
        {
            ChainId = chain.ChainId, Shard = chain.Shard, Inputs = [.. sorted.Select(coin => new TransactionInput(coin.Id, coin.Version))],
            Outputs = [.. outputs], Fee = fee, ValidUntil = validUntil, Memo = Encoding.UTF8.GetBytes(memo),
        };
        Transaction transaction = Transaction.Create(body, [.. sorted.Select(coin => Witness.Sign(coin.Lock, coin.Key, body))]);
        return new SignedTransaction(
            transaction.Id, ImmutableArray.Create(transaction.Encoded), [.. Enumerable.Range(0, outputs.Count).Select(index => TransactionBody.OutputId(transaction.Id, index))]);
    }
}
