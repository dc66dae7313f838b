using System.Numerics;
using Komandor.Cryptography.Curve25519;
using Komandor.Cryptography.Tests.Curve25519;
using Komandor.Cryptography.Tests.Oracles;
using Komandor.Cryptography.Tests.Proofs;

namespace Komandor.Cryptography.Tests.Forgeries;

/// <summary>What forgers do: read what a proof says without asking whether it is true, and solve an equation for one of its points.</summary>
internal static class Forger
{
    /// <summary>The number of a challenge: forgers draw them by the code that is attacked, so that a weaker transcript would let them through.</summary>
    internal static BigInteger Number(Scalar scalar) => SlowCurve.Number(Sample.Encode(scalar));

    internal static BigInteger[] Scalars(byte[] bytes, int first, int count) => new SlowReader().Scalars(bytes, first, count);

    internal static SlowPoint[] Points(byte[] bytes) => Points(bytes, bytes.Length / 32);

    internal static SlowPoint[] Points(byte[] bytes, int count) => new SlowReader().Points(bytes, 0, count);

    /// <summary>The point that makes the sum of the terms neutral if it stands in the place of the term's.</summary>
    internal static SlowPoint Solve(List<(BigInteger Scalar, SlowPoint Point)> terms, int term) => Solve(terms, term, SlowPoint.Sum(terms));

    internal static SlowPoint Solve(List<(BigInteger Scalar, SlowPoint Point)> terms, int term, SlowPoint total)
    {
        (BigInteger scalar, SlowPoint point) = terms[term];
        return point - (SlowScalar.Invert(SlowScalar.Modulo(scalar)) * total);
    }

    internal static byte[] With(byte[] bytes, int item, SlowPoint point)
    {
        byte[] changed = [.. bytes];
        SlowRistretto.Encode(point).CopyTo(changed, 32 * item);
        return changed;
    }
}
