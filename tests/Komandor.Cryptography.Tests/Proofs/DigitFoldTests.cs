using System.Runtime.InteropServices;
using Komandor.Cryptography.Curve25519;
using Komandor.Cryptography.Proofs;
using Komandor.Primitives;

namespace Komandor.Cryptography.Tests.Proofs;

public sealed class DigitFoldTests
{
    [Fact]
    public void Run_WhatIsFolded_IsZeroed()
    {
        // Coefficients that are not blinded yet tell the place; the points of every fold are zeroed as the first ones are.
        EdwardsPoint[] points = [.. Enumerable.Range(1, 16).Select(number => Generators.Derive("note"u8, number))];
        using SecretNonces nonces = new(Sample.Randomness(1), [], []);
        using MembershipSecrets secrets = new(2, 7, nonces);
        Assert.Equal(2, DigitFold.Run(points, secrets, SerialForkJoin.Instance).Length);
        Assert.Equal(-1, MemoryMarshal.AsBytes(points.AsSpan()).IndexOfAnyExcept((byte)0));
    }
}
