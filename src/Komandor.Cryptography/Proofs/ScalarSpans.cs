using System.Runtime.InteropServices;
using System.Security.Cryptography;
using Komandor.Cryptography.Curve25519;
using Komandor.Primitives;

namespace Komandor.Cryptography.Proofs;

/// <summary>Operations on many scalars at once.</summary>
internal static class ScalarSpans
{
    /// <summary>−1 modulo ℓ.</summary>
    internal static Scalar MinusOne { get; } = -Scalar.One;

    private static ReadOnlySpan<byte> OrderMinusTwo =>
    [
        0xeb, 0xd3, 0xf5, 0x5c, 0x1a, 0x63, 0x12, 0x58, 0xd6, 0x9c, 0xf7, 0xa2, 0xde, 0xf9, 0xde, 0x14,
        0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0x10,
    ];

    /// <summary>The number modulo ℓ.</summary>
    internal static Scalar FromNumber(ulong number)
    {
        Span<byte> half = stackalloc byte[16];
        half.Clear();
        BitConverter.TryWriteBytes(half, number);
        return Scalar.ReadHalf(half);
    }

    /// <summary>1 if the scalar is zero, else 0. Constant time.</summary>
    internal static bool IsZero(in Scalar scalar)
    {
        ReadOnlySpan<ulong> words = MemoryMarshal.Cast<Scalar, ulong>(new ReadOnlySpan<Scalar>(in scalar));
        return (words[0] | words[1] | words[2] | words[3]) == 0;
    }

    /// <summary>The inverse by Fermat, zero for zero: the exponent ℓ − 2 is public, so the time is constant.</summary>
    internal static Scalar Invert(in Scalar scalar)
    {
        Scalar result = Scalar.One;
        for (int bit = 252; bit >= 0; bit--)
        {
            result *= result;
            if (((OrderMinusTwo[bit >> 3] >> (bit & 7)) & 1) == 1)
            {
                result *= scalar;
            }
        }

        return result;
    }

    /// <summary>Inverts every scalar in place with one inversion; none may be zero.</summary>
    /// <param name="scalars">The scalars.</param>
    /// <param name="scratch">As long as <paramref name="scalars"/> at least; overwritten.</param>
    internal static void InvertAll(Span<Scalar> scalars, Span<Scalar> scratch)
    {
        Scalar product = Scalar.One;
        for (int index = 0; index < scalars.Length; index++)
        {
            scratch[index] = product;
            product *= scalars[index];
        }

        Invariant.Require(!IsZero(product));
        Scalar inverse = Invert(product);
        for (int index = scalars.Length; index-- > 0;)
        {
            Scalar factor = scalars[index];
            scalars[index] = inverse * scratch[index];
            inverse *= factor;
        }
    }

    /// <summary>Overwrites secrets with zeros.</summary>
    internal static void Zero(Span<Scalar> scalars) => CryptographicOperations.ZeroMemory(MemoryMarshal.AsBytes(scalars));
}
