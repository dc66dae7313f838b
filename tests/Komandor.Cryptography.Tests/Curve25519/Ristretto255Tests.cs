using CsCheck;
using Komandor.Cryptography.Curve25519;
using Komandor.Testing;

namespace Komandor.Cryptography.Tests.Curve25519;

public sealed class Ristretto255Tests
{
    [Fact]
    public void Write_TheMultiplesOfTheRfc_Agree()
    {
        EdwardsPoint multiple = EdwardsPoint.Identity;
        foreach (IReadOnlyDictionary<string, string> vector in DocumentVectors.Read("field.md", "ristretto-multiples"))
        {
            byte[] encoded = Convert.FromHexString(vector["encoding"]);
            Assert.Equal(encoded, Encode(multiple));
            Assert.True(Ristretto255.TryRead(encoded, out EdwardsPoint read));
            Assert.Equal(1UL, Ristretto255.EqualsMask(read, multiple));
            Assert.Equal(0UL, Ristretto255.EqualsMask(read, multiple + EdwardsPoint.Base));
            multiple += EdwardsPoint.Base;
        }
    }

    [Fact]
    public void TryRead_TheBadEncodingsOfTheRfc_AreRefusedByRuleF4()
    {
        IReadOnlyList<IReadOnlyDictionary<string, string>> vectors = DocumentVectors.Read("field.md", "ristretto-refused");
        Assert.Equal(29, vectors.Count);
        foreach (IReadOnlyDictionary<string, string> vector in vectors)
        {
            Assert.False(Ristretto255.TryRead(Convert.FromHexString(vector["encoding"]), out _), vector["reason"]);
        }
    }

    [Fact]
    public void FromUniformBytes_TheVectorsOfTheRfc_Agree()
    {
        foreach (IReadOnlyDictionary<string, string> vector in DocumentVectors.Read("field.md", "ristretto-uniform"))
        {
            Assert.Equal(vector["encoding"], Convert.ToHexStringLower(Encode(Ristretto255.FromUniformBytes(Convert.FromHexString(vector["uniform"])))));
        }
    }

    [Fact]
    public void Group_AnyElements_AgreesWithLibsodium() =>
        Gen.Select(Gen.Byte.Array[64], Gen.Byte.Array[64], Gen.Byte.Array[64]).Sample(
            (left, right, wide) =>
            {
                (byte[] slowLeft, byte[] slowRight) = (SodiumGroup.FromHash(left), SodiumGroup.FromHash(right));
                (EdwardsPoint a, EdwardsPoint b) = (Ristretto255.FromUniformBytes(left), Ristretto255.FromUniformBytes(right));
                Assert.Equal(slowLeft, Encode(a));
                Assert.Equal(SodiumGroup.Add(slowLeft, slowRight), Encode(a + b));
                Scalar scalar = Scalar.ReadWide(wide);
                byte[] encoded = new byte[32];
                scalar.Write(encoded);
                Assert.Equal(SodiumGroup.Multiply(encoded, slowLeft), Encode(a.Multiply(scalar)));
                Assert.True(Ristretto255.TryRead(slowLeft, out EdwardsPoint read));
                Assert.Equal(1UL, Ristretto255.EqualsMask(a, read));
                Assert.Equal(slowLeft, Encode(read));
            },
            iter: 200);

    [Fact]
    public void TryRead_AnyBytes_AgreesWithLibsodium() =>
        Gen.Byte.Array[32].Sample(
            encoded =>
            {
                encoded[0] &= 0xfe;
                encoded[31] &= 0x7f;
                Assert.Equal(SodiumGroup.IsValid(encoded), Ristretto255.TryRead(encoded, out _));
                encoded[31] |= 0x80;
                Assert.False(Ristretto255.TryRead(encoded, out _));
            },
            iter: 1_000);

    [Fact]
    public void Write_APointPlusFourTorsion_IsTheSameElement()
    {
        // The points of order 4 have y = 0, those of order 2 have y = −1.
        foreach (string torsion in new[] { "0000000000000000000000000000000000000000000000000000000000000000", "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f" })
        {
            Assert.True(EdwardsPoint.TryReadCanonical(Convert.FromHexString(torsion), out EdwardsPoint small));
            Assert.Equal(Encode(EdwardsPoint.Base), Encode(EdwardsPoint.Base + small));
            Assert.Equal(1UL, Ristretto255.EqualsMask(EdwardsPoint.Base, EdwardsPoint.Base + small));
        }
    }

    private static byte[] Encode(EdwardsPoint element)
    {
        byte[] encoded = new byte[32];
        Ristretto255.Write(element, encoded);
        return encoded;
    }
}
