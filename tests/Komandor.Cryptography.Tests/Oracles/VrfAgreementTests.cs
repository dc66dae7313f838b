using CsCheck;
using Komandor.Cryptography.Tests.Proofs;
using Komandor.Cryptography.Vrf;

namespace Komandor.Cryptography.Tests.Oracles;

/// <summary>The fast verifier of the random function has the verdicts and outputs of the slow one.</summary>
public sealed class VrfAgreementTests
{
    [Fact]
    public void Verify_AnyInputAndChange_AgreesWithTheSlowVerifier() =>
        Gen.Select(Gen.Byte.Array[0, 70], Gen.Int).Sample(Check, iter: 25, threads: 1);

    [Fact]
    [Trait("lane", "nightly")]
    public void Verify_ManyInputsAndChanges_AgreesWithTheSlowVerifier() =>
        Gen.Select(Gen.Byte.Array[0, 70], Gen.Int).Sample(Check, iter: 3_000, threads: 1);

    private static void Check(byte[] input, int seed)
    {
        using VrfKey key = new(Sample.Randomness(seed & 0xff));
        // The first part stands for the input, whose first 32 bytes change.
        byte[] padded = [.. new byte[32], .. input];
        byte[][] parts = Mutation.Apply([padded, key.PublicKey.ToArray(), key.Prove(padded)], seed);
        (int rule, byte[] slow) = SlowVrf.Verify(parts[1], parts[0], parts[2]);
        byte[] output = new byte[VrfProof.OutputSizeBytes];
        Assert.Equal(rule, (int)VrfProof.Verify(parts[1], parts[0], parts[2], output));
        Assert.Equal(rule == 0 ? slow : new byte[VrfProof.OutputSizeBytes], output);
    }
}
