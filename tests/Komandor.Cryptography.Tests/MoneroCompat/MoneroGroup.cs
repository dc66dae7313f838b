using System.Collections.Concurrent;
using System.Numerics;
using System.Text;
using Komandor.Cryptography.Curve25519;
using Komandor.Cryptography.Proofs;
using Komandor.Cryptography.Tests.Curve25519;

namespace Komandor.Cryptography.Tests.MoneroCompat;

/// <summary>Monero's encoding, hashes to scalars and points, and generators. Written from its protocol, for tests alone.</summary>
internal static class MoneroGroup
{
    private static readonly ConcurrentDictionary<string, EdwardsPoint> _hashed = new();
    private static readonly FieldElement _a = new(486662, 0, 0, 0, 0);
    private static readonly FieldElement _two = FieldElement.One + FieldElement.One;

    /// <summary>H, the base of amounts.</summary>
    internal static EdwardsPoint Value { get; } = Read(Convert.FromHexString("8b655970153799af2aeadc9ff1add0ea6c7251d54154cfa92c173a0dd39c1f94"));

    /// <summary>1/8 modulo ℓ.</summary>
    internal static Scalar InverseOfEight { get; } = ScalarSpans.Invert(ScalarSpans.FromNumber(8));

    /// <summary>Generators of range proofs.</summary>
    internal static RangeBases RangeBases { get; } = new(
        Value,
        EdwardsPoint.Base,
        [.. Enumerable.Range(0, RangeProof.MaximumCount * RangeProof.Bits).Select(index => RangeGenerator((2 * index) + 1))],
        [.. Enumerable.Range(0, RangeProof.MaximumCount * RangeProof.Bits).Select(index => RangeGenerator(2 * index))]);

    /// <summary>The point that every range proof's transcript begins with.</summary>
    internal static byte[] RangeTranscript { get; } = Write(HashToPoint(Keccak.Hash("bulletproof_plus_transcript"u8)));

    internal static EdwardsPoint Read(ReadOnlySpan<byte> encoded) =>
        EdwardsPoint.TryReadCanonical(encoded, out EdwardsPoint point) ? point : throw new InvalidDataException("This is no point.");

    internal static Scalar ReadScalar(ReadOnlySpan<byte> encoded) =>
        Scalar.TryRead(encoded, out Scalar scalar) ? scalar : throw new InvalidDataException("This is no scalar.");

    internal static byte[] Write(EdwardsPoint point)
    {
        byte[] encoded = new byte[32];
        point.Write(encoded);
        return encoded;
    }

    internal static Scalar HashToScalar(params ReadOnlySpan<byte> message)
    {
        byte[] wide = new byte[64];
        Keccak.Hash(message).CopyTo(wide, 0);
        return Scalar.ReadWide(wide);
    }

    /// <summary>Eight times Elligator's point of the hash of <paramref name="bytes"/>.</summary>
    internal static EdwardsPoint HashToPoint(byte[] bytes) =>
        _hashed.GetOrAdd(Convert.ToHexString(bytes), _ => Map(Keccak.Hash(bytes)).MultiplyByCofactor());

    private static EdwardsPoint RangeGenerator(int index)
    {
        List<byte> message = [.. Write(Value), .. Encoding.ASCII.GetBytes("bulletproof_plus")];
        for (; index >= 0x80; index >>= 7)
        {
            message.Add((byte)((index & 0x7f) | 0x80));
        }

        message.Add((byte)index);
        return HashToPoint(Keccak.Hash(message.ToArray()));
    }

    // Elligator 2 from r to the Montgomery curve and on to the Edwards one: with w = 2r² + 1, the ratio w/(w² − 2A²r²) is a square up to a known factor.
    private static EdwardsPoint Map(byte[] hash)
    {
        BigInteger number = SlowCurve.Number(hash) % SlowCurve.P;
        FieldElement r = FieldElement.Read(SlowCurve.Bytes(number));
        FieldElement v = _two * r.Square();
        FieldElement w = v + FieldElement.One;
        FieldElement denominator = w.Square() - (_a.Square() * v);
        FieldElement cube = denominator.Square() * denominator;
        FieldElement root = w * cube * (w * cube.Square() * denominator).PowerP58();
        FieldElement check = root.Square() * denominator;
        FieldElement z = -_a;
        FieldElement factor = _a * (_a + _two);
        bool square = check.EqualsMask(w) == 1 || check.EqualsMask(-w) == 1;
        if (square)
        {
            root *= check.EqualsMask(w) == 1 ? Root(_two * factor) : Root(-(_two * factor));
            root *= r;
            z *= v;
        }
        else
        {
            FieldElement turned = check * FieldConstants.RootOfMinusOne;
            root *= turned.EqualsMask(w) == 1 ? Root(FieldConstants.RootOfMinusOne * factor) : Root(-(FieldConstants.RootOfMinusOne * factor));
        }

        root = root.IsNegativeMask() == (square ? 0UL : 1UL) ? root : -root;
        FieldElement bottom = z + w;
        FieldElement x = root * bottom;
        FieldElement y = z - w;

        // (x : y : bottom) with x = root·bottom is affine (root, y/bottom).
        return new EdwardsPoint(x * bottom, y * bottom, bottom.Square(), x * y);
    }

    private static FieldElement Root(in FieldElement square)
    {
        Assert.Equal(1UL, FieldElement.SquareRootOfRatio(square, FieldElement.One, out FieldElement root));
        return root;
    }
}
