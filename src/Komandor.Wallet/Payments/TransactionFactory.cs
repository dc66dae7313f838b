using Komandor.Api.Messages;
using Komandor.Cryptography;
using Komandor.Ledger;
using Komandor.Primitives;
using Komandor.Wallet.Keys;
using Komandor.Wallet.Storage;

namespace Komandor.Wallet.Payments;

/// <summary>Makes a wallet's payment of a selection of coins: the payment's output, change, and change in KMCC.</summary>
internal sealed class TransactionFactory
{
    private readonly ChainInfo _chain;
    private readonly PaymentRequest _request;
    private readonly Lock _recipient;

    private TransactionFactory(ChainInfo chain, PaymentRequest request, Lock recipient)
    {
        _chain = chain;
        _request = request;
        _recipient = recipient;
    }

    /// <summary>The address of a key on a chain.</summary>
    internal static string AddressOf(ChainInfo chain, PublicKey key) => new Address(chain.AddressPrefix, chain.Shard, Lock.Key(key)).ToString();

    /// <summary>A factory for <paramref name="request"/>.</summary>
    /// <exception cref="PaymentException">The recipient is no address of the chain (W20).</exception>
    internal static TransactionFactory For(ChainInfo chain, PaymentRequest request) =>
        Address.TryParse(request.Recipient, chain.AddressPrefix, out Address? address, out AddressFault fault)
            ? new TransactionFactory(chain, request, address.Lock)
            : throw new PaymentException(PaymentFault.Recipient, AddressText.Words(fault, chain.AddressPrefix, chain.Network));

    /// <summary>What the payment costs with so many inputs and outputs; the outputs beyond the first are the wallet's own.</summary>
    internal ulong Fee(int inputs, int outputs)
    {
        Lock own = KeyLock;
        List<Lock> locks = [_recipient];
        for (int index = 1; index < outputs; index++)
        {
            locks.Add(own);
        }

        return TransactionAssembler.Fee(_chain.PricePerWork, inputs, locks, _request.Memo);
    }

    /// <summary>Signs the payment of <paramref name="quote"/>.</summary>
    internal PaymentRecord Build(WalletFile file, PaymentQuote quote, KeyPath change, Timestamp now, Timestamp validUntil)
    {
        Selection selection = quote.Selection;
        Lock own = Lock.Key(file.PublicKeyAt(change));
        List<TransactionOutput> outputs = [TransactionOutput.Coin(_recipient, _request.Asset, _request.Amount)];
        if (selection.Change > 0)
        {
            outputs.Add(TransactionOutput.Coin(own, _request.Asset, selection.Change));
        }

        if (selection.KmccChange > 0)
        {
            outputs.Add(TransactionOutput.Coin(own, AssetId.Kmcc, selection.KmccChange));
        }

        SigningKey[] keys = [.. selection.Inputs.Select(coin => file.KeyAt(coin.Key))];
        try
        {
            SignedTransaction signed = TransactionAssembler.Sign(
                _chain, [.. selection.Inputs.Select((coin, index) => new SpentCoin(coin.Id, coin.Version, coin.Asset, coin.Amount, Lock.Key(keys[index].PublicKey), keys[index]))],
                outputs, selection.Fee, _request.Memo, validUntil);
            return new PaymentRecord(
                signed.Id, PaymentState.Pending, _request.Recipient, _request.Asset, _request.Amount, selection.Fee, _request.Memo, now, validUntil,
                [.. selection.Inputs.Select(coin => coin.Id)], signed.Encoded);
        }
        finally
        {
            Array.ForEach(keys, key => key.Dispose());
        }
    }

    // Any key's lock: all have the same size and work.
    private static Lock KeyLock { get; } = Lock.Key(default);
}
