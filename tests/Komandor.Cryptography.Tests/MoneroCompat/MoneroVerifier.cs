using System.Text;
using Komandor.Cryptography.Curve25519;
using Komandor.Cryptography.Proofs;

namespace Komandor.Cryptography.Tests.MoneroCompat;

/// <summary>Verifies Monero's transactions with the code that verifies Komandor's proofs: only hashes, encodings and the cofactor are Monero's.</summary>
internal static class MoneroVerifier
{
    /// <summary>Whether balance, rings and range proof hold.</summary>
    /// <param name="bytes">The transaction.</param>
    /// <param name="rings">Key and commitment of each member of each input's ring.</param>
    internal static bool Verify(byte[] bytes, IReadOnlyList<(byte[] Key, byte[] Commitment)[]> rings)
    {
        try
        {
            MoneroTransaction transaction = new(bytes);
            return transaction.RingSizes.SequenceEqual(rings.Select(ring => ring.Length))
                && Balances(transaction)
                && Enumerable.Range(0, rings.Count).All(input => RingCloses(transaction, input, rings[input]))
                && RangeHolds(transaction);
        }
        catch (InvalidDataException)
        {
            return false;
        }
    }

    private static bool Balances(MoneroTransaction transaction)
    {
        EdwardsPoint sum = -MoneroGroup.Value.Multiply(ScalarSpans.FromNumber(transaction.Fee));
        sum = transaction.Offsets.Aggregate(sum, (total, offset) => total + MoneroGroup.Read(offset));
        sum = transaction.Commitments.Aggregate(sum, (total, commitment) => total + -MoneroGroup.Read(commitment));
        return sum.IsIdentityMask() == 1;
    }

    private static bool RingCloses(MoneroTransaction transaction, int input, (byte[] Key, byte[] Commitment)[] ring)
    {
        byte[][] signature = transaction.Signatures[input];
        (byte[] image, byte[] offset, byte[] d) = (transaction.Images[input], transaction.Offsets[input], signature[^1]);
        byte[] members = [.. ring.SelectMany(member => member.Key), .. ring.SelectMany(member => member.Commitment)];
        RingTerms terms = new()
        {
            Image = MoneroGroup.Read(image),
            Offset = MoneroGroup.Read(offset),
            D = MoneroGroup.Read(d).MultiplyByCofactor(),
            First = MoneroGroup.ReadScalar(signature[^2]),
            KeyWeight = MoneroGroup.HashToScalar([.. Domain("CLSAG_agg_0"), .. members, .. image, .. d, .. offset]),
            CommitmentWeight = MoneroGroup.HashToScalar([.. Domain("CLSAG_agg_1"), .. members, .. image, .. d, .. offset]),
        };
        for (int member = 0; member < ring.Length; member++)
        {
            terms.Members[2 * member] = MoneroGroup.Read(ring[member].Key);
            terms.Members[(2 * member) + 1] = MoneroGroup.Read(ring[member].Commitment);
            terms.ImageBases[member] = MoneroGroup.HashToPoint(ring[member].Key);
            terms.Responses[member] = MoneroGroup.ReadScalar(signature[member]);
        }

        // An image has to be in the subgroup of prime order, and neither it nor D may be neutral.
        if (terms.Image.IsIdentityMask() == 1 || terms.D.IsIdentityMask() == 1 || !HasPrimeOrder(terms.Image))
        {
            return false;
        }

        RingChain chain = new();
        bool[] closed = new bool[1];
        terms.FillDifferences();
        chain.Close(new MoneroSuite([.. Domain("CLSAG_round"), .. members, .. offset, .. transaction.Message]), [terms], closed);
        return closed[0];
    }

    private static bool RangeHolds(MoneroTransaction transaction)
    {
        RangeTerms terms = new() { Count = transaction.OutputCount };
        if (terms.Count is 0 or > RangeProof.MaximumCount || transaction.RangeLeft.Length != terms.Rounds || transaction.RangeRight.Length != terms.Rounds)
        {
            return false;
        }

        byte[][] commitments = [.. transaction.Commitments.Select(one => MoneroGroup.Write(MoneroGroup.Read(one).Multiply(MoneroGroup.InverseOfEight)))];
        byte[][] points = [.. commitments, .. transaction.RangeHead[..3], .. transaction.RangeLeft, .. transaction.RangeRight];
        for (int place = 0; place < points.Length; place++)
        {
            terms.Points[place] = MoneroGroup.Read(points[place]).MultiplyByCofactor();
        }

        for (int response = 0; response < RangeProof.ResponseCount; response++)
        {
            terms.Responses[response] = MoneroGroup.ReadScalar(transaction.RangeHead[3 + response]);
        }

        byte[] state = Hash(MoneroGroup.RangeTranscript, Hash(commitments));
        state = Hash(state, transaction.RangeHead[0]);
        terms.Y = MoneroGroup.ReadScalar(state);
        state = Hash(state);
        terms.Z = MoneroGroup.ReadScalar(state);
        for (int round = 0; round < terms.Rounds; round++)
        {
            state = Hash(state, transaction.RangeLeft[round], transaction.RangeRight[round]);
            terms.X[round] = MoneroGroup.ReadScalar(state);
        }

        terms.E = MoneroGroup.ReadScalar(Hash(state, transaction.RangeHead[1], transaction.RangeHead[2]));
        RangeEquation equation = new(MoneroGroup.RangeBases);
        WeightedSum sum = new();
        equation.Invert([terms]);
        equation.Add(sum, terms, Scalar.One);
        return sum.Total().IsIdentityMask() == 1;
    }

    private static byte[] Hash(params byte[][] parts)
    {
        byte[] encoded = new byte[32];
        MoneroGroup.HashToScalar([.. parts.SelectMany(part => part)]).Write(encoded);
        return encoded;
    }

    private static bool HasPrimeOrder(EdwardsPoint point) => (point.Multiply(ScalarSpans.MinusOne) + point).IsIdentityMask() == 1;

    private static byte[] Domain(string name)
    {
        byte[] domain = new byte[32];
        Encoding.ASCII.GetBytes(name, domain);
        return domain;
    }
}
