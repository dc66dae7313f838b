using System.Numerics;
using System.Security.Cryptography;
using Komandor.Cryptography.Tests.Curve25519;
using Komandor.Cryptography.Tests.Oracles;
using Komandor.Cryptography.Tests.Proofs;
using Komandor.Cryptography.Vrf;

namespace Komandor.Cryptography.Tests.Forgeries;

/// <summary>Attempts of a key's holder to have a second output of one input, and of others to learn the key.</summary>
public sealed class VrfForgeries
{
    private static readonly byte[] _seed = Sample.Randomness(1);
    private static readonly byte[] _input = [1, 2, 3];
    private static readonly BigInteger _secret = SlowScalar.Modulo(Clamp(SHA512.HashData(_seed)[..32]));

    [Fact]
    public void TorsionInTheProofsPoint_GroundByTheKeysHolder_GivesNoSecondOutput()
    {
        // One challenge in eight kills the point of small order: the proof is valid, and its output, for the cofactor, is the first one.
        using VrfKey key = new(_seed);
        byte[] publicKey = key.PublicKey.ToArray();
        SlowPoint small = SlowVrf.Decode(Convert.FromHexString("26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05"))!.Value;
        SlowPoint h = SlowVrf.EncodeToCurve(publicKey, _input);
        SlowPoint gamma = (_secret * h) + small;
        byte[] proof = [];
        for (int nonce = 1; proof.Length == 0; nonce++)
        {
            BigInteger challenge = SlowVrf.Challenge(SlowVrf.Decode(publicKey)!.Value, h, gamma, nonce * SlowPoint.Base, nonce * h);
            if (challenge % 8 == 0)
            {
                byte[] response = SlowCurve.Bytes(SlowScalar.Modulo(nonce + (challenge * _secret)));
                proof = [.. SlowVrf.Encode(gamma), .. SlowCurve.Bytes(challenge)[..16], .. response];
            }
        }

        (byte[] first, byte[] second) = (new byte[64], new byte[64]);
        Assert.Equal(VrfFault.None, VrfProof.Verify(publicKey, _input, key.Prove(_input), first));
        Assert.Equal(VrfFault.None, VrfProof.Verify(publicKey, _input, proof, second));
        Assert.Equal(0, SlowVrf.Verify(publicKey, _input, proof).Rule);
        Assert.Equal(first, second);
    }

    [Fact]
    public void FrozenHeart_ProofPointChosenAfterTheChallenge_IsRefused()
    {
        // The holder draws c for some Γ, answers it for its key, and solves s·H − c·Γ = V for another Γ of its choice of V.
        using VrfKey key = new(_seed);
        byte[] publicKey = key.PublicKey.ToArray();
        SlowPoint h = SlowVrf.EncodeToCurve(publicKey, _input);
        SlowPoint v = 7 * SlowPoint.Base;
        BigInteger challenge = SlowVrf.Challenge(SlowVrf.Decode(publicKey)!.Value, h, _secret * h, 5 * SlowPoint.Base, v);
        BigInteger response = SlowScalar.Modulo(5 + (challenge * _secret));
        SlowPoint gamma = SlowScalar.Invert(challenge) * ((response * h) - v);
        byte[] proof = [.. SlowVrf.Encode(gamma), .. SlowCurve.Bytes(challenge)[..16], .. SlowCurve.Bytes(response)];
        Assert.Equal(VrfFault.Challenge, VrfProof.Verify(publicKey, _input, proof, new byte[64]));
    }

    [Fact]
    public void OneSeed_ForSignaturesAndOutputs_BetraysTheKey_SoThatSeedsAreSeparate()
    {
        // RFC 9381's nonce for an input is RFC 8032's nonce for the input's point as a message: one nonce, two challenges, vrf.md §1.
        using VrfKey key = new(_seed);
        using SigningKey signer = new(_seed);
        byte[] publicKey = key.PublicKey.ToArray();
        byte[] message = SlowVrf.Encode(SlowVrf.EncodeToCurve(publicKey, _input));
        byte[] proof = key.Prove(_input);
        byte[] signature = new byte[64];
        signer.Sign(message).CopyTo(signature);
        BigInteger other = SlowScalar.Modulo(SlowCurve.Number(SHA512.HashData([.. signature[..32], .. publicKey, .. message])));
        BigInteger difference = other - SlowCurve.Number(proof.AsSpan(32, 16));
        BigInteger learnt = (SlowCurve.Number(signature.AsSpan(32)) - SlowCurve.Number(proof.AsSpan(48))) * SlowScalar.Invert(SlowScalar.Modulo(difference));
        Assert.Equal(_secret, SlowScalar.Modulo(learnt));
    }

    private static BigInteger Clamp(byte[] bytes)
    {
        bytes[0] &= 0xf8;
        bytes[31] = (byte)((bytes[31] & 0x7f) | 0x40);
        return SlowCurve.Number(bytes);
    }
}
