using System.Numerics;
using CsCheck;
using Komandor.Cryptography.Tests.Curve25519;
using Komandor.Primitives;
using Komandor.Testing;

namespace Komandor.Cryptography.Tests;

public sealed class Ed25519Zip215Tests
{
    private const string Torsion = "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05";

    private static readonly byte[][] _smallOrder = SmallOrderEncodings();

    [Fact]
    public void Verify_TheVectorsOfRfc8032_AreValid()
    {
        foreach (IReadOnlyDictionary<string, string> vector in DocumentVectors.Read("signatures.md", "rfc8032"))
        {
            Assert.True(PublicKey.TryParse(vector["key"], out PublicKey key));
            Signature signature = new(Convert.FromHexString(vector["signature"]));
            byte[] message = Convert.FromHexString(vector["message"]);
            Assert.True(Ed25519Zip215.Verify(key, message, signature));
            Assert.True(Ed25519Zip215.VerifyByEngine(key, message, signature));
            Assert.False(Ed25519Zip215.Verify(key, [.. message, 0], signature));
        }
    }

    [Fact]
    public void Verify_All196PairsOfSmallOrderEncodings_AreValid()
    {
        Assert.Equal(14, _smallOrder.Length);
        List<SignatureCheck> checks = [];
        foreach (byte[] key in _smallOrder)
        {
            foreach (byte[] r in _smallOrder)
            {
                Signature signature = new([.. r, .. new byte[32]]);
                Assert.True(Ed25519Zip215.Verify(new PublicKey(key), "Zcash"u8, signature));
                checks.Add(new SignatureCheck(new PublicKey(key), Message(7), signature));
            }
        }

        bool[] valid = new bool[checks.Count];
        Assert.True(Ed25519Zip215.VerifyBatch(checks.ToArray(), valid));
        Assert.DoesNotContain(false, valid);
    }

    [Fact]
    public void Verify_ScalarFromTheOrderOn_IsRefusedByRuleZ1()
    {
        SignatureCheck good = Make(1);
        BigInteger s = SlowCurve.Number(Bytes(good.Signature).AsSpan(32));
        for (int factor = 1; factor <= 14; factor++)
        {
            byte[] changed = SlowCurve.Bytes(s + (factor * SlowCurve.Order));
            AssertVerdict(good with { Signature = new([.. Bytes(good.Signature).AsSpan(0, 32), .. changed]) }, false);
        }
    }

    [Fact]
    public void Verify_PointThatIsNone_IsRefusedByRuleZ2()
    {
        SignatureCheck good = Make(1);
        byte[] none = SlowCurve.Bytes(2);
        AssertVerdict(good with { Key = new(none) }, false);
        AssertVerdict(good with { Signature = new([.. none, .. Bytes(good.Signature).AsSpan(32)]) }, false);
    }

    [Fact]
    public void Verify_TorsionAddedToR_IsValidByTheCofactorOfRuleZ3AndRefusedByLibsodium()
    {
        // The signature is made with R + E, so that the challenge is of that R; S is as for R.
        (BigInteger secret, PublicKey key) = MakeKey();
        foreach (byte[] encoded in _smallOrder)
        {
            SignatureCheck check = SignWith(secret, key, 12345, encoded, Message(3));
            AssertVerdict(check, true);
            AssertVerdict(check with { Message = Message(4) }, false);
            bool neutral = SlowCurve.Decode(encoded)!.Value == SlowCurve.Identity;
            Assert.Equal(neutral, Ed25519.VerifyBatch([check], new bool[1]));
        }
    }

    [Fact]
    public void VerifyBatch_ErrorsThatCancelUnderEqualWeights_AreBothRefused()
    {
        SignatureCheck[] checks = Enumerable.Range(0, 20).Select(Make).ToArray();
        checks[3] = Shift(checks[3], 5);
        checks[11] = Shift(checks[11], SlowCurve.Order - 5);
        bool[] valid = new bool[checks.Length];
        Assert.False(Ed25519Zip215.VerifyBatch(checks, valid));
        Assert.Equal(Enumerable.Range(0, 20).Select(index => index is not 3 and not 11), valid);
    }

    [Fact]
    public void VerifyBatch_AnyMixture_AgreesWithSingleVerification()
    {
        SignatureCheck[] pool = Enumerable.Range(0, 200).Select(Make).ToArray();
        Gen.Int[0, 40].Array[0, 200].Sample(
            kinds =>
            {
                SignatureCheck[] checks = kinds.Select((kind, index) => kind switch
                {
                    0 => Shift(pool[index], 1),
                    1 => pool[index] with { Message = Message(99) },
                    2 => pool[index] with { Key = new(_smallOrder[index % 14]) },
                    3 => new(new(_smallOrder[index % 14]), Message(1), new([.. _smallOrder[index / 14 % 14], .. new byte[32]])),
                    4 => pool[index] with { Key = new(SlowCurve.Bytes(2)) },
                    _ => pool[index],
                }).ToArray();
                bool[] valid = new bool[checks.Length];
                bool all = Ed25519Zip215.VerifyBatch(checks, valid);
                bool[] single = checks.Select(Single).ToArray();
                Assert.Equal(single, valid);
                Assert.Equal(single.All(one => one), all);
            },
            iter: 12);
    }

    [Theory]
    [InlineData(2)]
    [InlineData(64)]
    [InlineData(1_000)]
    [InlineData(1_030)]
    public void VerifyBatch_OneInvalidAmongMany_NamesExactlyThat(int count)
    {
        SignatureCheck[] checks = Enumerable.Range(0, count).Select(Make).ToArray();
        bool[] valid = new bool[count];
        Assert.True(Ed25519Zip215.VerifyBatch(checks, valid));
        checks[count - 2] = Shift(checks[count - 2], 1);
        Assert.False(Ed25519Zip215.VerifyBatch(checks, valid));
        Assert.Equal(Enumerable.Range(0, count).Select(index => index != count - 2), valid);
    }

    [Fact]
    public void VerifyBatch_SteadyState_AllocatesNothing()
    {
        SignatureCheck[] checks = Enumerable.Range(0, 64).Select(Make).ToArray();
        bool[] valid = new bool[64];
        Ed25519Zip215.VerifyBatch(checks, valid);
        long before = GC.GetAllocatedBytesForCurrentThread();
        Ed25519Zip215.VerifyBatch(checks, valid);
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    private static void AssertVerdict(SignatureCheck check, bool wanted)
    {
        Assert.Equal(wanted, Single(check));
        SignatureCheck[] batch = [Make(50), check, Make(51), Make(52), Make(53), Make(54)];
        bool[] valid = new bool[batch.Length];
        Assert.Equal(wanted, Ed25519Zip215.VerifyBatch(batch, valid));
        Assert.Equal([true, wanted, true, true, true, true], valid);
    }

    private static bool Single(SignatureCheck check)
    {
        byte[] message = new byte[32];
        check.Message.CopyTo(message);
        bool valid = Ed25519Zip215.Verify(check.Key, message, check.Signature);
        Assert.Equal(valid, Ed25519Zip215.VerifyByEngine(check.Key, message, check.Signature));
        return valid;
    }

    private static SignatureCheck Make(int number)
    {
        using SigningKey key = new([.. BitConverter.GetBytes(number), .. new byte[28]]);
        return new SignatureCheck(key.PublicKey, Message(number), key.Sign(Message(number)));
    }

    private static Hash256 Message(int number) => Blake2b.Hash(new HashDomain("test"), BitConverter.GetBytes(number));

    private static SignatureCheck Shift(SignatureCheck check, BigInteger offset)
    {
        byte[] bytes = Bytes(check.Signature);
        BigInteger s = (SlowCurve.Number(bytes.AsSpan(32)) + offset) % SlowCurve.Order;
        return check with { Signature = new([.. bytes.AsSpan(0, 32), .. SlowCurve.Bytes(s)]) };
    }

    private static (BigInteger Secret, PublicKey Key) MakeKey()
    {
        BigInteger secret = BigInteger.Parse("987654321987654321987654321", null);
        return (secret, new PublicKey(SlowCurve.Encode(SlowCurve.Multiply(secret, SlowCurve.Base))));
    }

    private static SignatureCheck SignWith(BigInteger secret, PublicKey key, BigInteger nonce, byte[] torsion, Hash256 message)
    {
        byte[] r = SlowCurve.Encode(SlowCurve.Add(SlowCurve.Multiply(nonce, SlowCurve.Base), SlowCurve.Decode(torsion)!.Value));
        byte[] keyBytes = new byte[32];
        byte[] messageBytes = new byte[32];
        key.CopyTo(keyBytes);
        message.CopyTo(messageBytes);
        BigInteger challenge = SlowCurve.Number(System.Security.Cryptography.SHA512.HashData([.. r, .. keyBytes, .. messageBytes])) % SlowCurve.Order;
        return new SignatureCheck(key, message, new([.. r, .. SlowCurve.Bytes((nonce + (challenge * secret)) % SlowCurve.Order)]));
    }

    private static byte[] Bytes(Signature signature)
    {
        byte[] bytes = new byte[Signature.SizeBytes];
        signature.CopyTo(bytes);
        return bytes;
    }

    // Every encoding that ZIP-215 reads as one of the eight points of small order: y or y + p, and either sign where x is zero.
    private static byte[][] SmallOrderEncodings()
    {
        List<byte[]> encodings = [];
        (BigInteger X, BigInteger Y) point = SlowCurve.Identity;
        for (int multiple = 0; multiple < 8; multiple++)
        {
            foreach (BigInteger y in new[] { point.Y, point.Y + SlowCurve.P }.Where(y => y < BigInteger.Pow(2, 255)))
            {
                foreach (int sign in Enumerable.Range(0, 2).Where(sign => point.X.IsZero || point.X.IsEven == (sign == 0)))
                {
                    encodings.Add(SlowCurve.Bytes(y + (sign * BigInteger.Pow(2, 255))));
                }
            }

            point = SlowCurve.Add(point, SlowCurve.Decode(Convert.FromHexString(Torsion))!.Value);
        }

        return [.. encodings];
    }
}
