using System.Security.Cryptography;
using Komandor.Cryptography.Curve25519;
using Komandor.Cryptography.Proofs;
using Komandor.Cryptography.Vrf;
using Komandor.Primitives;

namespace Komandor.Fuzzing;

/// <summary>Proofs: no bytes make a verifier throw, and of one statement only the proof that was made is valid.</summary>
internal static class ProofTargets
{
    private static readonly Hash256 _context = new(SHA256.HashData([1]));
    private static readonly byte[] _randomness = SHA256.HashData([2]);

    /// <summary>The targets.</summary>
    internal static IReadOnlyList<FuzzTarget> All { get; } = [Range(), Ring(), Relation(), InSet(), Set(), Output()];

    private static FuzzTarget Range()
    {
        (byte[] commitments, byte[] proof) = RangeProver.Prove(_context, [5], [Secret(1)], _randomness);
        RangeVerifier verifier = new();
        return Target("range proof", proof, bytes => verifier.Verify(new RangeCheck(_context, commitments, bytes)));
    }

    private static FuzzTarget Ring()
    {
        byte[] ring =
        [
            .. Enumerable.Range(0, RingSignature.MemberCount).SelectMany(member =>
                Encode(EdwardsPoint.Base.Multiply(Secret(member))).Concat(Encode(Pedersen.Commit(9, Secret(100 + member))))),
        ];
        RingCheck check = RingSigner.Sign(_context, ring, Encode(Pedersen.Commit(9, Secret(200))), 5, Secret(5), Secret(105) + -Secret(200), _randomness);
        RingVerifier verifier = new();
        return Target("ring signature", check.Proof.ToArray(), bytes => verifier.Verify(check with { Proof = bytes }));
    }

    private static FuzzTarget Relation()
    {
        byte[] points = Encode(Pedersen.Commit(9, Secret(1)));
        byte[] proof = RelationProver.Prove(RelationShape.Opening, _context, points, [ScalarSpans.FromNumber(9), Secret(1)], _randomness);
        RelationVerifier verifier = new();
        return Target("representation proof", proof, bytes => verifier.Verify(new RelationCheck(RelationShape.Opening, _context, points, bytes)));
    }

    private static FuzzTarget InSet()
    {
        CoverSet.TryRead(Notes(), out CoverSet? set);
        byte[] offset = Encode(set!.Bases.Points[3] + EdwardsPoint.Base.Multiply(Secret(1)));
        MembershipCheck check = MembershipProver.Prove(
            set, _context, offset, Encode(Pedersen.Commit(1, Secret(2))), 3, -Secret(1), _randomness, SerialForkJoin.Instance);
        MembershipVerifier verifier = new();
        return Target("membership proof", check.Proof.ToArray(), bytes => verifier.Verify(check with { Proof = bytes }));
    }

    private static FuzzTarget Set() => new("cover set", [Notes()], bytes =>
    {
        if (CoverSet.TryRead(bytes, out CoverSet? set) != ProofFault.None)
        {
            return null;
        }

        byte[] again = new byte[(set!.Places - 1) * Ristretto255.SizeBytes];
        Ristretto255.WriteBatch(set.Bases.Points[1..], again);
        return again;
    });

    private static FuzzTarget Output()
    {
        using VrfKey key = new(_randomness);
        byte[] publicKey = key.PublicKey.ToArray();
        byte[] right = key.Prove([7]);
        return new FuzzTarget("proof of an output", [right], bytes =>
            VrfProof.Verify(publicKey, [7], bytes, new byte[VrfProof.OutputSizeBytes]) == VrfFault.None ? right : null);
    }

    private static FuzzTarget Target(string name, byte[] right, Func<byte[], ProofFault> verify) =>
        new(name, [right], bytes => verify(bytes.ToArray()) == ProofFault.None ? right : null);

    private static Scalar Secret(int number) => Scalar.ReadWide(SHA512.HashData(BitConverter.GetBytes(number)));

    private static byte[] Notes() => [.. Generators.DeriveMany("note"u8, 5).SelectMany(Encode)];

    private static byte[] Encode(EdwardsPoint point)
    {
        byte[] encoded = new byte[Ristretto255.SizeBytes];
        Ristretto255.Write(point, encoded);
        return encoded;
    }
}
