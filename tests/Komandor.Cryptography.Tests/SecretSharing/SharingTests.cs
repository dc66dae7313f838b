using Komandor.Cryptography.Curve25519;
using Komandor.Cryptography.Proofs;
using Komandor.Cryptography.SecretSharing;
using Komandor.Cryptography.Tests.Proofs;
using Komandor.Testing;

namespace Komandor.Cryptography.Tests.SecretSharing;

public sealed class SharingTests
{
    private static readonly SharingVerifier _verifier = new();
    private static readonly SharingCheck _good = Make(7, 4);

    [Theory]
    [InlineData(1, 1)]
    [InlineData(4, 1)]
    [InlineData(4, 4)]
    [InlineData(5, 3)]
    [InlineData(32, 22)]
    public void Deal_AnyThresholdOfShares_RecoversOneSecret(int receivers, int threshold)
    {
        SharingCheck check = Make(receivers, threshold);
        Assert.Equal(ProofFault.None, _verifier.Verify(check));
        byte[] first = Recover(check, [.. Enumerable.Range(1, threshold)]);
        byte[] last = Recover(check, [.. Enumerable.Range(receivers - threshold + 1, threshold).Reverse()]);
        Assert.Equal(first, last);
        if (threshold > 1)
        {
            Assert.NotEqual(first, Recover(check, [.. Enumerable.Range(1, threshold - 1)]));
        }
    }

    [Fact]
    public void Verify_SharesOfTooHighDegree_AreRefusedByRuleP8()
    {
        // Shares of a polynomial of degree t: no set of t of them gives the secret of another.
        byte[] keys = Keys(6);
        Scalar[] shares = [.. Enumerable.Range(1, 6).Select(place => Sample.Number(7 + (5L * place * place * place)))];
        using SecretNonces nonces = new(Sample.Randomness(1), [], shares);
        byte[] dealing = Dealer.DealShares(Sample.Context(1), 3, keys, shares, nonces);
        AssertFault(ProofFault.Equation, new SharingCheck(Sample.Context(1), 3, keys, dealing));
        byte[] honest = Dealer.DealShares(Sample.Context(1), 4, keys, shares, nonces);
        AssertFault(ProofFault.None, new SharingCheck(Sample.Context(1), 4, keys, honest));
    }

    [Fact]
    public void Verify_ShareEncryptedToAnother_IsRefusedByRuleP8()
    {
        byte[] dealing = _good.Dealing.ToArray();
        byte[] share = dealing[(7 * 32)..(8 * 32)];
        AssertFault(ProofFault.Equation, _good with { Dealing = Sample.With(dealing, 8, share) });
        byte[] keys = _good.Keys.ToArray();
        AssertFault(ProofFault.Equation, _good with { Keys = Sample.With(keys, 0, keys[32..64]) });
    }

    [Fact]
    public void Verify_WrongNumbers_AreRefusedByRulesP1AndP2()
    {
        AssertFault(ProofFault.Count, _good with { Threshold = 0 });
        AssertFault(ProofFault.Count, _good with { Threshold = 8 });
        AssertFault(ProofFault.Count, _good with { Keys = Array.Empty<byte>() });
        AssertFault(ProofFault.Count, _good with { Keys = new byte[32 * 257] });
        AssertFault(ProofFault.Length, _good with { Keys = _good.Keys[..^1] });
        AssertFault(ProofFault.Length, _good with { Dealing = _good.Dealing[..^32] });
        AssertFault(ProofFault.Equation, _good with { Threshold = 5 });
        AssertFault(ProofFault.Equation, _good with { Threshold = 3 });
    }

    [Fact]
    public void Verify_BadItemsAndAnyChange_AreRefused()
    {
        byte[] dealing = _good.Dealing.ToArray();
        foreach ((byte[] item, ProofFault fault) in Sample.BadPoints())
        {
            AssertFault(fault, _good with { Keys = Sample.With(_good.Keys.ToArray(), 3, item) });
            for (int place = 0; place < 28; place += 5)
            {
                AssertFault(fault, _good with { Dealing = Sample.With(dealing, place, item) });
            }
        }

        foreach ((byte[] item, ProofFault fault) in Sample.BadScalars())
        {
            AssertFault(fault, _good with { Dealing = Sample.With(dealing, 30, item) });
        }

        byte[] point = Sample.Encode(Generators.Derive("test"u8, 1));
        SharingCheck[] changed =
        [
            _good with { Context = Sample.Context(9) },
            .. Enumerable.Range(0, 35).Select(place =>
                _good with { Dealing = Sample.With(dealing, place, place < 28 ? point : Sample.Encode(Sample.Scalar(4))) }),
        ];
        ProofFault[] faults = new ProofFault[changed.Length];
        Assert.False(_verifier.VerifyBatch(changed, faults));
        Assert.All(faults, fault => Assert.Equal(ProofFault.Equation, fault));
    }

    [Fact]
    public void VerifyBatch_OneBadAmongMany_IsNamed()
    {
        SharingCheck[] checks = [_good, Make(4, 3), _good with { Context = Sample.Context(5) }, Make(5, 2)];
        ProofFault[] faults = new ProofFault[4];
        Assert.False(_verifier.VerifyBatch(checks, faults));
        Assert.Equal([ProofFault.None, ProofFault.None, ProofFault.Equation, ProofFault.None], faults);
    }

    [Fact]
    public void VerifyBatch_SteadyState_AllocatesNothing()
    {
        SharingCheck[] checks = [.. Enumerable.Repeat(_good, 2)];
        ProofFault[] faults = new ProofFault[2];
        SharingVerifier verifier = new();
        verifier.VerifyBatch(checks, faults);
        verifier.VerifyBatch(checks, faults);
        long before = GC.GetAllocatedBytesForCurrentThread();
        verifier.VerifyBatch(checks, faults);
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    [Fact]
    public void Open_AnotherShare_IsRefusedByRuleP8()
    {
        RelationCheck opened = Dealer.Open(Sample.Context(1), Secret(1), Encrypted(_good, 1), Sample.Randomness(1));
        Assert.Equal(ProofFault.None, new RelationVerifier().Verify(opened));
        byte[] points = Sample.With(opened.Points.ToArray(), 1, Sample.Encode(Generators.Derive("test"u8, 1)));
        Assert.Equal(ProofFault.Equation, new RelationVerifier().Verify(opened with { Points = points }));
    }

    [Fact]
    public void Recover_PlacesThatRepeat_AreRefused()
    {
        byte[] shares = new byte[64];
        Assert.Equal(ProofFault.Count, Recovery.Recover([1, 1], shares, new byte[32]));
        Assert.Equal(ProofFault.Count, Recovery.Recover([0, 1], shares, new byte[32]));
        Assert.Equal(ProofFault.Length, Recovery.Recover([1], shares, new byte[32]));
        Assert.Equal(ProofFault.Identity, Recovery.Recover([1, 2], shares, new byte[32]));
    }

    [Fact]
    public void Dealing_TheVectorOfTheDocument_IsValid()
    {
        IReadOnlyDictionary<string, string> vector = Assert.Single(DocumentVectors.Read("secret-sharing.md", "sharing"));
        SharingCheck check = new(
            new(Convert.FromHexString(vector["context"])), 2, Convert.FromHexString(vector["keys"]), Convert.FromHexString(vector["dealing"]));
        Assert.Equal("2", vector["threshold"]);
        Assert.Equal(ProofFault.None, _verifier.Verify(check));
        byte[] secret = Recover(check, [1, 3]);
        Assert.Equal(vector["secret"], Convert.ToHexStringLower(secret));
        Assert.Equal(vector["beacon"], Recovery.Beacon(check.Context, secret).ToString());
    }

    private static void AssertFault(ProofFault fault, SharingCheck check) => Assert.Equal(fault, _verifier.Verify(check));

    private static Scalar Secret(int place) => Sample.Scalar(7000 + place);

    private static byte[] Keys(int receivers) =>
        [.. Enumerable.Range(1, receivers).SelectMany(place => Sample.Encode(EdwardsPoint.Base.Multiply(Secret(place))))];

    private static byte[] Encrypted(SharingCheck check, int place) =>
        check.Dealing.Slice(check.Keys.Length + ((place - 1) * 32), 32).ToArray();

    private static SharingCheck Make(int receivers, int threshold)
    {
        byte[] keys = Keys(receivers);
        return new SharingCheck(
            Sample.Context(1), threshold, keys, Dealer.Deal(Sample.Context(1), threshold, keys, Sample.Randomness(receivers)));
    }

    private static byte[] Recover(SharingCheck check, int[] places)
    {
        RelationVerifier verifier = new();
        List<byte> shares = [];
        foreach (int place in places)
        {
            RelationCheck opened = Dealer.Open(Sample.Context(2), Secret(place), Encrypted(check, place), Sample.Randomness(place));
            Assert.Equal(ProofFault.None, verifier.Verify(opened));
            shares.AddRange(opened.Points.Slice(32, 32).ToArray());
        }

        byte[] secret = new byte[32];
        Assert.Equal(ProofFault.None, Recovery.Recover(places, shares.ToArray(), secret));
        return secret;
    }
}
