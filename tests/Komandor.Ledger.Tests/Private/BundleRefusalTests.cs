using System.Collections.Immutable;
using System.Numerics;
using Komandor.Ledger.Private;
using Komandor.Primitives;

namespace Komandor.Ledger.Tests.Private;

/// <summary>What is refused before any state: rules N1 to N14, and the encodings and balances of the list of what must be refused (2, 3, 6, 7, 8).</summary>
public sealed class BundleRefusalTests
{
    private static readonly PrivateChain _one = new();
    private static readonly Transaction _shielded = _one.Shielded();
    private static readonly Transaction _ring = _one.Ring(0, 2);
    private static readonly Transaction _entering = _one.Enter(PrivateTier.Shielded);
    private static readonly BigInteger _order = BigInteger.Pow(2, 252) + BigInteger.Parse("27742317777372353535851937790883648493", System.Globalization.CultureInfo.InvariantCulture);

    public static TheoryData<string> BadPoints => new(
        new string('0', 64), // neutral
        "edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f", // the prime
        "0100000000000000000000000000000000000000000000000000000000000080", // the high bit
        "0100000000000000000000000000000000000000000000000000000000000000", // negative
        "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f"); // the point of order two, as no ristretto encoding

    private static ShieldedBundle Shielded => (ShieldedBundle)_shielded.Body.Bundle!;

    private static RingBundle Rings => (RingBundle)_ring.Body.Bundle!;

    [Fact]
    public void TryDecode_UnknownTier_IsRefusedByRuleN1()
    {
        byte[] bytes = _shielded.Encoded.ToArray();
        bytes[BundleStart(_shielded)] = 3;
        Refuse(LedgerFault.UnknownTier, bytes);
    }

    [Fact]
    public void TryDecode_OtherProofVersion_IsRefusedByRuleN2()
    {
        byte[] bytes = _shielded.Encoded.ToArray();
        bytes[BundleStart(_shielded) + 1] = 2;
        Refuse(LedgerFault.UnknownProofVersion, bytes);
    }

    [Fact]
    public void TryBuild_OtherAsset_IsRefusedByRuleN3() =>
        Refuse(LedgerFault.AssetNotPrivate, _shielded, Shielded with { Asset = TestChain.Gold });

    [Fact]
    public void TryBuild_NumbersThatTheTierDoesNotAllow_AreRefusedByRuleN4()
    {
        Refuse(LedgerFault.PrivateCount, _shielded, Shielded with { Inputs = [Shielded.Inputs[0]] });
        Refuse(LedgerFault.PrivateCount, _shielded, Shielded with { Inputs = [.. Shielded.Inputs, Shielded.Inputs[1]] });
        Refuse(LedgerFault.PrivateCount, _ring, Rings with { Inputs = [.. Enumerable.Repeat(Rings.Inputs[0], 17)] });
        Refuse(LedgerFault.PrivateCount, _ring, Rings with { Outputs = [Rings.Outputs[0]] });
        Refuse(LedgerFault.PrivateCount, _ring, Rings with { Outputs = [.. Enumerable.Repeat(Rings.Outputs[0], 17)] });
        Refuse(LedgerFault.PrivateCount, _entering, (ShieldedBundle)_entering.Body.Bundle! with { AnchorHeight = 1 });
    }

    [Fact]
    public void TryBuild_EntersWithInputsOrLeavesWithoutThem_IsRefusedByRuleN5()
    {
        Refuse(LedgerFault.EntersAndLeaves, _shielded, Shielded with { Entering = 1 });
        Refuse(LedgerFault.EntersAndLeaves, _entering, _entering.Body.Bundle! with { Leaving = 1 });
        Refuse(LedgerFault.EntersAndLeaves, _entering, _entering.Body.Bundle! with { Entering = 0 });
        Refuse(LedgerFault.EntersAndLeaves, _entering, _entering.Body.Bundle! with { Entering = 0, Leaving = 5 });
    }

    [Fact]
    public void TryBuild_BothKindsOfInputsOrNone_IsRefusedByRuleN6()
    {
        TransactionDraft draft = DraftOf(_shielded.Body, Shielded);
        Refuse(LedgerFault.MixedInputs, draft with { Inputs = [_one.Chain.Coin(0)] });
        Refuse(LedgerFault.MixedInputs, DraftOf(_entering.Body, _entering.Body.Bundle!) with { Inputs = [] });
    }

    [Theory]
    [MemberData(nameof(BadPoints))]
    public void Verify_PointThatIsNone_IsRefusedByRuleN7(string text)
    {
        Hash256 bad = Hash256.Parse(text);
        foreach (PrivateBundle changed in WithPoint(bad))
        {
            Assert.Equal(LedgerFault.PrivatePoint, Verify(changed));
        }
    }

    [Fact]
    public void TryBuild_ExcessAtTheOrderOrAbove_IsRefusedByRuleN8()
    {
        foreach (BigInteger value in new[] { _order, _order + 1, BigInteger.Pow(2, 255), BigInteger.Pow(2, 256) - 1 })
        {
            byte[] bytes = new byte[32];
            Assert.True(value.TryWriteBytes(bytes, out _, isUnsigned: true));
            Refuse(LedgerFault.PrivateScalar, _entering, _entering.Body.Bundle! with { Excess = new Hash256(bytes) });
        }
    }

    [Fact]
    public void TryBuild_TagsThatDoNotAscend_AreRefusedByRuleN9()
    {
        Refuse(LedgerFault.TagsNotAscending, _shielded, Shielded with { Inputs = [Shielded.Inputs[1], Shielded.Inputs[0]] });
        Refuse(LedgerFault.TagsNotAscending, _shielded, Shielded with { Inputs = [Shielded.Inputs[0], Shielded.Inputs[0]] });
        Refuse(LedgerFault.TagsNotAscending, _ring, Rings with { Inputs = [Rings.Inputs[0], Rings.Inputs[0]] });
    }

    [Fact]
    public void TryBuild_MembersThatDoNotAscend_AreRefusedByRuleN10()
    {
        ImmutableArray<ulong> members = Rings.Inputs[0].Members;
        foreach (ImmutableArray<ulong> bad in new[]
        {
            members.SetItem(3, members[2]),
            members.SetItem(3, members[4]).SetItem(4, members[3]),
            members.SetItem(15, PrivateLimits.MaximumIndex + 1),
            members.SetItem(0, ulong.MaxValue),
        })
        {
            Refuse(LedgerFault.MembersNotAscending, _ring, Rings with { Inputs = [Rings.Inputs[0] with { Members = bad }, Rings.Inputs[1]] });
        }
    }

    [Fact]
    public void TryBuild_TwoOutputsWithOneKey_AreRefusedByRuleN11() =>
        Refuse(LedgerFault.OutputTwice, _shielded, Shielded with { Outputs = [Shielded.Outputs[0], Shielded.Outputs[1] with { Key = Shielded.Outputs[0].Key }] });

    [Fact]
    public void TryDecode_ProofsOfAnotherLength_AreRefusedByRuleN12()
    {
        foreach (Transaction transaction in new[] { _shielded, _ring, _entering })
        {
            byte[] bytes = transaction.Encoded.ToArray();
            Refuse(LedgerFault.ProofLength, bytes[..^1]);
            Refuse(LedgerFault.ProofLength, [.. bytes, 0]);
            Refuse(LedgerFault.ProofLength, bytes[..^transaction.Proofs!.Range.Length]);
        }

        byte[] digits = _shielded.Encoded.ToArray();
        foreach (byte wrong in new byte[] { 0, 2, 7, 255 })
        {
            digits[_shielded.Body.Encoded.Length] = wrong;
            Refuse(LedgerFault.ProofLength, digits);
        }
    }

    [Fact]
    public void Verify_AmountsThatDoNotBalance_AreRefusedByRuleN13()
    {
        Assert.Equal(LedgerFault.PrivateBalance, Verify(Shielded with { Leaving = 1 }));
        Assert.Equal(LedgerFault.PrivateBalance, Verify(Shielded with { Outputs = [Shielded.Outputs[0], Shielded.Outputs[1] with { Commitment = Shielded.Outputs[0].Commitment }] }));
        Assert.Equal(LedgerFault.PrivateBalance, Verify(Rings with { Inputs = [Rings.Inputs[0], Rings.Inputs[1] with { Commitment = Rings.Inputs[0].Commitment }] }));
        PrivateBundle entering = _entering.Body.Bundle!;
        Assert.Equal(LedgerFault.PrivateBalance, Verify(entering with { Entering = entering.Entering + 1 }));
        Assert.Equal(LedgerFault.PrivateBalance, Verify(entering with { Excess = default }));
    }

    [Fact]
    public void TryBuild_AmountsWhoseSumLeavesTheRange_AreRefusedByRuleN14()
    {
        Refuse(LedgerFault.AmountOverflow, _shielded, Shielded with { Leaving = ulong.MaxValue - _shielded.Body.Fee + 1 });
        Refuse(LedgerFault.AmountOverflow, _entering, _entering.Body.Bundle! with { Entering = ulong.MaxValue });
        Assert.Equal(LedgerFault.PrivateBalance, Verify(Shielded with { Leaving = ulong.MaxValue - _shielded.Body.Fee }));
    }

    [Fact]
    public void TryDecode_OrderForNoPool_IsRefusedByRuleN41()
    {
        byte[] bytes = new byte[1 + 32 + 2 + 32 + 1 + 8];
        bytes[0] = TransactionBody.OrderVersion;
        Assert.False(TransactionBody.TryDecode(bytes, out _, out LedgerFault fault));
        Assert.Equal(LedgerFault.UnknownPool, fault);
    }

    private static IEnumerable<PrivateBundle> WithPoint(Hash256 bad)
    {
        yield return Shielded with { Inputs = Ascending(Shielded.Inputs[0] with { Tag = bad }, Shielded.Inputs[1]) };
        yield return Shielded with { Inputs = [Shielded.Inputs[0] with { Offset = bad }, Shielded.Inputs[1]] };
        yield return Shielded with { Inputs = [Shielded.Inputs[0] with { Commitment = bad }, Shielded.Inputs[1]] };
        yield return Shielded with { Outputs = [Shielded.Outputs[0] with { Key = bad }, Shielded.Outputs[1]] };
        yield return Shielded with { Outputs = [Shielded.Outputs[0] with { Commitment = bad }, Shielded.Outputs[1]] };
        yield return Shielded with { Outputs = [Shielded.Outputs[0] with { EphemeralKey = bad }, Shielded.Outputs[1]] };
        RingInput[] inputs = [Rings.Inputs[0] with { Image = bad }, Rings.Inputs[1]];
        yield return Rings with { Inputs = [.. inputs.OrderBy(input => input.Image)] };
        yield return Rings with { Inputs = [Rings.Inputs[0] with { Commitment = bad }, Rings.Inputs[1]] };
    }

    private static ImmutableArray<ShieldedInput> Ascending(params ShieldedInput[] inputs) => [.. inputs.OrderBy(input => input.Tag)];

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

    private static void Refuse(LedgerFault expected, Transaction transaction, PrivateBundle bundle) => Refuse(expected, DraftOf(transaction.Body, bundle));

    private static void Refuse(LedgerFault expected, TransactionDraft draft)
    {
        Assert.False(draft.TryBuild(out _, out LedgerFault fault));
        Assert.Equal(expected, fault);
    }

    private static void Refuse(LedgerFault expected, byte[] bytes)
    {
        Assert.False(Transaction.TryDecode(bytes, out _, out LedgerFault fault));
        Assert.Equal(expected, fault);
    }

    // The transaction's own proofs and witnesses are kept: they are judged later, or signatures last.
    private static LedgerFault Verify(PrivateBundle bundle)
    {
        Transaction original = bundle is RingBundle ? _ring : bundle.InputCount == 0 ? _entering : _shielded;
        TransactionBody body = DraftOf(original.Body, bundle).Build();
        Assert.True(Transaction.TryCreate(body, original.Witnesses, original.Proofs, out Transaction? transaction, out _));
        return _one.Chain.Verifier.Verify(transaction, out _);
    }

    private static int BundleStart(Transaction transaction) => transaction.Body.Encoded.Length - BundleSize(transaction.Body.Bundle!);

    private static int BundleSize(PrivateBundle bundle)
    {
        CanonicalWriter writer = new();
        bundle.Write(writer);
        return writer.SizeBytes;
    }
}
