using Komandor.Cryptography.Curve25519;
using Komandor.Cryptography.Proofs;
using Komandor.Primitives;

namespace Komandor.Cryptography.Tests.Proofs;

public sealed class MembershipTests
{
    private static readonly MembershipVerifier _verifier = new();
    private static readonly CoverSet _set = MakeSet(63);
    private static readonly MembershipCheck _good = Make(_set, 37);

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(15)]
    [InlineData(17)]
    public void Verify_EveryPlaceOfASmallSet_IsValid(int notes)
    {
        CoverSet set = MakeSet(notes);
        MembershipCheck[] checks = [.. Enumerable.Range(0, set.Places).Select(place => Make(set, place))];
        ProofFault[] faults = new ProofFault[checks.Length];
        Assert.True(_verifier.VerifyBatch(checks, faults));
        Assert.All(checks, check => Assert.Equal(Membership.SizeBytes(set.Digits), check.Proof.Length));
    }

    [Fact]
    public void Verify_LastPlaceOfASetOf4096_IsValid()
    {
        CoverSet set = MakeSet(4095);
        Assert.Equal(896, Membership.SizeBytes(set.Digits));
        AssertFault(ProofFault.None, Make(set, 4095));
    }

    [Fact]
    [Trait("lane", "nightly")]
    public void Verify_PlacesOfPartialAndLargestSets_AreValid()
    {
        foreach (int notes in new[] { 2048, 5000, 16383 })
        {
            CoverSet set = MakeSet(notes);
            Assert.Equal(ProofFault.None, _verifier.Verify(Make(set, 1)));
            Assert.Equal(ProofFault.None, _verifier.Verify(Make(set, notes)));
        }
    }

    [Fact]
    public void TryRead_SetsOfWrongSizeOrNotes_AreRefused()
    {
        byte[] note = Sample.Encode(Note(1));
        Assert.Equal(ProofFault.Count, CoverSet.TryRead([], out _));
        Assert.Equal(ProofFault.Length, CoverSet.TryRead(note.AsSpan(1), out _));
        Assert.Equal(ProofFault.Count, CoverSet.TryRead(new byte[32 * 16384], out _));
        Assert.Equal(ProofFault.Identity, CoverSet.TryRead([.. note, .. new byte[32]], out _));
        foreach ((byte[] item, ProofFault fault) in Sample.BadPoints())
        {
            Assert.Equal(fault, CoverSet.TryRead([.. note, .. item], out _));
        }
    }

    [Fact]
    public void Verify_NoteThatIsNotInTheSet_IsRefusedByRuleP8()
    {
        // The prover follows the protocol for a note of its own, at every kind of place.
        foreach (int place in new[] { 1, 37, 63 })
        {
            byte[] offset = Sample.Encode(Note(5000) + EdwardsPoint.Base.Multiply(Sample.Scalar(2)));
            AssertFault(ProofFault.Equation, Prove(_set, place, offset, Zero(7), -Sample.Scalar(2)));
        }
    }

    [Fact]
    public void Verify_VirtualNoteOfAValue_IsRefusedByRuleP8()
    {
        // Place 0 allows any offset, but then the commitment has to be to zero.
        byte[] offset = Sample.Encode(Note(5000));
        AssertFault(ProofFault.None, Prove(_set, 0, offset, Zero(0), Sample.Scalar(3)));
        AssertFault(ProofFault.Equation, Prove(_set, 0, offset, Zero(7), Sample.Scalar(3)));
    }

    [Fact]
    public void Verify_PlacesPastTheSet_OnlyStandForPlaceZero()
    {
        // 18 places need three digits: places 18 to 63 repeat place 0.
        CoverSet set = MakeSet(17);
        byte[] offset = Sample.Encode(Note(5000));
        AssertFault(ProofFault.None, Prove(set, 40, offset, Zero(0), Sample.Scalar(3)));
        AssertFault(ProofFault.Equation, Prove(set, 40, offset, Zero(7), Sample.Scalar(3)));
    }

    [Fact]
    public void Verify_AnotherSet_IsRefusedByRuleP8()
    {
        AssertFault(ProofFault.Equation, _good with { Set = MakeSet(62) });
        AssertFault(ProofFault.Equation, _good with { Set = MakeSet(63, first: 2) });
        AssertFault(ProofFault.Length, _good with { Set = MakeSet(15) });
        AssertFault(ProofFault.Length, _good with { Set = MakeSet(64) });
    }

    [Fact]
    public void Verify_WrongLengths_AreRefusedByRuleP2()
    {
        AssertFault(ProofFault.Length, _good with { Offset = Array.Empty<byte>() });
        AssertFault(ProofFault.Length, _good with { Zero = _good.Proof[..64] });
        AssertFault(ProofFault.Length, _good with { Proof = _good.Proof[..^32] });
        AssertFault(ProofFault.Length, _good with { Proof = _good.Proof.ToArray().Concat(new byte[32]).ToArray() });
    }

    [Fact]
    public void Verify_BadItems_AreRefusedByRulesP3ToP6()
    {
        byte[] proof = _good.Proof.ToArray();
        foreach ((byte[] item, ProofFault fault) in Sample.BadPoints())
        {
            AssertFault(fault, _good with { Offset = item });
            AssertFault(fault, _good with { Zero = item });
            for (int place = 0; place < 5; place++)
            {
                AssertFault(fault, _good with { Proof = Sample.With(proof, place, item) });
            }
        }

        foreach ((byte[] item, ProofFault fault) in Sample.BadScalars())
        {
            for (int place = 5; place < proof.Length / 32; place++)
            {
                AssertFault(fault, _good with { Proof = Sample.With(proof, place, item) });
            }
        }
    }

    [Fact]
    public void Verify_AnyPartChanged_IsRefusedByRuleP8()
    {
        byte[] point = Sample.Encode(Generators.Derive("test"u8, 1));
        List<MembershipCheck> changed =
        [
            _good with { Context = Sample.Context(9) },
            _good with { Offset = point },
            _good with { Zero = point },
        ];
        changed.AddRange(Enumerable.Range(0, _good.Proof.Length / 32).Select(place =>
            _good with { Proof = Sample.With(_good.Proof.ToArray(), place, place < 5 ? point : Sample.Encode(Sample.Scalar(8))) }));
        ProofFault[] faults = new ProofFault[changed.Count];
        Assert.False(_verifier.VerifyBatch(changed.ToArray(), faults));
        Assert.All(faults, fault => Assert.Equal(ProofFault.Equation, fault));
    }

    [Theory]
    [InlineData(2)]
    [InlineData(64)]
    [InlineData(200)]
    public void VerifyBatch_BadProofsInSeveralSets_AreNamedAsAlone(int size)
    {
        MembershipCheck[] kinds = [_good, Make(MakeSet(17), 5), Make(MakeSet(3), 2)];
        MembershipCheck[] checks = [.. Enumerable.Range(0, size).Select(index => kinds[index % 3])];
        ProofFault[] faults = new ProofFault[size];
        Assert.True(_verifier.VerifyBatch(checks, faults));
        checks[0] = Shift(checks[0], 1);
        checks[size - 1] = Shift(checks[size - 1], -1);
        Assert.False(_verifier.VerifyBatch(checks, faults));
        Assert.Equal(Enumerable.Range(0, size).Select(index => index == 0 || index == size - 1 ? ProofFault.Equation : ProofFault.None), faults);
    }

    [Fact]
    public void VerifyBatch_SteadyState_AllocatesNothing()
    {
        MembershipCheck[] checks = [.. Enumerable.Repeat(_good, 4)];
        ProofFault[] faults = new ProofFault[4];
        MembershipVerifier verifier = new();
        verifier.VerifyBatch(checks, faults);
        verifier.VerifyBatch(checks, faults);
        long before = GC.GetAllocatedBytesForCurrentThread();
        verifier.VerifyBatch(checks, faults);
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    private static void AssertFault(ProofFault fault, MembershipCheck check) => Assert.Equal(fault, _verifier.Verify(check));

    private static EdwardsPoint Note(int number) => Generators.Derive("note"u8, number);

    private static byte[] Zero(ulong value) => Sample.Encode(Pedersen.Commit(value, Sample.Scalar(3)));

    private static CoverSet MakeSet(int notes, int first = 1)
    {
        byte[] encoded = new byte[32 * notes];
        Ristretto255.WriteBatch(Generators.DeriveMany("note"u8, first + notes).AsSpan(first), encoded);
        Assert.Equal(ProofFault.None, CoverSet.TryRead(encoded, out CoverSet? set));
        return set!;
    }

    private static MembershipCheck Make(CoverSet set, int place) => place == 0
        ? Prove(set, 0, Sample.Encode(Note(5000)), Zero(0), Sample.Scalar(3))
        : Prove(set, place, Sample.Encode(Note(place) + EdwardsPoint.Base.Multiply(Sample.Scalar(2))), Zero(7), -Sample.Scalar(2));

    private static MembershipCheck Prove(CoverSet set, int place, byte[] offset, byte[] zero, Scalar blinding) =>
        MembershipProver.Prove(set, Sample.Context(1), offset, zero, place, blinding, Sample.Randomness(place), SerialForkJoin.Instance);

    private static MembershipCheck Shift(MembershipCheck check, int by)
    {
        Assert.True(Scalar.TryRead(check.Proof.Span[^32..], out Scalar last));
        return check with { Proof = Sample.With(check.Proof.ToArray(), (check.Proof.Length / 32) - 1, Sample.Encode(last + Sample.Number(by))) };
    }
}
