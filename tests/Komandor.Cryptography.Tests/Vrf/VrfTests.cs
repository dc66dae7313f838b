using System.Numerics;
using Komandor.Cryptography.Tests.Curve25519;
using Komandor.Cryptography.Vrf;
using Komandor.Testing;

namespace Komandor.Cryptography.Tests.Vrf;

public sealed class VrfTests
{
    private static readonly IReadOnlyList<IReadOnlyDictionary<string, string>> _vectors = DocumentVectors.Read("vrf.md", "rfc9381");

    [Fact]
    public void ProveAndVerify_TheVectorsOfRfc9381_Agree()
    {
        Assert.Equal(3, _vectors.Count);
        foreach (IReadOnlyDictionary<string, string> vector in _vectors)
        {
            (byte[] input, byte[] proof) = (Bytes(vector, "input"), Bytes(vector, "proof"));
            using VrfKey key = new(Bytes(vector, "seed"));
            Assert.Equal(Bytes(vector, "key"), key.PublicKey.ToArray());
            Assert.Equal(vector["proof"], Convert.ToHexStringLower(key.Prove(input)));
            byte[] output = new byte[VrfProof.OutputSizeBytes];
            Assert.Equal(VrfFault.None, VrfProof.Verify(key.PublicKey, input, proof, output));
            Assert.Equal(vector["output"], Convert.ToHexStringLower(output));
            VrfProof.Output(proof, output);
            Assert.Equal(vector["output"], Convert.ToHexStringLower(output));
        }
    }

    [Fact]
    public void Verify_WrongLengths_AreRefusedByRuleV1()
    {
        (byte[] key, byte[] input, byte[] proof) = First();
        AssertFault(VrfFault.Length, key[1..], input, proof);
        AssertFault(VrfFault.Length, key, input, proof[..^1]);
        AssertFault(VrfFault.Length, key, input, [.. proof, 0]);
    }

    [Fact]
    public void Verify_KeysThatAreNone_AreRefusedByRuleV2()
    {
        (_, byte[] input, byte[] proof) = First();
        AssertFault(VrfFault.Key, SlowCurve.Bytes(2), input, proof);
        AssertFault(VrfFault.Key, SlowCurve.Bytes(1), input, proof);
        AssertFault(VrfFault.Key, SlowCurve.Bytes(SlowCurve.P - 1), input, proof);
        AssertFault(VrfFault.Key, SlowCurve.Bytes(SlowCurve.P + 1), input, proof);
        AssertFault(VrfFault.Key, SlowCurve.Bytes(1 + BigInteger.Pow(2, 255)), input, proof);
        AssertFault(VrfFault.Key, Convert.FromHexString("26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05"), input, proof);
    }

    [Fact]
    public void Verify_PointsAndScalarsThatAreNone_AreRefusedByRulesV3AndV4()
    {
        (byte[] key, byte[] input, byte[] proof) = First();
        AssertFault(VrfFault.Point, key, input, [.. SlowCurve.Bytes(2), .. proof[32..]]);
        AssertFault(VrfFault.Point, key, input, [.. SlowCurve.Bytes(SlowCurve.P + 1), .. proof[32..]]);
        BigInteger s = SlowCurve.Number(proof.AsSpan(48));
        AssertFault(VrfFault.Scalar, key, input, [.. proof[..48], .. SlowCurve.Bytes(s + SlowCurve.Order)]);
        AssertFault(VrfFault.Scalar, key, input, [.. proof[..48], .. SlowCurve.Bytes(SlowCurve.Order)]);
    }

    [Fact]
    public void Verify_AnyPartChanged_IsRefused()
    {
        (byte[] key, byte[] input, byte[] proof) = First();
        AssertFault(VrfFault.Challenge, key, [1], proof);
        AssertFault(VrfFault.Challenge, Bytes(_vectors[1], "key"), input, proof);
        for (int index = 0; index < proof.Length; index++)
        {
            byte[] changed = [.. proof];
            changed[index] ^= 1;
            Assert.NotEqual(VrfFault.None, VrfProof.Verify(key, input, changed, new byte[64]));
        }
    }

    [Fact]
    public void Verify_ProofPointWithTorsion_GivesNoSecondOutput()
    {
        // A point of small order added to Γ changes the challenge's input; the output would not change, for the cofactor.
        (byte[] key, byte[] input, byte[] proof) = First();
        (BigInteger X, BigInteger Y) torsion =
            SlowCurve.Decode(Convert.FromHexString("26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05"))!.Value;
        byte[] gamma = SlowCurve.Encode(SlowCurve.Add(SlowCurve.Decode(proof.AsSpan(0, 32))!.Value, torsion));
        AssertFault(VrfFault.Challenge, key, input, [.. gamma, .. proof[32..]]);
    }

    private static (byte[] Key, byte[] Input, byte[] Proof) First() =>
        (Bytes(_vectors[0], "key"), Bytes(_vectors[0], "input"), Bytes(_vectors[0], "proof"));

    private static void AssertFault(VrfFault fault, byte[] key, byte[] input, byte[] proof) =>
        Assert.Equal(fault, VrfProof.Verify(key, input, proof, new byte[VrfProof.OutputSizeBytes]));

    private static byte[] Bytes(IReadOnlyDictionary<string, string> vector, string key) => Convert.FromHexString(vector[key]);
}
