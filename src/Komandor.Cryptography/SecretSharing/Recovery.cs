using Komandor.Cryptography.Curve25519;
using Komandor.Cryptography.Proofs;
using Komandor.Primitives;

namespace Komandor.Cryptography.SecretSharing;

/// <summary>Puts opened shares together again.</summary>
/// <remarks>docs/protocol/secret-sharing.md §6. Variable time: opened shares are public.</remarks>
internal static class Recovery
{
    private static readonly HashDomain _domain = new("komandor.beacon");

    /// <summary>The secret of a dealing, from as many verified shares as its threshold says, of any receivers.</summary>
    /// <param name="places">The receivers' places, from 1 on, all different.</param>
    /// <param name="shares">Their shares, 32 bytes each.</param>
    /// <param name="secret">32 bytes; the encoding of the secret.</param>
    internal static ProofFault Recover(ReadOnlySpan<int> places, ReadOnlySpan<byte> shares, Span<byte> secret)
    {
        EdwardsPoint[] points = new EdwardsPoint[places.Length];
        if (shares.Length != places.Length * ProofReader.ItemSizeBytes)
        {
            return ProofFault.Length;
        }

        for (int index = 0; index < places.Length; index++)
        {
            if (places[index] is < 1 or > Sharing.MaximumReceivers || places[..index].Contains(places[index]))
            {
                return ProofFault.Count;
            }
        }

        ProofFault fault = ProofReader.ReadPoints(shares, points);
        if (fault == ProofFault.None)
        {
            Ristretto255.Write(MultiScalar.SumVariableTime(Lagrange.AtZero(places), points), secret);
        }

        return fault;
    }

    /// <summary>The beacon of the secrets of all dealings that count: nobody could foresee or withhold it who did not hold a threshold of shares.</summary>
    /// <param name="context">The beacon's round.</param>
    /// <param name="secrets">The recovered secrets, 32 bytes each.</param>
    internal static Hash256 Beacon(Hash256 context, ReadOnlySpan<byte> secrets)
    {
        EdwardsPoint sum = EdwardsPoint.Identity;
        for (int start = 0; start < secrets.Length; start += ProofReader.ItemSizeBytes)
        {
            Invariant.Require(Ristretto255.TryRead(secrets.Slice(start, ProofReader.ItemSizeBytes), out EdwardsPoint secret));
            sum += secret;
        }

        Span<byte> message = stackalloc byte[Hash256.SizeBytes + ProofReader.ItemSizeBytes];
        context.CopyTo(message);
        Ristretto255.Write(sum, message[Hash256.SizeBytes..]);
        return Blake2b.Hash(_domain, message);
    }
}
