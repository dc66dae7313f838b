using System.Security.Cryptography;
using Komandor.Cryptography;
using Komandor.Cryptography.Curve25519;
using Komandor.Cryptography.Proofs;
using Komandor.Ledger.Private;
using Komandor.Primitives;

namespace Komandor.Wallet.Private.Keys;

/// <summary>What sees all that a wallet does in the shielded tier and what comes in and goes out of the ring tier: (i, s, D, P₃, o). Zeroed when disposed.</summary>
/// <remarks>docs/protocol/private-wallet.md §1. It computes tags, and no images.</remarks>
internal sealed class FullViewKey : IDisposable
{
    /// <summary>The bytes of an encoding: i ‖ s ‖ D ‖ P₃ ‖ o.</summary>
    internal const int SizeBytes = 5 * Hash256.SizeBytes;

    private static readonly HashDomain _recoverDomain = new("komandor.recover");

    // i and s.
    private readonly Scalar[] _secrets = GC.AllocateArray<Scalar>(2, pinned: true);
    private readonly byte[] _outgoing = GC.AllocateArray<byte>(Hash256.SizeBytes, pinned: true);

    /// <summary>A key of its parts.</summary>
    /// <param name="find">i.</param>
    /// <param name="serial">s.</param>
    /// <param name="spendPoint">D = r·K.</param>
    /// <param name="ringBase">P₃.</param>
    /// <param name="outgoing">o, 32 bytes.</param>
    internal FullViewKey(in Scalar find, in Scalar serial, in EdwardsPoint spendPoint, in EdwardsPoint ringBase, ReadOnlySpan<byte> outgoing)
    {
        _secrets[0] = find;
        _secrets[1] = serial;
        SpendPoint = spendPoint;
        outgoing.CopyTo(_outgoing);
        Incoming = new IncomingViewKey(find, Generators.Serial.Multiply(serial) + spendPoint, ringBase);
    }

    /// <summary>The key that it contains; disposed with this one.</summary>
    internal IncomingViewKey Incoming { get; }

    /// <summary>D.</summary>
    internal EdwardsPoint SpendPoint { get; }

    /// <summary>s.</summary>
    internal ref readonly Scalar Serial => ref _secrets[1];

    /// <summary>Reads a key that somebody exported; null when it is none.</summary>
    internal static FullViewKey? TryRead(ReadOnlySpan<byte> encoded)
    {
        EdwardsPoint[] points = new EdwardsPoint[2];
        return encoded.Length == SizeBytes
            && Scalar.TryRead(encoded[..32], out Scalar find)
            && Scalar.TryRead(encoded[32..64], out Scalar serial)
            && ProofReader.ReadPoints(encoded[64..128], points) == ProofFault.None
            ? new FullViewKey(find, serial, points[0], points[1], encoded[128..])
            : null;
    }

    /// <summary>Writes <see cref="SizeBytes"/> bytes, which the caller zeroes.</summary>
    internal void Write(Span<byte> encoded)
    {
        _secrets[0].Write(encoded);
        Serial.Write(encoded[32..]);
        Ristretto255.Write(SpendPoint, encoded[64..]);
        Ristretto255.Write(Incoming.RingBase, encoded[96..]);
        _outgoing.CopyTo(encoded[128..]);
    }

    /// <summary>The tag of an own shielded note: T = (w·(s + a₂ + h))⁻¹·(U − w·D).</summary>
    /// <param name="tagBase">U of the pool.</param>
    /// <param name="weight">w.</param>
    /// <param name="offset">a₂ + h.</param>
    internal Hash256 Tag(in EdwardsPoint tagBase, in Scalar weight, in Scalar offset)
    {
        Scalar serial = weight * (Serial + offset);
        EdwardsPoint rest = tagBase + -SpendPoint.Multiply(weight);
        return NoteMaker.Encode(rest.Multiply(ScalarSpans.Invert(serial)));
    }

    /// <summary>Seals or opens what a payer wants to read again: the key of H("komandor.recover", o ‖ c ‖ outputs).</summary>
    /// <returns>32 bytes that are used once; the caller zeroes them.</returns>
    internal byte[] RecoveryKey(Hash256 nonce, IReadOnlyList<PrivateOutput> outputs)
    {
        CanonicalWriter writer = new((outputs.Count * 96) + 64);
        writer.Raw(_outgoing);
        writer.Hash(nonce);
        foreach (PrivateOutput output in outputs)
        {
            writer.Hash(output.Key);
            writer.Hash(output.Commitment);
            writer.Hash(output.EphemeralKey);
        }

        byte[] hash = new byte[KeyHash.SizeBytes];
        Blake2b.Hash(_recoverDomain, writer.Written, hash);
        byte[] key = hash[..Hash256.SizeBytes];
        CryptographicOperations.ZeroMemory(hash);
        return key;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        ScalarSpans.Zero(_secrets);
        CryptographicOperations.ZeroMemory(_outgoing);
        Incoming.Dispose();
    }
}
