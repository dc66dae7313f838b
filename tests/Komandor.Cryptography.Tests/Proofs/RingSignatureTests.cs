using Komandor.Cryptography.Curve25519;
using Komandor.Cryptography.Proofs;

namespace Komandor.Cryptography.Tests.Proofs;

public sealed class RingSignatureTests
{
    private static readonly RingVerifier _verifier = new();
    private static readonly RingCheck _good = Make(3, 1);

    [Fact]
    public void Verify_SignatureOfEveryPlace_IsValid()
    {
        RingCheck[] checks = [.. Enumerable.Range(0, 16).Select(place => Make(place, 2))];
        ProofFault[] faults = new ProofFault[16];
        Assert.True(_verifier.VerifyBatch(checks, faults));
        Assert.Equal(16, checks.Select(check => Convert.ToHexString(check.Image.Span)).Distinct().Count());
    }

    [Fact]
    public void Sign_TheSameKeyTwice_HasTheSameImage()
    {
        RingCheck other = Make(3, 1, context: 9);
        Assert.Equal(_good.Image.ToArray(), other.Image.ToArray());
        Assert.NotEqual(_good.Proof.ToArray(), other.Proof.ToArray());
    }

    [Fact]
    public void Verify_WrongNumbers_AreRefusedByRulesP1AndP2()
    {
        AssertFault(ProofFault.Count, _good with { Ring = _good.Ring[..^64] });
        AssertFault(ProofFault.Count, _good with { Ring = Array.Empty<byte>() });
        AssertFault(ProofFault.Count, _good with { Ring = _good.Ring.ToArray().Concat(_good.Ring.ToArray()).ToArray() });
        AssertFault(ProofFault.Length, _good with { Ring = _good.Ring[..^1] });
        AssertFault(ProofFault.Length, _good with { Image = _good.Ring[..64] });
        AssertFault(ProofFault.Length, _good with { Offset = Array.Empty<byte>() });
        AssertFault(ProofFault.Length, _good with { Proof = _good.Proof[..^32] });
        AssertFault(ProofFault.Length, _good with { Proof = _good.Proof.ToArray().Append((byte)0).ToArray() });
    }

    [Fact]
    public void Verify_BadItems_AreRefusedByRulesP3ToP6()
    {
        foreach ((byte[] item, ProofFault fault) in Sample.BadPoints())
        {
            AssertFault(fault, _good with { Image = item });
            AssertFault(fault, _good with { Offset = item });
            AssertFault(fault, _good with { Proof = Sample.With(_good.Proof.ToArray(), 0, item) });
            AssertFault(fault, _good with { Ring = Sample.With(_good.Ring.ToArray(), 0, item) });
            AssertFault(fault, _good with { Ring = Sample.With(_good.Ring.ToArray(), 31, item) });
        }

        foreach ((byte[] item, ProofFault fault) in Sample.BadScalars())
        {
            for (int place = 1; place < 18; place++)
            {
                AssertFault(fault, _good with { Proof = Sample.With(_good.Proof.ToArray(), place, item) });
            }
        }
    }

    [Fact]
    public void Verify_AnyPartChanged_IsRefusedByRuleP8()
    {
        byte[] point = Sample.Encode(Generators.Derive("test"u8, 1));
        byte[] scalar = Sample.Encode(Sample.Scalar(5));
        List<RingCheck> changed =
        [
            _good with { Context = Sample.Context(2) },
            _good with { Image = point },
            _good with { Offset = point },
            _good with { Proof = Sample.With(_good.Proof.ToArray(), 0, point) },
        ];
        changed.AddRange(Enumerable.Range(0, 32).Select(place => _good with { Ring = Sample.With(_good.Ring.ToArray(), place, point) }));
        changed.AddRange(Enumerable.Range(1, 17).Select(place => _good with { Proof = Sample.With(_good.Proof.ToArray(), place, scalar) }));
        byte[] turned = [.. _good.Ring.Span[64..], .. _good.Ring.Span[..64]];
        changed.Add(_good with { Ring = turned });
        ProofFault[] faults = new ProofFault[changed.Count];
        Assert.False(_verifier.VerifyBatch(changed.ToArray(), faults));
        Assert.All(faults, fault => Assert.Equal(ProofFault.Equation, fault));
    }

    [Fact]
    public void Verify_OffsetOfAnotherValue_IsRefusedByRuleP8()
    {
        // The signer claims a value that is one higher: C − C′ is no multiple of B, whatever difference it signs with.
        RingCheck forged = Make(3, 1, surplus: 1);
        AssertFault(ProofFault.Equation, forged);
    }

    [Fact]
    public void Verify_ImageOfAnotherKey_IsRefusedByRuleP8()
    {
        // A second image for one key would spend it twice: images of other multiples, and the image plus a known point.
        byte[] key = _good.Ring[(3 * 64)..((3 * 64) + 32)].ToArray();
        EdwardsPoint image = RingSigner.Image(Secret(3), key);
        Assert.Equal(_good.Image.ToArray(), Sample.Encode(image));
        AssertFault(ProofFault.Equation, _good with { Image = Sample.Encode(image + image) });
        AssertFault(ProofFault.Equation, _good with { Image = Sample.Encode(-image) });
        AssertFault(ProofFault.Equation, _good with { Image = Sample.Encode(image + Generators.Value) });
    }

    [Theory]
    [InlineData(2)]
    [InlineData(70)]
    public void VerifyBatch_BadSignaturesAmongMany_AreNamedAsAlone(int size)
    {
        RingCheck[] checks = [.. Enumerable.Repeat(_good, size)];
        checks[0] = _good with { Context = Sample.Context(4) };
        checks[size - 1] = _good with { Image = new byte[32] };
        ProofFault[] faults = new ProofFault[size];
        Assert.False(_verifier.VerifyBatch(checks, faults));
        Assert.Equal(ProofFault.Equation, faults[0]);
        Assert.Equal(ProofFault.Identity, faults[size - 1]);
        Assert.All(faults[1..^1], fault => Assert.Equal(ProofFault.None, fault));
    }

    [Fact]
    public void VerifyBatch_SteadyState_AllocatesNothing()
    {
        RingCheck[] checks = [.. Enumerable.Repeat(_good, 2)];
        ProofFault[] faults = new ProofFault[2];
        RingVerifier verifier = new();
        verifier.VerifyBatch(checks, faults);
        verifier.VerifyBatch(checks, faults);
        long before = GC.GetAllocatedBytesForCurrentThread();
        verifier.VerifyBatch(checks, faults);
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    private static void AssertFault(ProofFault fault, RingCheck check) => Assert.Equal(fault, _verifier.Verify(check));

    private static Scalar Secret(int member) => Sample.Scalar(1000 + member);

    private static RingCheck Make(int place, int number, int context = 1, int surplus = 0)
    {
        byte[] ring = new byte[RingSignature.RingSizeBytes];
        for (int member = 0; member < 16; member++)
        {
            Ristretto255.Write(EdwardsPoint.Base.Multiply(Secret(member)), ring.AsSpan(64 * member));
            Ristretto255.Write(Pedersen.Commit((ulong)member, Sample.Scalar(2000 + member)), ring.AsSpan((64 * member) + 32));
        }

        Scalar blinding = Sample.Scalar(3000 + number);
        byte[] offset = Sample.Encode(Pedersen.Commit((ulong)(place + surplus), blinding));
        return RingSigner.Sign(
            Sample.Context(context), ring, offset, place, Secret(place), Sample.Scalar(2000 + place) + -blinding, Sample.Randomness(number));
    }
}
