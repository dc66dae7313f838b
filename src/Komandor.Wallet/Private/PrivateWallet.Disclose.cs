using Komandor.Api.Messages;
using Komandor.Cryptography.Curve25519;
using Komandor.Ledger.Private;
using Komandor.Primitives;
using Komandor.Wallet.Payments;
using Komandor.Wallet.Private.Disclosure;
using Komandor.Wallet.Private.Keys;
using Komandor.Wallet.Private.Scanning;
using Komandor.Wallet.Storage;

namespace Komandor.Wallet.Private;

/// <summary>Proofs for people: docs/protocol/private-wallet.md §8.</summary>
public sealed partial class PrivateWallet
{
    /// <summary>Proves that a transaction paid an address: by its payer, or by the recipient.</summary>
    /// <returns>Null when the wallet neither made it nor was paid by it.</returns>
    /// <exception cref="PaymentException">Its recipient is transparent: everybody sees it (W27).</exception>
    public async Task<string?> ProvePaymentAsync(ChainInfo chain, TransactionId id, string message, CancellationToken cancellationToken)
    {
        if (MadeOf(id) is { } made && !PrivateAddress.TryParse(made.Recipient, out _, out _))
        {
            throw IsPublic();
        }

        if (await FindAsync(id, cancellationToken).ConfigureAwait(false) is not { } transaction)
        {
            return null;
        }

        if (_keys.View is not null && RecoveryCipher.TryOpen(_keys.View, chain.AddressPrefix, transaction) is { } paid)
        {
            // What leaves the pool is paid beside a note of nothing to the wallet itself, which is nobody's payment.
            if (paid.Value == 0 && transaction.Leaving > 0)
            {
                throw IsPublic();
            }

            return PaymentDisclosure.ByPayerOf(chain.ChainId, message, transaction, paid.Output, paid.To, paid.Ephemeral);
        }

        FoundNote? note = _file.Private.Notes.Select(one => one.Found).FirstOrDefault(one => one.Transaction == id && !one.IsChange);
        return note is null ? null : PaymentDisclosure.ByRecipientOf(
            chain.ChainId, message, transaction, note.Output, _keys.Incoming.AddressAt(chain.AddressPrefix, note.AddressNumber), _keys.Incoming.Find);
    }

    /// <summary>Opens the wallet's own part in a private transaction.</summary>
    /// <returns>Null when it has none, as far as was scanned.</returns>
    public async Task<OpenedTransaction?> OpenAsync(ChainInfo chain, TransactionId id, CancellationToken cancellationToken)
    {
        PrivateEntry[] entries = [.. _file.Private.Entries.Where(one => one.Transaction == id)];
        if (entries.Length == 0
            || await TransactionOpener.FindAsync(_chain, entries[0].Height, id, cancellationToken).ConfigureAwait(false) is not { } found)
        {
            return null;
        }

        ulong? spent = History().FirstOrDefault(one => one.Transaction == id)?.Spent;
        OpenedTransaction opened = TransactionOpener.Open(
            _keys.Incoming, _keys.View, chain.AddressPrefix, _file.Private.AddressCount, found.Block, found.Transaction, spent);
        return opened.Leaving > 0 && MadeOf(id) is { } made ? opened with { Recipient = made.Recipient, Paid = made.Amount, Memo = made.Memo } : opened;
    }

    private static PaymentException IsPublic() => new(
        PaymentFault.Public, "This payment's recipient is transparent: recipient, amount and memo are public, and the explorer shows them to everybody. That needs no proof.");

    private PaymentRecord? MadeOf(TransactionId id) => _file.Payments.FirstOrDefault(payment => payment.Id == id);

    /// <summary>Proves that the wallet spent an input of a transaction.</summary>
    /// <returns>Null when it did not.</returns>
    public async Task<string?> ProveSpendAsync(ChainInfo chain, TransactionId id, string message, CancellationToken cancellationToken)
    {
        SpendKey key = _keys.Spend ?? throw WalletException.WatchOnly();
        _parameters ??= await _chain.ParametersAsync(cancellationToken).ConfigureAwait(false);
        if (_file.Private.Notes.FirstOrDefault(one => one.SpentBy == id) is not { } note
            || PrivateScanner.TagOf(_keys, _copy, _parameters, chain.ChainId, note.Found) is not { } tag)
        {
            return null;
        }

        if (note.Found.Tier == PrivateTier.Shielded)
        {
            Scalar weight = PrivateScanner.WeightOf(_copy, _parameters, chain.ChainId, note.Found.Height)!.Value;
            return SpendDisclosure.Shielded(
                chain.ChainId, message, id, tag, weight * (key.View.Serial + OwnedKeys.ShieldedOffset(_keys.Incoming, note.Found)), weight * key.Spend);
        }

        // A restored wallet does not know the ring that it spent in: a new one would narrow the crowd.
        return note.Ring.IsEmpty ? null : SpendDisclosure.Ring(chain.ChainId, message, id, tag, Builder().RingOf(note));
    }

    /// <summary>Proves that the wallet has so much, unspent.</summary>
    /// <param name="chain">The chain.</param>
    /// <param name="amount">Units; the fewest notes that hold them are shown.</param>
    /// <param name="message">What it is bound to.</param>
    /// <returns>Null when it has less.</returns>
    public string? ProveReserve(ChainInfo chain, ulong amount, string message)
    {
        SpendKey key = _keys.Spend ?? throw WalletException.WatchOnly();
        List<WalletNote> shown = [];
        UInt128 total = 0;
        foreach (WalletNote note in _file.Private.Notes.Where(one => one.SpentBy is null && TagOf(one) is not null).OrderByDescending(one => one.Found.Value))
        {
            if (total < amount)
            {
                shown.Add(note);
                total += note.Found.Value;
            }
        }

        if (amount == 0 || total < amount)
        {
            return null;
        }

        Hash256 context = ReserveDisclosure.ContextOf(chain.ChainId, message, shown.Select(note => (note.Found.Tier, note.Found.Index)));
        return ReserveDisclosure.Write(chain.ChainId, [.. shown.Select(note => Show(chain.ChainId, key, context, note.Found))]);
    }

    private ReserveNote Show(ChainId chain, SpendKey key, Hash256 context, FoundNote note)
    {
        if (note.Tier == PrivateTier.Ring)
        {
            return ReserveDisclosure.Ring(context, note.Index, note.Value, OwnedKeys.Blinding(note), note.Key, OwnedKeys.RingSecret(key, note));
        }

        Scalar weight = PrivateScanner.WeightOf(_copy, _parameters!, chain, note.Height)!.Value;
        Hash256 tag = PrivateScanner.TagOf(_keys, _copy, _parameters!, chain, note)!.Value;
        return ReserveDisclosure.Shielded(
            context, chain, note.Index, note.Value, OwnedKeys.Blinding(note), note.Key, tag, weight,
            key.View.Serial + OwnedKeys.ShieldedOffset(_keys.Incoming, note), key.Spend);
    }

    // The block is asked for, as a whole, where the wallet saw the transaction.
    private async Task<CompactTransaction?> FindAsync(TransactionId id, CancellationToken cancellationToken)
    {
        PrivateEntry? entry = _file.Private.Entries.FirstOrDefault(one => one.Transaction == id);
        if (entry is null)
        {
            return null;
        }

        CompactPage page = await _chain.BlocksAsync(entry.Height, cancellationToken).ConfigureAwait(false);
        return page.Blocks.SelectMany(block => block.Transactions).FirstOrDefault(one => one.Id == id);
    }
}
