using System.Globalization;
using Komandor.Cryptography;
using Komandor.Ledger;
using Komandor.Ledger.Private;
using Komandor.Primitives;
using static Komandor.PrivatePayer.Refused.Spoiling;

namespace Komandor.PrivatePayer.Refused;

/// <summary>Transactions that must be refused, one or more for each number of the list for signatures, proofs and money that is about transactions. Made by who knows everything about the notes.</summary>
/// <remarks>The list: docs/security/private-money-review.md §4. The payer has seven notes of each tier at least, no two alike in their tags; those of 11 are its caller's to make.</remarks>
public sealed partial class RefusedTransactions
{
    private readonly Payer _payer;
    private readonly PoolView _view;
    private readonly TransactionDraft _draft;
    private readonly TransactionDraft _coin;
    private readonly ulong _amount;
    private readonly SigningKey _key;
    private readonly Komandor.Ledger.Lock _held;
    private readonly CoverSets _sets = new();
    private readonly PrivateVerifier _judge = new();
    private readonly Forger _forger;
    private readonly Transaction _ring;
    private readonly Transaction _rings;
    private readonly Transaction _shielded;
    private readonly Transaction _entering;
    private readonly List<RefusedTransaction> _made = [];

    /// <summary>A maker of them.</summary>
    /// <param name="payer">Whose notes they spend, and who is paid.</param>
    /// <param name="view">The newest state, at which the shielded pool has grown since its anchor at height 0.</param>
    /// <param name="draft">Chain, shard and window.</param>
    /// <param name="coin">A coin to take.</param>
    /// <param name="amount">What it is worth.</param>
    /// <param name="key">Whose it is.</param>
    public RefusedTransactions(Payer payer, PoolView view, TransactionDraft draft, TransactionInput coin, ulong amount, SigningKey key)
    {
        (_payer, _view, _draft, _amount, _key) = (payer, view, draft, amount, key);
        _coin = draft with { Inputs = [coin] };
        _held = Komandor.Ledger.Lock.Key(key.PublicKey);
        _forger = new Forger(payer, () => view, _sets, () => draft);
        _ring = payer.PayRing(draft, view, Notes(PrivateTier.Ring, 1), [new(payer.Address, 5)], 1);
        _rings = payer.PayRing(draft, view, Notes(PrivateTier.Ring, 2), [new(payer.Address, 5)], 1);
        _shielded = payer.PayShielded(draft, view, _sets, Notes(PrivateTier.Shielded, 2), payer.Address, 5, 1);
        _entering = payer.Enter(_coin, PrivateTier.Shielded, amount, payer.Address, 7, _held, key, 1);
    }

    /// <summary>Honest transactions of each shape that nothing here spoils: a block may hold them beside the others.</summary>
    public IReadOnlyList<Transaction> Honest() =>
        [_payer.PayRing(_draft, _view, Notes(PrivateTier.Ring, 1, 5), [new(_payer.Address, 9)], 1),
         _payer.PayShielded(_draft, _view, _sets, Notes(PrivateTier.Shielded, 2, 5), _payer.Address, 9, 1)];

    /// <summary>Makes all.</summary>
    public IReadOnlyList<RefusedTransaction> Make()
    {
        AddTags();
        AddPoints();
        AddScalars();
        AddFields();
        AddEdited();
        AddRanges();
        AddLengths();
        AddBalances();
        AddCancelling();
        AddRepeated();
        AddCovers();
        AddFlips();
        AddReplays();
        return _made;
    }

    private OwnedNote[] Notes(PrivateTier tier, int count, int first = 0) => _payer.NotesOf(tier)[first..(first + count)];

    private void Add(int number, string what, byte[] encoded, LedgerFault fault) => _made.Add(new RefusedTransaction(number, what, encoded, fault));

    private void Add(int number, string what, Transaction transaction, LedgerFault fault) => Add(number, what, transaction.Encoded.ToArray(), fault);

    // 9: each is off by as much as the other, so that with equal weights the two would make up for each other in one batch.
    private void AddCancelling()
    {
        Transaction other = _payer.PayShielded(_draft, _view, _sets, Notes(PrivateTier.Shielded, 1, 2), _payer.Address, 6, 1);
        foreach (LedgerFault proof in ProofsOf(_shielded))
        {
            Add(9, $"{proof} that is more", Shift(_shielded, PlaceOf(_shielded, proof).End.Value - 32, 5), proof);
            Add(9, $"{proof} that is less by as much", Shift(other, PlaceOf(other, proof).End.Value - 32, -5), proof);
        }
    }

    // 13: every so many bytes one is another. What the rule is, a verifier that nobody else uses says.
    private void AddFlips()
    {
        foreach (Transaction honest in new[] { _ring, _shielded, _entering })
        {
            for (int part = 0; part < 6; part++)
            {
                int place = (honest.Encoded.Length * part / 6) + 7;
                byte[] changed = honest.Encoded.ToArray();
                changed[place] ^= 1;
                Add(13, string.Create(CultureInfo.InvariantCulture, $"byte {place} of {honest.Id}"), changed, Judge(changed));
            }
        }
    }

    private LedgerFault Judge(byte[] encoded)
    {
        LedgerFault fault = Transaction.TryDecode(encoded, out Transaction? transaction, out LedgerFault undecoded)
            ? new TransactionVerifier(_draft.ChainId, _draft.Shard).Verify(transaction, out _)
            : undecoded;
        return fault != LedgerFault.None ? fault
            : _judge.Foresee(_view, 1, new Timestamp(0), Roster.Create([new RosterMember(new MemberId(1), _key.PublicKey, 1)]), [transaction!], SerialForkJoin.Instance)[0];
    }
}
