using CsCheck;
using Komandor.Primitives;
using Komandor.Testing;

namespace Komandor.Cryptography.Tests;

public sealed class Ed25519Tests
{
    [Fact]
    public void SignAndVerify_TheVectorsOfRfc8032_Agree()
    {
        foreach (IReadOnlyDictionary<string, string> vector in DocumentVectors.Read("signatures.md", "rfc8032"))
        {
            using SigningKey key = new(Convert.FromHexString(vector["seed"]));
            byte[] message = Convert.FromHexString(vector["message"]);
            Assert.Equal(vector["key"], key.PublicKey.ToString());
            Assert.Equal(vector["signature"], key.Sign(message).ToString());
            Assert.True(Ed25519.Verify(key.PublicKey, message, key.Sign(message)));
        }
    }

    [Fact]
    public void Sign_AnySeedAndMessage_AgreesWithLibsodium() =>
        Gen.Select(Gen.Byte.Array[32], Gen.Byte.Array[0, 700]).Sample(
            (seed, message) =>
            {
                using SigningKey key = new(seed);
                (byte[] publicKey, byte[] signature) = SodiumSigner.Sign(seed, message);
                Assert.Equal(new PublicKey(publicKey), key.PublicKey);
                Assert.Equal(new Signature(signature), key.Sign(message));
            },
            iter: 200);

    [Fact]
    public void Sign_SteadyState_AllocatesNothing()
    {
        using SigningKey key = new(new byte[32]);
        key.Sign(Hash256.Zero);
        long before = GC.GetAllocatedBytesForCurrentThread();
        key.Sign(Hash256.Zero);
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    [Fact]
    public void Verify_AnyChangedBit_IsRefused()
    {
        using SigningKey key = new(new byte[32]);
        byte[] message = [1, 2, 3];
        byte[] signature = new byte[64];
        key.Sign(message).CopyTo(signature);
        for (int bit = 0; bit < 512; bit++)
        {
            signature[bit / 8] ^= (byte)(1 << (bit % 8));
            Assert.False(Ed25519.Verify(key.PublicKey, message, new Signature(signature)));
            signature[bit / 8] ^= (byte)(1 << (bit % 8));
        }
    }

    [Fact]
    public void VerifyBatch_SomeWrong_NamesExactlyThose() =>
        Gen.Bool.Array[0, 20].Sample(
            good =>
            {
                using SigningKey key = new(new byte[32]);
                SignatureCheck[] checks = new SignatureCheck[good.Length];
                for (int index = 0; index < good.Length; index++)
                {
                    Hash256 message = Blake2b.Hash(new HashDomain("test"), [(byte)index]);
                    checks[index] = new SignatureCheck(key.PublicKey, good[index] ? message : Hash256.Zero, key.Sign(message));
                }

                bool[] valid = new bool[good.Length];
                bool all = Ed25519.VerifyBatch(checks, valid);
                return valid.SequenceEqual(good) && all == good.All(one => one);
            },
            iter: 20);

    [Theory]
    [InlineData("0100000000000000000000000000000000000000000000000000000000000000")] // identity
    [InlineData("0000000000000000000000000000000000000000000000000000000000000000")] // order 4
    [InlineData("ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f")] // order 2
    [InlineData("edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f")] // y = p, not canonical
    [InlineData("26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05")] // order 8
    [InlineData("0200000000000000000000000000000000000000000000000000000000000000")] // not on the curve
    public void IsAcceptableKey_SmallOrderOrNotCanonical_IsRefused(string hex)
    {
        Assert.True(PublicKey.TryParse(hex, out PublicKey key));
        Assert.False(Ed25519.IsAcceptableKey(key));
    }

    [Fact]
    public void ToString_OfASigningKey_ShowsNoSecret()
    {
        using SigningKey key = new(new byte[32]);
        Assert.Equal(typeof(SigningKey).FullName, key.ToString());
    }

    [Fact]
    public void Sign_AfterDispose_Throws()
    {
        SigningKey key = new(new byte[32]);
        key.Dispose();
        Assert.Throws<ObjectDisposedException>(() => key.Sign(Hash256.Zero));
    }
}
