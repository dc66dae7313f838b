using System.Text;
using Komandor.Api.Messages;
using Komandor.Ledger;
using Komandor.Primitives;

namespace Komandor.Wallet.Payments;

/// <summary>Puts transactions together and signs them.</summary>
public static class TransactionAssembler
{
    // Upper bounds of what varies by its value, so that a fee is known before amounts are: docs/protocol/ledger.md §2.
    private const int BodySizeBytes = 1 + 32 + 2 + 2 + 2 + 10 + 8 + 8 + 2;
    private const int InputSizeBytes = 32 + 1;
    private const int CoinSizeBytes = 1 + 1 + 32 + 10;
    private const int KeyLockSizeBytes = 1 + 32;
    private const int OpeningSizeBytes = 1 + 1 + Signature.SizeBytes;

    /// <summary>What a transaction that spends new coins under one key each costs, in KMCC units: at most a little more than it must.</summary>
    /// <param name="pricePerWork">The chain's price.</param>
    /// <param name="inputs">Coins that it spends.</param>
    /// <param name="outputs">The locks of the coins that it makes.</param>
    /// <param name="memo">Its memo, or empty.</param>
    public static ulong Fee(ulong pricePerWork, int inputs, IReadOnlyList<Lock> outputs, string memo)
    {
        int sizeBytes = BodySizeBytes + Encoding.UTF8.GetByteCount(memo) + (inputs * (InputSizeBytes + KeyLockSizeBytes + OpeningSizeBytes));
        int keys = 0;
        foreach (Lock output in outputs)
        {
            sizeBytes += CoinSizeBytes + output.Encoded.Length;
            keys += output.Root.KeyCount;
        }

        return pricePerWork * WorkTable.Of(sizeBytes, inputs, outputs.Count, keys, signatures: inputs, preimages: 0);
    }

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
        TransactionBody body = new TransactionDraft
        {
            ChainId = chain.ChainId,
            Shard = chain.Shard,
            Inputs = [.. sorted.Select(coin => new TransactionInput(coin.Id, coin.Version))],
            Outputs = [.. outputs],
            Fee = fee,
            ValidUntil = validUntil,
            Memo = Encoding.UTF8.GetBytes(memo),
        }.Build();
        Transaction transaction = Transaction.Create(body, [.. sorted.Select(coin => Witness.Sign(coin.Lock, coin.Key, body))]);
        return new SignedTransaction(
            transaction.Id, [.. transaction.Encoded.Span], [.. Enumerable.Range(0, outputs.Count).Select(body.ObjectOf)]);
    }
}
