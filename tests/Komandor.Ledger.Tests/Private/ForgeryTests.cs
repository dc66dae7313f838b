using System.Collections.Immutable;
using Komandor.Cryptography.Curve25519;
using Komandor.Cryptography.Proofs;
using Komandor.Ledger.Private;
using Komandor.Primitives;
using Komandor.PrivatePayer;
using Komandor.PrivatePayer.Refused;

namespace Komandor.Ledger.Tests.Private;

/// <summary>Money from nothing and money twice, tried by payers that know everything about their own notes (1, 2, 5, 7, 10, 11 of the list of what must be refused).</summary>
public sealed class ForgeryTests
{
    private const ulong Riches = 1UL << 40;
    private readonly PrivateChain _one = new();
    private readonly Forger _forger;

    public ForgeryTests() => _forger = new Forger(_one.Ada, () => _one.Chain.View, _one.Proofs.Sets, () => _one.Draft());

    [Fact]
    public void Make_TellingTheTruth_IsAccepted() =>
        Assert.Equal(LedgerFault.None, _one.Commit(_forger.Make(_forger.Honest(Note(0)), _forger.Padding())).Receipts[0].Fault);

    [Fact]
    public void Execute_OffsetThatHidesMoreThanItsNote_IsRefusedByRuleN31()
    {
        Forger.Input rich = _forger.Honest(Note(0)) with { OffsetValue = Riches, ClaimedValue = Riches };
        _one.Chain.AssertRejected(_forger.Make(rich, _forger.Padding()), LedgerFault.MembershipProof);
    }

    [Fact]
    public void Execute_VirtualNoteThatIsWorthSomething_IsRefusedByRuleN31()
    {
        Forger.Input rich = _forger.Padding() with { OffsetValue = Riches, ClaimedValue = Riches };
        _one.Chain.AssertRejected(_forger.Make(_forger.Honest(Note(0)), rich), LedgerFault.MembershipProof);
    }

    [Fact]
    public void Execute_CommitmentToMoreThanTheNote_IsRefusedByRuleN29()
    {
        foreach (Forger.Input rich in new[]
        {
            _forger.Honest(Note(0)) with { ClaimedValue = Riches },
            _forger.Padding() with { ClaimedValue = Riches },
        })
        {
            _one.Chain.AssertRejected(_forger.Make(_forger.Honest(Note(1)), rich), LedgerFault.SpendProof);
        }
    }

    [Fact]
    public void Execute_AnothersNote_IsRefusedByRuleN31()
    {
        // Ada names Bob's place in the set and opens what is hers.
        Forger.Input own = _forger.Honest(Note(0));
        int bobs = (int)_one.Bob.NotesOf(PrivateTier.Shielded)[0].Index + 1;
        _one.Chain.AssertRejected(
            _forger.Make(own with { Spend = own.Spend with { Place = bobs } }, _forger.Padding()), LedgerFault.MembershipProof);
    }

    [Fact]
    public void Execute_SecondTagOfOneNote_IsRefusedByRuleN29()
    {
        EdwardsPoint tagBase = Generators.TagBase(_one.Chain.Genesis.ChainId, PoolId.Shielded.Value);
        Forger.Input note = _forger.Honest(Note(0));
        EdwardsPoint right = PrivateAssembler.Tag(tagBase, note.Spend.Serial, note.Spend.Secret);
        EdwardsPoint otherChains = PrivateAssembler.Tag(
            Generators.TagBase(new ChainId(Hash256.Parse(new string('5', 64))), PoolId.Shielded.Value), note.Spend.Serial, note.Spend.Secret);
        EdwardsPoint otherPools = PrivateAssembler.Tag(
            Generators.TagBase(_one.Chain.Genesis.ChainId, PoolId.Ring.Value), note.Spend.Serial, note.Spend.Secret);
        EdwardsPoint unweighted = PrivateAssembler.Tag(tagBase, Note(0).Serial, note.Spend.Secret);
        foreach (EdwardsPoint tag in new[] { -right, right + right, right + EdwardsPoint.Base, otherChains, otherPools, unweighted })
        {
            Transaction forged = _forger.Make(note with { Tag = NoteMaker.Encode(tag) }, _forger.Padding());
            _one.Chain.AssertRejected(forged, LedgerFault.SpendProof);
        }
    }

    [Fact]
    public void Execute_TagsWhoseSumIsRight_AreRefusedByRuleN29()
    {
        // s·T + r·K = U for each input; the sum over both would hold for T₁ + Δ and T₂ − (s₁/s₂)·Δ, which a summed check would take.
        EdwardsPoint tagBase = Generators.TagBase(_one.Chain.Genesis.ChainId, PoolId.Shielded.Value);
        Forger.Input first = _forger.Honest(Note(0));
        Forger.Input second = _forger.Honest(Note(1));
        EdwardsPoint delta = EdwardsPoint.Base.Multiply(_one.Ada.Draw());
        EdwardsPoint one = PrivateAssembler.Tag(tagBase, first.Spend.Serial, first.Spend.Secret) + delta;
        EdwardsPoint two = PrivateAssembler.Tag(tagBase, second.Spend.Serial, second.Spend.Secret)
            + -delta.Multiply(first.Spend.Serial * ScalarSpans.Invert(second.Spend.Serial));
        EdwardsPoint sum = one.Multiply(first.Spend.Serial) + two.Multiply(second.Spend.Serial)
            + Generators.Spend.Multiply(first.Spend.Secret + second.Spend.Secret);
        Assert.Equal(NoteMaker.Encode(tagBase + tagBase), NoteMaker.Encode(sum));
        _one.Chain.AssertRejected(
            _forger.Make(first with { Tag = NoteMaker.Encode(one) }, second with { Tag = NoteMaker.Encode(two) }), LedgerFault.SpendProof);
    }

    [Fact]
    public void Make_OneNoteInBothInputs_IsRefusedByRuleN9()
    {
        Forger.Input note = _forger.Honest(Note(0));
        Assert.Throws<InvariantViolationException>(() => _forger.Make(note, note));
    }

    [Fact]
    public void Execute_OneNoteUnderTwoAnchorsAndBesideAnother_HasOneTag()
    {
        Transaction early = _one.Shielded(0, 1);
        _one.Commit(_one.Enter(PrivateTier.Shielded));
        Transaction later = _one.Shielded(0, 2);
        Assert.NotEqual(((ShieldedBundle)early.Body.Bundle!).AnchorHeight, ((ShieldedBundle)later.Body.Bundle!).AnchorHeight);
        Assert.Single(Tags(early).Intersect(Tags(later)));
        ExecutedBlock both = _one.Chain.Execute(_one.Chain.Input(later, early));
        Assert.Equal([LedgerFault.None, LedgerFault.TagSpent], both.Faults);
    }

    [Fact]
    public void Execute_OneRingNoteInTwoRings_HasOneImage()
    {
        OwnedNote note = _one.Ada.NotesOf(PrivateTier.Ring)[4];
        Transaction[] payments = [.. Enumerable.Range(0, 3).Select(shift => InRing(note, [.. Enumerable.Range(shift, 16).Select(index => (ulong)index)]))];
        Assert.Single(payments.SelectMany(Tags).Distinct());
        Assert.Equal([LedgerFault.None, LedgerFault.TagSpent, LedgerFault.TagSpent], _one.Chain.Execute(_one.Chain.Input(payments)).Faults);
    }

    [Fact]
    public void Execute_OutputBelowZero_IsRefusedByRuleN30()
    {
        // More in the first output, less than nothing in the second: the sum balances, and only the range proof sees that one owes.
        Transaction entering = _one.Enter(PrivateTier.Ring);
        ImmutableArray<PrivateOutput> outputs = entering.Body.Bundle!.Outputs;
        EdwardsPoint shift = Generators.Value.Multiply(ScalarSpans.FromNumber(Riches));
        PrivateBundle owing = entering.Body.Bundle with
        {
            Outputs =
            [
                outputs[0] with { Commitment = NoteMaker.Encode(NoteMaker.Read(outputs[0].Commitment) + shift) },
                outputs[1] with { Commitment = NoteMaker.Encode(NoteMaker.Read(outputs[1].Commitment) + -shift) },
            ],
        };
        TransactionBody body = DraftOf(entering.Body, owing).Build();
        byte[] range = RangeProofOf(entering, body, [Riches, unchecked(0 - Riches)]);
        Assert.True(Transaction.TryCreate(
            body, [Witness.Sign(TestChain.Owner(0), TestChain.Keys[0], body)], entering.Proofs! with { Range = range }, out Transaction? forged, out _));
        _one.Chain.AssertRejected(forged, LedgerFault.RangeProof);

        // The same maker's proof of what it may is taken: it is the value that is refused.
        Assert.True(Transaction.TryCreate(
            entering.Body, entering.Witnesses, entering.Proofs! with { Range = RangeProofOf(entering, entering.Body, [0, 0]) }, out Transaction? honest, out _));
        Assert.Equal(LedgerFault.None, _one.Commit(honest).Receipts[0].Fault);
    }

    [Fact]
    public void Execute_KeyWithAPartOfV_BuysNothing()
    {
        // S = S′ + x·V and C to v: with the weight w the note opens to v + w·x, which no payment's sum takes.
        Transaction entering = _one.Enter(PrivateTier.Shielded);
        Scalar part = _one.Ada.Draw();
        PrivateOutput own = entering.Body.Bundle!.Outputs[1];
        PrivateBundle poisoned = entering.Body.Bundle with
        {
            Outputs = [entering.Body.Bundle.Outputs[0], own with { Key = NoteMaker.Encode(NoteMaker.Read(own.Key) + Generators.Value.Multiply(part)) }],
        };
        TransactionBody body = DraftOf(entering.Body, poisoned).Build();
        byte[] range = RangeProofOf(entering, body, [0, 0]);
        Assert.True(Transaction.TryCreate(
            body, [Witness.Sign(TestChain.Owner(0), TestChain.Keys[0], body)], entering.Proofs! with { Range = range }, out Transaction? made, out _));
        OwnedNote honest = MadeBy(entering);
        Assert.Equal(LedgerFault.None, _one.Commit(made).Receipts[0].Fault);
        Assert.DoesNotContain(_one.Ada.NotesOf(PrivateTier.Shielded), note => note.Value == honest.Value);

        // As a note of its own value it is no member, since the weighted part stands in the point.
        Forger.Input poor = _forger.Honest(honest);
        _one.Chain.AssertRejected(_forger.Make(poor, _forger.Padding()), LedgerFault.MembershipProof);
    }

    private OwnedNote Note(int number) => _one.Ada.NotesOf(PrivateTier.Shielded)[number];

    private static IEnumerable<Hash256> Tags(Transaction transaction) =>
        Enumerable.Range(0, transaction.Body.Bundle!.InputCount).Select(transaction.Body.Bundle.TagOf);

    // What Ada would have found, had its key been in order.
    private static OwnedNote MadeBy(Transaction entering)
    {
        PrivateChain other = new();
        other.Commit(entering);
        return other.Ada.NotesOf(PrivateTier.Shielded)[^1];
    }

    // Ada made both outputs and knows their openings: a proof for their values and what is added to them modulo 2^64.
    private static byte[] RangeProofOf(Transaction entering, TransactionBody body, ulong[] added)
    {
        PrivateChain other = new();
        PrivateTier tier = body.Bundle!.Tier;
        other.Commit(entering);
        OwnedNote[] notes = [other.Bob.NotesOf(tier)[^1], other.Ada.NotesOf(tier)[^1]];
        byte[] commitments = [.. body.Bundle.Outputs.SelectMany(output => output.Commitment.ToArray())];
        byte[] bits = new byte[notes.Length * RangeProof.Bits];
        for (int place = 0; place < bits.Length; place++)
        {
            ulong value = unchecked(notes[place / RangeProof.Bits].Value + added[place / RangeProof.Bits]);
            bits[place] = (byte)((value >> (place % RangeProof.Bits)) & 1);
        }

        byte[] randomness = new byte[SecretNonces.RandomnessSizeBytes];
        return RangeProver.ProveBits(body.Context, commitments, bits, [.. notes.Select(note => note.Blinding)], randomness);
    }

    private Transaction InRing(OwnedNote note, ImmutableArray<ulong> members)
    {
        byte[] ring = PrivateChecks.Ring(_one.Chain.View, new RingInput(default, default, members));
        FeeQuote quote = FeeQuote.OfPrivate(_one.Draft(), PrivateTier.Ring, 1, 2, [], 1);
        PrivateFrame frame = _one.Ada.Frame(
            _one.Draft() with { Fee = quote.Fee }, PrivateTier.Ring, [new(_one.Bob.Address, 5), new(_one.Ada.Address, note.Value - 5 - quote.Fee)]);
        return PrivateAssembler.Ring(frame, 0, [new RingSpend(note.Serial, note.Blinding, note.Value, members, ring, members.IndexOf(note.Index))]);
    }

    private static TransactionDraft DraftOf(TransactionBody body, PrivateBundle bundle) => new()
    {
        ChainId = body.ChainId,
        Shard = body.Shard,
        Inputs = body.Inputs,
        Outputs = body.Outputs,
        Fee = body.Fee,
        ValidUntil = body.ValidUntil,
        Bundle = bundle,
    };
}
