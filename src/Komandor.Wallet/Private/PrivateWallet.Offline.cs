using System.Collections.Immutable;
using System.Security.Cryptography;
using Komandor.Api.Messages;
using Komandor.Ledger;
using Komandor.Ledger.Private;
using Komandor.Primitives;
using Komandor.Wallet.Payments;
using Komandor.Wallet.Private.Building;
using Komandor.Wallet.Private.Offline;
using Komandor.Wallet.Private.Scanning;
using Komandor.Wallet.Storage;

namespace Komandor.Wallet.Private;

/// <summary>Payments that are signed elsewhere: docs/protocol/private-wallet.md §9.</summary>
public sealed partial class PrivateWallet
{
    // An hour, so that it can be carried about; on a grid, as of all payments.
    private const int OfflineValidityMs = 3_600_000;
    private const long OfflineGridMs = 900_000;

    /// <summary>Makes a request to sign elsewhere. Rings, sets and anchor are on disk when it returns.</summary>
    /// <exception cref="PaymentException">It cannot be made, and says why.</exception>
    /// <exception cref="WalletException">The wallet's key does not see what it takes (W18).</exception>
    internal async Task<SigningRequest> PrepareAsync(ChainInfo chain, PrivateRequest order, CancellationToken cancellationToken)
    {
        RequireSound(order);
        PrivateTier tier = TierOf(order.Source);
        if (order.Source == PaymentSource.Transparent)
        {
            throw new PaymentException(PaymentFault.Recipient, "Coins that enter a pool are signed where their keys are.");
        }

        if (tier == PrivateTier.Shielded && _keys.View is null)
        {
            throw new WalletException(WalletFault.WatchOnly, "To prepare a shielded payment takes the full view key: an incoming one computes no tags.");
        }

        await LearnNumbersAsync(chain, cancellationToken).ConfigureAwait(false);
        PaymentTarget target = PaymentTarget.Of(chain, order);
        PrivateQuote quote = QuoteNotes(chain, order, target);
        if (quote.Rounds > 1)
        {
            throw new PaymentException(PaymentFault.InsufficientFunds, JoinFirst(chain, quote));
        }

        PrivateBuilder builder = Builder();
        ImmutableArray<WalletNote> chosen = tier == PrivateTier.Ring ? builder.ChooseRings(quote.Notes) : builder.ChooseSets(quote.Notes);
        SigningRequest request = new()
        {
            Chain = _file.Chain!,
            Tier = tier,
            ValidUntil = Draft(chain, target, order.Amount, order.Memo, OfflineValidityMs, OfflineGridMs).ValidUntil,
            Recipient = order.Recipient,
            Amount = order.Amount,
            Memo = order.Memo,
            Fee = quote.Fee,
            AnchorHeight = chosen[0].Anchor is { } anchor && tier == PrivateTier.Shielded ? anchor : 0,
            Place = RandomNumberGenerator.GetInt32(2),
            Seed = RandomNumberGenerator.GetBytes(32),
            Randomness = RandomNumberGenerator.GetBytes(32),
            Notes = [.. chosen.Select(note => Ask(builder, note))],
        };
        Keep(chosen);
        return tier == PrivateTier.Ring ? request : Named(request, builder, chosen);
    }

    /// <summary>Checks an answer, proves what takes no secret that spends, and hands the payment in.</summary>
    /// <exception cref="OfflineException">It is refused (CS3, CS9 to CS13).</exception>
    internal async Task<PaymentRecord> CompleteAsync(ChainInfo chain, SigningRequest request, SigningAnswer answer, CancellationToken cancellationToken)
    {
        // An answer that is given twice is one payment: its fate is known, or is asked for again.
        if (_file.Payments.FirstOrDefault(payment => payment.Id == answer.Transaction) is { } known)
        {
            return known;
        }

        await LearnNumbersAsync(chain, cancellationToken).ConfigureAwait(false);
        PrivateBuilder builder = Builder();
        AnswerJudge judge = new(_keys, builder, request, answer);
        Require(judge.Judge(chain));
        WalletNote[] own = [.. request.Notes.Select(asked =>
            _file.Private.Notes.FirstOrDefault(note => note.Found.Tier == asked.Tier && note.Found.Index == asked.Index && note.Found.Key == asked.Key)
            ?? throw new OfflineException(OfflineFault.OtherWallet))];
        Transaction transaction = judge.Finish();
        ImmutableArray<WalletNote> notes = request.Tier == PrivateTier.Ring
            ? [.. own.Select((note, index) => note with { Ring = request.Notes[index].Members, Tag = answer.Images[index] })]
            : [.. own.Select((note, index) => note with { Set = request.Notes[index].Set, Anchor = request.AnchorHeight })];
        PrivateBundle bundle = transaction.Body.Bundle!;
        BuiltPayment built = new(
            transaction, notes, [.. Enumerable.Range(0, bundle.InputCount).Select(input => PrivateObjects.Tag(bundle.Pool, bundle.TagOf(input)))]);
        return await HandInAsync(built, request.Recipient, request.Amount, request.Memo, cancellationToken).ConfigureAwait(false);
    }

    // What to do, to the unit: two notes become one of the wallet's own, signed as this payment would be.
    private static string JoinFirst(ChainInfo chain, PrivateQuote quote)
    {
        ulong[] largest = [.. quote.Notes.Select(note => note.Found.Value).OrderDescending().Take(PrivateLimits.ShieldedInputs)];
        string amount = Amounts.Plain(largest.Aggregate(0UL, (sum, value) => sum + value) - ShieldedFee(chain), AssetId.Kmcc);
        return $"Two shielded notes do not cover it, and a payment that is signed elsewhere takes two at most. Join notes first: send {amount} KMCC to an address of your own (`wallet address --private`), signed the same way; when that is final and the pool's next anchor is there, ask again. It takes {quote.Transactions - 1} such {(quote.Transactions == 2 ? "payment" : "payments")}.";
    }

    private static void Require(OfflineFault fault)
    {
        if (fault != OfflineFault.None)
        {
            throw new OfflineException(fault);
        }
    }

    private static SigningNote Ask(PrivateBuilder builder, WalletNote note)
    {
        FoundNote found = note.Found;
        bool isRing = found.Tier == PrivateTier.Ring;
        return new SigningNote
        {
            Tier = found.Tier,
            Index = found.Index,
            Key = found.Key,
            Commitment = found.Commitment,
            EphemeralKey = found.EphemeralKey,
            Value = found.Value,
            AddressNumber = found.AddressNumber,
            Nonce = found.Nonce,
            Output = found.Output,
            Weight = isRing ? default : builder.WeightOf(found),
            Set = isRing ? 0 : note.Set!.Value,
            Members = isRing ? note.Ring : [],
            Ring = isRing ? builder.RingBytes(note.Ring) : default,
        };
    }

    // The padding's set, and the id of what both machines will make.
    private SigningRequest Named(SigningRequest request, PrivateBuilder builder, ImmutableArray<WalletNote> chosen)
    {
        SigningRequest padded = chosen.Length == PrivateLimits.ShieldedInputs
            ? request
            : request with { PaddingSet = builder.ChoosePaddingSet(request.AnchorHeight) };
        return padded with { Transaction = OfflineBody.OfShielded(padded, _keys.View!, [.. chosen.Select(note => note.Found)]).Made.Body.Id };
    }

    private void Keep(ImmutableArray<WalletNote> chosen)
    {
        Dictionary<(PrivateTier, ulong), WalletNote> kept = chosen.ToDictionary(note => (note.Found.Tier, note.Found.Index));
        _file.PutPrivate(state => state with
        {
            Notes = [.. state.Notes.Select(note => kept.GetValueOrDefault((note.Found.Tier, note.Found.Index)) ?? note)],
        });
    }
}
