using System.Numerics;
using Komandor.Cryptography.Curve25519;
using Komandor.Cryptography.Proofs;
using Komandor.Cryptography.SecretSharing;
using Komandor.Cryptography.Tests.Curve25519;
using Komandor.Cryptography.Tests.Oracles;
using Komandor.Cryptography.Tests.Proofs;
using Komandor.Primitives;

namespace Komandor.Cryptography.Tests.Forgeries;

/// <summary>Attempts of a dealer to deal what nobody can recover, or what depends on others' secrets; and of a receiver to open another share.</summary>
public sealed class SharingForgeries
{
    private const int Receivers = 4, Threshold = 2;

    private static readonly SharingVerifier _verifier = new();
    private static readonly Hash256 _context = Sample.Context(1);
    private static readonly byte[] _keys =
        [.. Enumerable.Range(1, Receivers).SelectMany(place => Sample.Encode(EdwardsPoint.Base.Multiply(Secret(place))))];

    [Fact]
    public void DegreeTooHigh_OrthogonalToAWordKnownBeforehand_IsRefused()
    {
        // The dual's word of a first try, and words that would be fixed ones: the last share is solved so that the shares are orthogonal to it though they lie on no line.
        BigInteger[] drawn = SlowSharing.Draw(_context.ToArray(), Threshold, _keys, Deal([11, 22, 44, 1])).Dual;
        foreach (BigInteger[] dual in new BigInteger[][] { drawn, [1, 0], [0, 1], [1, 1] })
        {
            BigInteger[] shares = [11, 22, 44, 0];
            BigInteger[] word = [.. SlowSharing.Word(dual, Receivers)];
            BigInteger rest = word.Zip(shares).Aggregate(BigInteger.Zero, (sum, pair) => sum + (pair.First * pair.Second));
            shares[3] = SlowScalar.Modulo(-rest * SlowScalar.Invert(SlowScalar.Modulo(word[3])));
            Assert.True(SlowScalar.Modulo(rest + (word[3] * shares[3])).IsZero);
            AssertRefused(Deal(shares));
        }

        Assert.Equal(ProofFault.None, Verify(_context, Deal([11, 22, 33, 44])));
    }

    [Fact]
    public void FrozenHeart_ShareChosenAfterTheChallenge_IsRefused()
    {
        // A share that its receiver cannot use, with the proof's own commitment solved for it: and the reverse.
        byte[] dealing = Deal([11, 22, 33, 44]);
        byte[] wrong = Sample.With(dealing, Receivers, Sample.Encode(Generators.Value));
        Transcript transcript = new();
        Sharing.Begin(transcript, _context, Threshold, _keys);
        BigInteger c = Forger.Number(Sharing.Draw(transcript, wrong.AsSpan(0, Sharing.PointsEach * _keys.Length)));
        SlowPoint[] points = Forger.Points(wrong, 4 * Receivers);
        BigInteger response = Forger.Scalars(wrong, 4 * Receivers, 1)[0];
        List<(BigInteger Scalar, SlowPoint Point)> terms =
            [(response, Forger.Points(_keys, 1)[0]), (-1, points[3 * Receivers]), (-c, points[Receivers])];
        AssertRefused(Forger.With(wrong, 3 * Receivers, Forger.Solve(terms, 1)));
        AssertRefused(Forger.With(wrong, Receivers, Forger.Solve(terms, 2)));
        Assert.Equal(
            ProofFault.Equation, _verifier.Verify(new SharingCheck(_context, Threshold, Forger.With(_keys, 0, Forger.Solve(terms, 0)), wrong)));
    }

    [Fact]
    public void CopiedOrNegatedDealing_OfAnotherDealer_IsRefused()
    {
        // The last dealer would cancel the first one's secret with its negative, or copy it to cancel it in another way.
        byte[] dealing = Deal([11, 22, 33, 44]);
        Assert.Equal(ProofFault.Equation, Verify(Sample.Context(2), dealing));
        byte[] negated = dealing;
        for (int item = 0; item < 4 * Receivers; item++)
        {
            negated = Forger.With(negated, item, -Forger.Points(SlowReader.Part(dealing, item))[0]);
        }

        for (int item = 4 * Receivers; item < 5 * Receivers; item++)
        {
            negated = Sample.With(negated, item, SlowCurve.Bytes(SlowCurve.Order - SlowCurve.Number(SlowReader.Part(dealing, item))));
        }

        AssertRefused(negated);
    }

    [Fact]
    public void OpeningOfAnotherKeyOrShare_IsATrueStatement_SoThatTheCallerComparesThem()
    {
        // komandor.equal.1 says what is equal, not whose: secret-sharing.md §5 has the caller take key and encrypted share from the dealing.
        byte[] dealing = Deal([11, 22, 33, 44]);
        byte[] first = SlowReader.Part(dealing, Receivers);
        RelationCheck opened = Dealer.Open(_context, Sample.Scalar(1), first, Sample.Randomness(1));
        Assert.Equal(ProofFault.None, new RelationVerifier().Verify(opened));
        Assert.NotEqual(SlowReader.Part(_keys, 0), opened.Points[..32].ToArray());
        byte[] points = Sample.With(opened.Points.ToArray(), 0, SlowReader.Part(_keys, 0));
        Assert.Equal(ProofFault.Equation, new RelationVerifier().Verify(opened with { Points = points }));
    }

    private static Scalar Secret(int place) => Sample.Scalar(7000 + place);

    private static byte[] Deal(BigInteger[] shares)
    {
        Scalar[] numbers = [.. shares.Select(Sample.Number)];
        using SecretNonces nonces = new(Sample.Randomness(1), [], numbers);
        return Dealer.DealShares(_context, Threshold, _keys, numbers, nonces);
    }

    private static ProofFault Verify(Hash256 context, byte[] dealing) => _verifier.Verify(new SharingCheck(context, Threshold, _keys, dealing));

    private static void AssertRefused(byte[] dealing) => Assert.Equal(ProofFault.Equation, Verify(_context, dealing));
}
