using System.Numerics;
using Komandor.Cryptography.Tests.Curve25519;
using Komandor.Ledger.Private;
using Komandor.Primitives;

namespace Komandor.Ledger.Tests.Private;

/// <summary>That proofs are bound to every public field, and that no transaction's proofs stand up for another's in a batch (4, 9, 17 of the list of what must be refused).</summary>
public sealed class BindingTests
{
    private readonly PrivateChain _one = new();

    [Theory]
    [InlineData(PrivateTier.Ring)]
    [InlineData(PrivateTier.Shielded)]
    public void Execute_AnyPublicFieldChanged_IsRefusedByTheFirstProof(PrivateTier tier)
    {
        TransactionOutput leaving = TransactionOutput.Coin(TestChain.Owner(9), AssetId.Kmcc, 70);
        Transaction honest = tier == PrivateTier.Ring ? _one.Ring(0, 1, 5_000, leaving) : _one.Shielded(0, 1, 5_000, leaving);
        LedgerFault expected = tier == PrivateTier.Ring ? LedgerFault.RingSignature : LedgerFault.SpendProof;
        PrivateBundle bundle = honest.Body.Bundle!;
        PrivateOutput first = bundle.Outputs[0];
        TransactionDraft draft = DraftOf(honest.Body, bundle);
        TransactionDraft[] changed =
        [
            draft with { ValidUntil = draft.ValidUntil.Plus(1) },
            draft with { ValidFrom = new Timestamp(1) },
            draft with { Outputs = [TransactionOutput.Coin(TestChain.Owner(8), AssetId.Kmcc, 70)] },
            draft with { Bundle = bundle with { Outputs = [bundle.Outputs[1], first] } },
            WithFirst(draft, first with { Key = bundle.Outputs[1].EphemeralKey }),
            WithFirst(draft, first with { EphemeralKey = bundle.Outputs[1].EphemeralKey }),
            WithFirst(draft, first with { ViewTag = (byte)(first.ViewTag ^ 1) }),
            WithFirst(draft, first with { SealedValue = Flip(first.SealedValue) }),
            draft with { Bundle = bundle with { SealedMemo = Flip(bundle.SealedMemo) } },
            draft with { Bundle = bundle with { Recovery = Flip(bundle.Recovery) } },
            draft with { Bundle = Elsewhere(bundle) },
        ];
        foreach (TransactionDraft one in changed)
        {
            _one.Chain.AssertRejected(Join(one.Build(), honest), expected);
        }

        Assert.Equal(LedgerFault.None, _one.Commit(Join(draft.Build(), honest)).Receipts[0].Fault);
    }

    [Fact]
    public void Execute_OnAnotherChain_IsRefusedUnderItsOwnIdAndUnderTheOther()
    {
        PrivateChain other = new(PrivateChain.Numbers with { AnchorWindow = 65 });
        foreach ((Transaction honest, LedgerFault expected) in new[] { (_one.Ring(), LedgerFault.RingSignature), (_one.Shielded(), LedgerFault.SpendProof) })
        {
            Assert.Equal(LedgerFault.WrongChain, other.Chain.Verifier.Verify(honest, out _));
            TransactionDraft moved = DraftOf(honest.Body, honest.Body.Bundle!) with { ChainId = other.Chain.Genesis.ChainId };
            other.Chain.AssertRejected(Join(moved.Build(), honest), expected);
        }
    }

    // Each has the last scalar of its proof off by as much as the other: with equal weights the two would make up for each other.
    [Theory]
    [InlineData(LedgerFault.SpendProof)]
    [InlineData(LedgerFault.RangeProof)]
    [InlineData(LedgerFault.MembershipProof)]
    public void Execute_TwoErrorsThatCancel_AreBothRefusedBesideHonestOnes(LedgerFault proof)
    {
        Transaction[] honest = [_one.Shielded(0, 1), _one.Shielded(1, 1), _one.Shielded(2, 1), _one.Enter(PrivateTier.Ring)];
        Transaction more = WithScalar(honest[0], PlaceOf(honest[0], proof), 5);
        Transaction less = WithScalar(honest[1], PlaceOf(honest[1], proof), -5);
        foreach (Transaction[] order in new Transaction[][] { [more, less, honest[2], honest[3]], [honest[2], more, honest[3], less], [less, more] })
        {
            ExecutedBlock block = _one.Chain.Execute(_one.Chain.Input(order));
            Assert.Equal(order.Select(one => one == more || one == less ? proof : LedgerFault.None), block.Faults);
        }
    }

    [Fact]
    public void Execute_InAnyOrder_TakesOneOfThoseThatSpendOneNote()
    {
        Transaction one = _one.Shielded(0, 1);
        Transaction two = _one.Shielded(0, 2);
        Transaction spoilt = WithScalar(one, PlaceOf(one, LedgerFault.RangeProof), 1);
        Transaction ring = _one.Ring();
        Transaction[][] orders = [[one, two, spoilt, ring], [spoilt, two, ring, one], [ring, spoilt, one, two], [two, one, ring, spoilt]];
        foreach (Transaction[] order in orders)
        {
            ExecutedBlock block = _one.Chain.Execute(_one.Chain.Input(order));
            Transaction first = order.First(transaction => transaction == one || transaction == two);
            Assert.Equal([.. order.Where(transaction => transaction == first || transaction == ring)], block.Transactions);
            Assert.Equal(LedgerFault.TagSpent, block.Faults[Array.IndexOf(order, first == one ? two : one)]);
        }
    }

    private static PrivateBundle Elsewhere(PrivateBundle bundle) => bundle switch
    {
        RingBundle ring => ring with { Inputs = [ring.Inputs[0] with { Members = [.. ring.Inputs[0].Members.Select(member => member + 1)] }] },
        _ => bundle with { Outputs = [bundle.Outputs[0] with { SealedValue = Flip(Flip(bundle.Outputs[0].SealedValue), 23) }, bundle.Outputs[1]] },
    };

    private static int PlaceOf(Transaction transaction, LedgerFault proof)
    {
        int first = transaction.Body.Encoded.Length + 1;
        PrivateInputProof input = transaction.Proofs!.Inputs[0];
        return proof switch
        {
            LedgerFault.MembershipProof => first + input.Hiding.Length - 32,
            LedgerFault.SpendProof => first + input.Hiding.Length + input.Spend.Length - 32,
            _ => transaction.Encoded.Length - 32,
        };
    }

    private static Transaction WithScalar(Transaction transaction, int place, int added)
    {
        byte[] bytes = transaction.Encoded.ToArray();
        BigInteger scalar = (new BigInteger(bytes.AsSpan(place, 32), isUnsigned: true) + added + SlowCurve.Order) % SlowCurve.Order;
        bytes.AsSpan(place, 32).Clear();
        Assert.True(scalar.TryWriteBytes(bytes.AsSpan(place, 32), out _, isUnsigned: true));
        Assert.True(Transaction.TryDecode(bytes, out Transaction? changed, out _));
        return changed;
    }

    private static TransactionDraft WithFirst(TransactionDraft draft, PrivateOutput output) =>
        draft with { Bundle = draft.Bundle! with { Outputs = [output, draft.Bundle.Outputs[1]] } };

    private static byte[] Flip(ReadOnlyMemory<byte> bytes, int place = 0)
    {
        byte[] flipped = bytes.ToArray();
        flipped[place] ^= 1;
        return flipped;
    }

    private static Transaction Join(TransactionBody body, Transaction proven)
    {
        Assert.True(Transaction.TryCreate(body, [], proven.Proofs, out Transaction? joined, out _));
        return joined;
    }

    private static TransactionDraft DraftOf(TransactionBody body, PrivateBundle bundle) => new()
    {
        ChainId = body.ChainId,
        Shard = body.Shard,
        Outputs = body.Outputs,
        Fee = body.Fee,
        ValidUntil = body.ValidUntil,
        Bundle = bundle,
    };
}
