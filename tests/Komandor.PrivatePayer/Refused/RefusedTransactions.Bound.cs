using Komandor.Ledger;
using Komandor.Ledger.Private;
using Komandor.Primitives;
using static Komandor.PrivatePayer.Refused.Spoiling;

namespace Komandor.PrivatePayer.Refused;

/// <content>Proofs under other statements, and sums: 4, 8, 14 and 17 of the list.</content>
public sealed partial class RefusedTransactions
{
    // 4: every public field of an honest transaction is another's; its proofs stay.
    private void AddFields()
    {
        foreach (Transaction honest in new[] { _ring, _shielded })
        {
            PrivateBundle bundle = honest.Body.Bundle!;
            LedgerFault fault = bundle.Tier == PrivateTier.Ring ? LedgerFault.RingSignature : LedgerFault.SpendProof;
            foreach ((string what, TransactionDraft draft) in Changed(honest))
            {
                Add(4, $"{bundle.Tier} payment with another {what}", Under(draft, honest), fault);
            }
        }

        // Signed again, so that the proof alone says no.
        foreach ((string what, TransactionDraft draft) in Changed(_entering))
        {
            TransactionBody body = draft.Build();
            Transaction signed = PrivateAssembler.Join(body, [Witness.Sign(_held, _key, body)], _entering.Proofs!);
            Add(4, $"coin that enters with another {what}", signed, LedgerFault.RangeProof);
        }
    }

    private static IEnumerable<(string What, TransactionDraft Draft)> Changed(Transaction honest)
    {
        TransactionDraft draft = DraftOf(honest);
        PrivateBundle bundle = draft.Bundle!;
        PrivateOutput first = bundle.Outputs[0];
        yield return ("end of its window", draft with { ValidUntil = draft.ValidUntil.Plus(1) });
        yield return ("begin of its window", draft with { ValidFrom = new Timestamp(1) });
        yield return ("memo", draft with { Bundle = bundle with { SealedMemo = Flip(bundle.SealedMemo) } });
        yield return ("recovery", draft with { Bundle = bundle with { Recovery = Flip(bundle.Recovery) } });
        yield return ("key", WithFirst(draft, first with { Key = bundle.Outputs[1].EphemeralKey }));
        yield return ("ephemeral key", WithFirst(draft, first with { EphemeralKey = bundle.Outputs[1].EphemeralKey }));
        yield return ("view tag", WithFirst(draft, first with { ViewTag = (byte)(first.ViewTag ^ 1) }));
        yield return ("sealed value", WithFirst(draft, first with { SealedValue = Flip(first.SealedValue) }));
        yield return ("order of outputs", draft with { Bundle = bundle with { Outputs = [bundle.Outputs[1], first] } });
    }

    private static TransactionDraft WithFirst(TransactionDraft draft, PrivateOutput output) =>
        draft with { Bundle = draft.Bundle! with { Outputs = [output, draft.Bundle.Outputs[1]] } };

    private static byte[] Flip(ReadOnlyMemory<byte> bytes)
    {
        byte[] flipped = bytes.ToArray();
        flipped[0] ^= 1;
        return flipped;
    }

    // 8: sums that wrap or do not balance, and what belongs to another pool. 14: more than a pool holds.
    private void AddBalances()
    {
        ShieldedBundle shielded = (ShieldedBundle)_shielded.Body.Bundle!;
        PrivateBundle entering = _entering.Body.Bundle!;
        ulong overflow = ulong.MaxValue - _shielded.Body.Fee;
        Add(8, "fee and leaving beyond 2^64", Under(shielded with { Leaving = overflow + 1 }, _shielded), LedgerFault.AmountOverflow);
        Add(8, "fee and leaving just below 2^64", Under(shielded with { Leaving = overflow }, _shielded), LedgerFault.PrivateBalance);
        Add(8, "fee and entering beyond 2^64", Under(entering with { Entering = ulong.MaxValue }, _entering), LedgerFault.AmountOverflow);
        Add(8, "more leaves than is shown", Under(shielded with { Leaving = 1 }, _shielded), LedgerFault.PrivateBalance);
        Add(8, "more enters than is shown", Under(entering with { Entering = entering.Entering + 1 }, _entering), LedgerFault.PrivateBalance);
        Add(8, "excess of nothing", Under(entering with { Excess = default }, _entering), LedgerFault.PrivateBalance);
        TransactionBody wrapped = (_coin with
        {
            Outputs = [TransactionOutput.Coin(_held, AssetId.Kmcc, ulong.MaxValue), TransactionOutput.Coin(_held, AssetId.Kmcc, _amount - 500 + 1)],
            Fee = 500,
        }).Build();
        Add(8, "coins beyond 2^64", Transaction.Create(wrapped, Witness.Sign(_held, _key, wrapped)), LedgerFault.FeeNotExact);
        OwnedNote note = Notes(PrivateTier.Ring, 1)[0];
        Forger.Input own = _forger.Honest(Notes(PrivateTier.Shielded, 1)[0]);
        Forger.Input other = own with { Spend = own.Spend with { Serial = note.Serial, Blinding = note.Blinding, Value = note.Value } };
        Add(8, "note of the ring pool in the shielded one", _forger.Make(other, _forger.Padding()), LedgerFault.MembershipProof);
        Add(14, "ring payment of more than the pool holds", Exit(_view.Pool(PoolId.Ring).Total), LedgerFault.PoolOverdrawn);
        Add(14, "ring payment of what the pool holds", Exit(_view.Pool(PoolId.Ring).Total - 10_000), LedgerFault.RingSignature);
    }

    // Its note is said to be worth what leaves.
    private Transaction Exit(ulong leaving)
    {
        TransactionDraft draft = _draft with { Outputs = [TransactionOutput.Coin(_held, AssetId.Kmcc, leaving)] };
        ulong fee = FeeQuote.OfPrivate(draft, PrivateTier.Ring, 1, 2, [], 1).Fee;
        RingSpend spend = Payer.RingOf(_view, Notes(PrivateTier.Ring, 1)[0], _view.Anchor(PoolId.Ring, _view.NewestAnchorHeight)!.Value.Size);
        PrivateFrame frame = _payer.Frame(draft with { Fee = fee }, PrivateTier.Ring, [new(_payer.Address, 0), new(_payer.Address, 0)]);
        return PrivateAssembler.Ring(frame, leaving, [spend with { Value = leaving + fee }]);
    }

    // 17: proofs of another chain, under its id and under this one; proofs of another transaction of the same notes.
    private void AddReplays()
    {
        TransactionDraft elsewhere = _draft with { ChainId = new ChainId(Hash256.Parse(new string('5', 64))) };
        Transaction[] others =
        [
            _payer.PayRing(elsewhere, _view, Notes(PrivateTier.Ring, 1), [new(_payer.Address, 5)], 1),
            _payer.PayShielded(elsewhere, _view, _sets, Notes(PrivateTier.Shielded, 2), _payer.Address, 5, 1),
        ];
        foreach (Transaction other in others)
        {
            PrivateTier tier = other.Body.Bundle!.Tier;
            Add(17, $"{tier} payment of another chain", other, LedgerFault.WrongChain);
            Add(17, $"{tier} payment of another chain under this one's id", Under(DraftOf(other) with { ChainId = _draft.ChainId }, other),
                tier == PrivateTier.Ring ? LedgerFault.RingSignature : LedgerFault.SpendProof);
        }

        Transaction ring = _payer.PayRing(_draft, _view, Notes(PrivateTier.Ring, 1), [new(_payer.Address, 5)], 1);
        Transaction shielded = _payer.PayShielded(_draft, _view, _sets, Notes(PrivateTier.Shielded, 2), _payer.Address, 5, 1);
        PrivateProofs mine = _shielded.Proofs!;
        PrivateInputProof replayed = shielded.Proofs!.Inputs[0];
        Add(17, "ring signature of another payment", Proven(_ring, _ring.Proofs! with { Inputs = ring.Proofs!.Inputs }), LedgerFault.RingSignature);
        Add(17, "spend proof of another payment", Proven(_shielded, mine with { Inputs = mine.Inputs.SetItem(0, mine.Inputs[0] with { Spend = replayed.Spend }) }), LedgerFault.SpendProof);
        Add(17, "membership proof of another payment", Proven(_shielded, mine with { Inputs = mine.Inputs.SetItem(0, mine.Inputs[0] with { Hiding = replayed.Hiding }) }), LedgerFault.MembershipProof);
        Add(17, "range proof of another payment", Proven(_shielded, mine with { Range = shielded.Proofs.Range }), LedgerFault.RangeProof);
    }
}
