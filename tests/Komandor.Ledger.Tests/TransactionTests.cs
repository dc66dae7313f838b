using System.Collections.Immutable;
using System.Security.Cryptography;
using Komandor.Primitives;

namespace Komandor.Ledger.Tests;

public sealed class TransactionTests
{
    private static readonly Lock _owner = TestChain.Owner(0);
    private readonly TestChain _chain = new();

    [Fact]
    public void TryDecode_WhatWasWritten_GivesItBack()
    {
        Transaction payment = _chain.Pay(0, 1);
        Assert.True(Transaction.TryDecode(payment.Encoded.Span, out Transaction? again, out LedgerFault fault));
        Assert.Equal(LedgerFault.None, fault);
        Assert.Equal(payment.Id, again.Id);
        Assert.Equal(payment.WitnessId, again.WitnessId);
        Assert.Equal(payment.Body.Outputs[0].Content, again.Body.Outputs[0].Content);
        Assert.Equal(payment.Body.Inputs.AsEnumerable(), again.Body.Inputs);
    }

    [Fact]
    public void TryDecode_EveryPrefixAndOneByteMore_IsRefusedByRuleL1()
    {
        byte[] encoded = _chain.Pay(0, 1).Encoded.ToArray();
        for (int size = 0; size < encoded.Length; size++)
        {
            AssertRefused(LedgerFault.NotCanonical, encoded.AsSpan(0, size));
        }

        AssertRefused(LedgerFault.NotCanonical, [.. encoded, 0]);
    }

    [Fact]
    public void TryDecode_MoreThan128KiB_IsRefusedByRuleL2() =>
        AssertRefused(LedgerFault.TooLarge, new byte[LedgerLimits.TransactionSizeBytes + 1]);

    [Fact]
    public void TryDecode_OtherVersion_IsRefusedByRuleL3()
    {
        byte[] encoded = _chain.Pay(0, 1).Encoded.ToArray();
        foreach (byte version in new byte[] { 0, 4, 255 })
        {
            encoded[0] = version;
            AssertRefused(LedgerFault.UnknownVersion, encoded);
        }
    }

    [Fact]
    public void TryBuild_NoInputs_IsRefusedByRuleL4() =>
        AssertRefused(LedgerFault.NoInputs, Draft() with { Inputs = [] });

    [Fact]
    public void TryBuild_1025Inputs_IsRefusedByRuleL1() =>
        AssertRefused(LedgerFault.NotCanonical, Draft() with
        {
            Inputs = [.. Enumerable.Range(0, 1025).Select(index => new TransactionInput(Id(index), 1)).OrderBy(input => input.ObjectId)],
        });

    [Fact]
    public void TryBuild_SameInputTwice_IsRefusedByRuleL5() =>
        AssertRefused(LedgerFault.InputsNotAscending, Draft() with { Inputs = [_chain.Coin(0), _chain.Coin(0)] });

    [Fact]
    public void TryBuild_InputsDescending_IsRefusedByRuleL5() =>
        AssertRefused(LedgerFault.InputsNotAscending, Draft() with
        {
            Inputs = [.. new[] { _chain.Coin(0), _chain.Coin(1) }.OrderByDescending(input => input.ObjectId)],
        });

    [Fact]
    public void TryDecode_UnknownType_IsRefusedByRuleL6()
    {
        byte[] body = Draft().Build().Encoded.ToArray();
        int type = 1 + 32 + 2 + 1 + 33 + 1 + 1;
        Assert.Equal((byte)ObjectType.Coin, body[type]);
        foreach (byte value in new byte[] { 0, 3, 255 })
        {
            body[type] = value;
            Assert.False(TransactionBody.TryDecode(body, out _, out LedgerFault fault));
            Assert.Equal(LedgerFault.UnknownObjectType, fault);
        }
    }

    [Fact]
    public void TryBuild_ContinuesNoInput_IsRefusedByRuleL7() =>
        AssertRefused(LedgerFault.ContinuesNoInput, With(Record(1)));

    [Fact]
    public void TryBuild_ContinuesTwice_IsRefusedByRuleL8() =>
        AssertRefused(LedgerFault.ContinuesInputTwice, With(Record(0), Record(null), Record(0)));

    [Fact]
    public void TryBuild_ContinuesCoin_IsRefusedByRuleL9() =>
        AssertRefused(LedgerFault.ContinuesCoin, With(new TransactionOutput(0, _owner, new CoinContent(AssetId.Kmcc, 1))));

    [Fact]
    public void TryBuild_ZeroAmount_IsRefusedByRuleL10() =>
        AssertRefused(LedgerFault.ZeroAmount, With(TransactionOutput.Coin(_owner, AssetId.Kmcc, 0)));

    [Fact]
    public void TryBuild_EmptyRecordName_IsRefusedByRuleL11() =>
        AssertRefused(LedgerFault.EmptyRecordName, With(new TransactionOutput(null, _owner, new RecordContent("", default))));

    [Theory]
    [InlineData(65, 0)]
    [InlineData(1, 4097)]
    public void TryBuild_RecordBeyondItsLimits_IsRefusedByRuleL1(int name, int data) =>
        AssertRefused(LedgerFault.NotCanonical, With(new TransactionOutput(null, _owner, new RecordContent(new string('a', name), new byte[data]))));

    [Fact]
    public void TryBuild_LongMemo_IsRefusedByRuleL1()
    {
        AssertRefused(LedgerFault.NotCanonical, Draft() with { Memo = new byte[513] });
        Assert.True((Draft() with { Memo = new byte[512] }).TryBuild(out _, out _));
    }

    [Fact]
    public void TryBuild_EmptyWindow_IsRefusedByRuleL12() =>
        AssertRefused(LedgerFault.EmptyValidityWindow, Draft() with { ValidFrom = new Timestamp(2), ValidUntil = new Timestamp(1) });

    [Fact]
    public void TryDecode_OpeningsDescending_IsRefusedByRuleL17()
    {
        TransactionBody body = Draft().Build();
        Witness witness = Both(body);
        Assert.False(Transaction.TryCreate(body, [witness with { Openings = [witness.Openings[1], witness.Openings[0]] }], out _, out LedgerFault fault));
        Assert.Equal(LedgerFault.OpeningsNotAscending, fault);
    }

    [Fact]
    public void TryDecode_OpeningOfNoLeaf_IsRefusedByRuleL18()
    {
        TransactionBody body = Draft().Build();
        Witness witness = new(_owner, [new LockOpening(1, Witness.SignatureBytes(TestChain.Keys[0], body))]);
        Assert.False(Transaction.TryCreate(body, [witness], out _, out LedgerFault fault));
        Assert.Equal(LedgerFault.OpeningOfNoLeaf, fault);
    }

    [Fact]
    public void Verify_OtherChain_IsRefusedByRuleL19() =>
        AssertVerified(LedgerFault.WrongChain, TestChain.Sign(Draft() with { ChainId = new ChainId(Hash256.Zero) }, 0));

    [Fact]
    public void Verify_OtherShard_IsRefusedByRuleL20() =>
        AssertVerified(LedgerFault.WrongShard, TestChain.Sign(Draft() with { Shard = new ShardId(4) }, 0));

    [Theory]
    [InlineData("0000000000000000000000000000000000000000000000000000000000000000")]
    [InlineData("0100000000000000000000000000000000000000000000000000000000000000")]
    [InlineData("ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f")]
    [InlineData("edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f")]
    [InlineData("c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac03fa")]
    public void Verify_KeyOfSmallOrderOrNotCanonical_IsRefusedByRuleL21(string key) =>
        AssertVerified(LedgerFault.KeyNotAcceptable, TestChain.Sign(
            With(TransactionOutput.Coin(Lock.Create(LockNode.Or(_owner.Root, LockNode.Key(new PublicKey(Hash256.Parse(key))))), AssetId.Kmcc, 1)), 0));

    [Fact]
    public void Verify_NothingOpened_IsRefusedByRuleL22()
    {
        TransactionBody body = Draft().Build();
        AssertVerified(LedgerFault.LockNotOpened, Transaction.Create(body, new Witness(_owner, [])));
        Witness both = Both(body);
        AssertVerified(LedgerFault.None, Transaction.Create(body, both));
        AssertVerified(LedgerFault.LockNotOpened, Transaction.Create(body, both with { Openings = [both.Openings[0]] }));
    }

    [Fact]
    public void Verify_OpeningToSpare_IsRefusedByRuleL23()
    {
        TransactionBody body = Draft().Build();
        Witness both = Both(body);
        Witness either = both with { Lock = Lock.Create(LockNode.Or(both.Lock.Root.Parts)) };
        AssertVerified(LedgerFault.OpeningNotNeeded, Transaction.Create(body, either));
        AssertVerified(LedgerFault.None, Transaction.Create(body, either with { Openings = [either.Openings[1]] }));
    }

    [Fact]
    public void Verify_WrongPreimage_IsRefusedByRuleL24()
    {
        TransactionBody body = Draft().Build();
        Witness both = Both(body);
        AssertVerified(LedgerFault.WrongPreimage, Transaction.Create(
            body, both with { Openings = [both.Openings[0], new LockOpening(1, new byte[32])] }));
    }

    [Fact]
    public void Verify_SignatureOfAnotherBodyOrKey_IsRefusedByRuleL25()
    {
        TransactionBody body = Draft().Build();
        TransactionBody other = (Draft() with { Memo = new byte[] { 1 } }).Build();
        AssertVerified(LedgerFault.WrongSignature, Transaction.Create(body, Witness.Sign(_owner, TestChain.Keys[0], other)));
        AssertVerified(LedgerFault.WrongSignature, Transaction.Create(body, Witness.Sign(_owner, TestChain.Keys[1], body)));
    }

    [Fact]
    public void VerifyBatch_BadAmongGood_FaultsItAlone()
    {
        Transaction[] all = [.. Enumerable.Range(0, 10).Select(index => _chain.Pay(index, 0))];
        TransactionBody body = Draft().Build();
        all[4] = Transaction.Create(body, Witness.Sign(_owner, TestChain.Keys[1], body));
        all[7] = Transaction.Create(body, new Witness(_owner, []));
        LedgerFault[] faults = new LedgerFault[10];
        VerifiedTransaction?[] verified = new VerifiedTransaction?[10];
        _chain.Verifier.VerifyBatch(all, verified, faults);
        for (int index = 0; index < 10; index++)
        {
            LedgerFault expected = index == 4 ? LedgerFault.WrongSignature : index == 7 ? LedgerFault.LockNotOpened : LedgerFault.None;
            Assert.Equal(expected, faults[index]);
            Assert.Equal(expected == LedgerFault.None, verified[index] is not null);
        }
    }

    [Fact]
    public void EveryByteChanged_IsRefusedOrHasTheSameEffectUnderAnotherWitnessId()
    {
        Transaction payment = _chain.Pay(0, 1);
        byte[] encoded = payment.Encoded.ToArray();
        for (int index = 0; index < encoded.Length; index++)
        {
            foreach (byte change in new byte[] { 1, 0x80, 0xff })
            {
                encoded[index] ^= change;
                if (Transaction.TryDecode(encoded, out Transaction? changed, out _)
                    && _chain.Verifier.Verify(changed, out _) == LedgerFault.None)
                {
                    Assert.Equal(payment.Id, changed.Id);
                    Assert.NotEqual(payment.WitnessId, changed.WitnessId);
                }

                encoded[index] ^= change;
            }
        }
    }

    [Fact]
    public void Quote_OfAnyShape_IsTheWorkOfTheSignedTransaction()
    {
        TransactionDraft draft = Draft() with { Fee = 200, Memo = new byte[100] };
        FeeQuote quote = FeeQuote.Of(draft, [new WitnessShape(Both(draft.Build()).Lock, [0, 1])], 1);
        TransactionBody body = (draft with { Fee = quote.Fee }).Build();
        Transaction signed = Transaction.Create(body, Both(body));
        Assert.Equal(signed.Work, quote.Work);
        Assert.Equal(signed.Encoded.Length, quote.SizeBytes);
    }

    private static Witness Both(TransactionBody body)
    {
        byte[] secret = new byte[32];
        secret[0] = 9;
        return new Witness(
            Lock.Create(LockNode.And(_owner.Root, LockNode.Sha256(new Hash256(SHA256.HashData(secret))))),
            [new LockOpening(0, Witness.SignatureBytes(TestChain.Keys[0], body)), new LockOpening(1, secret)]);
    }

    private static TransactionOutput Record(int? continues) => new(continues, _owner, new RecordContent("note", new byte[1]));

    private static ObjectId Id(int number) => LedgerHash.ObjectOf(default, number);

    private TransactionDraft Draft() => With(TransactionOutput.Coin(TestChain.Owner(1), AssetId.Kmcc, 5));

    private TransactionDraft With(params ImmutableArray<TransactionOutput> outputs) => _chain.Draft(_chain.Coin(0)) with { Outputs = outputs };

    private static void AssertRefused(LedgerFault expected, ReadOnlySpan<byte> encoded)
    {
        Assert.False(Transaction.TryDecode(encoded, out Transaction? transaction, out LedgerFault fault));
        Assert.Null(transaction);
        Assert.Equal(expected, fault);
    }

    private static void AssertRefused(LedgerFault expected, TransactionDraft draft)
    {
        Assert.False(draft.TryBuild(out TransactionBody? body, out LedgerFault fault));
        Assert.Null(body);
        Assert.Equal(expected, fault);
    }

    private void AssertVerified(LedgerFault expected, Transaction transaction)
    {
        Assert.Equal(expected, _chain.Verifier.Verify(transaction, out VerifiedTransaction? verified));
        Assert.Equal(expected == LedgerFault.None, verified is not null);
    }
}
