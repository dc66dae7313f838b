using System.Collections.Immutable;
using System.Globalization;
using System.Numerics;
using Komandor.Ledger;
using Komandor.Ledger.Private;
using Komandor.Primitives;
using static Komandor.PrivatePayer.Refused.Spoiling;

namespace Komandor.PrivatePayer.Refused;

/// <content>Encodings that are none, numbers that are out of range, and lengths: 2, 3, 6, 7, 10 and 12 of the list.</content>
public sealed partial class RefusedTransactions
{
    private static readonly (int Number, string What, Hash256 Encoding)[] _badPoints =
    [
        (6, "neutral", Hash256.Parse(new string('0', 64))),
        (3, "the prime", Hash256.Parse("edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f")),
        (3, "with a high bit", Hash256.Parse("0100000000000000000000000000000000000000000000000000000000000080")),
        (3, "negative", Hash256.Parse("0100000000000000000000000000000000000000000000000000000000000000")),
        (2, "of order two", Hash256.Parse("ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f")),
    ];

    // 2, 3, 6: in every place that takes a point.
    private void AddPoints()
    {
        foreach ((int number, string what, Hash256 bad) in _badPoints)
        {
            foreach ((string place, PrivateBundle bundle, Transaction proven) in WithPoint(bad))
            {
                Add(number, $"{place} {what}", Under(bundle, proven), LedgerFault.PrivatePoint);
            }
        }

        TransactionOutput unowned = TransactionOutput.Coin(Komandor.Ledger.Lock.Key(new PublicKey(_badPoints[4].Encoding)), AssetId.Kmcc, _amount - 500);
        TransactionBody body = (_coin with { Outputs = [unowned], Fee = 500 }).Build();
        Add(3, "lock whose key is of small order", Transaction.Create(body, Witness.Sign(_held, _key, body)), LedgerFault.KeyNotAcceptable);
    }

    private IEnumerable<(string Place, PrivateBundle Bundle, Transaction Proven)> WithPoint(Hash256 bad)
    {
        ShieldedBundle shielded = (ShieldedBundle)_shielded.Body.Bundle!;
        ShieldedInput[] tagged = [shielded.Inputs[0] with { Tag = bad }, shielded.Inputs[1]];
        yield return ("tag", shielded with { Inputs = [.. tagged.OrderBy(input => input.Tag)] }, _shielded);
        yield return ("offset", shielded with { Inputs = [shielded.Inputs[0] with { Offset = bad }, shielded.Inputs[1]] }, _shielded);
        yield return ("commitment taken", shielded with { Inputs = [shielded.Inputs[0] with { Commitment = bad }, shielded.Inputs[1]] }, _shielded);
        yield return ("key", shielded with { Outputs = [shielded.Outputs[0] with { Key = bad }, shielded.Outputs[1]] }, _shielded);
        yield return ("commitment made", shielded with { Outputs = [shielded.Outputs[0] with { Commitment = bad }, shielded.Outputs[1]] }, _shielded);
        yield return ("ephemeral key", shielded with { Outputs = [shielded.Outputs[0] with { EphemeralKey = bad }, shielded.Outputs[1]] }, _shielded);
        RingBundle ring = (RingBundle)_ring.Body.Bundle!;
        yield return ("image", ring with { Inputs = [ring.Inputs[0] with { Image = bad }] }, _ring);
        yield return ("ring's commitment", ring with { Inputs = [ring.Inputs[0] with { Commitment = bad }] }, _ring);
    }

    // 3 and 6: scalars at the order and above, points in proofs that are none, and proofs of zeros.
    private void AddScalars()
    {
        foreach (BigInteger value in new[] { Order, Order + 1, BigInteger.Pow(2, 255), BigInteger.Pow(2, 256) - 1 })
        {
            byte[] bytes = new byte[32];
            Invariant.Require(value.TryWriteBytes(bytes, out _, isUnsigned: true));
            string what = string.Create(CultureInfo.InvariantCulture, $"excess of {value}");
            Add(3, what, Under(_entering.Body.Bundle! with { Excess = new Hash256(bytes) }, _entering), LedgerFault.PrivateScalar);
        }

        foreach (Transaction honest in new[] { _ring, _shielded })
        {
            foreach (LedgerFault proof in ProofsOf(honest))
            {
                PrivateTier tier = honest.Body.Bundle!.Tier;
                (int start, int end) = (PlaceOf(honest, proof).Start.Value, PlaceOf(honest, proof).End.Value);
                Add(3, $"{tier} {proof}'s last scalar and the order", Shift(honest, end - 32, Order, isReduced: false), proof);
                Add(3, $"{tier} {proof}'s first point not canonical", With(honest, start, _badPoints[1].Encoding.ToArray()), proof);
                Add(6, $"{tier} {proof}'s first point neutral", With(honest, start, new byte[32]), proof);
                Add(6, $"{tier} {proof}'s last scalar zero", With(honest, end - 32, new byte[32]), proof);
                Add(6, $"{tier} {proof} of zeros", With(honest, start, new byte[end - start]), proof);
            }
        }
    }

    // 7: one L and R too many or too few, and more outputs than a bundle may have.
    private void AddLengths()
    {
        foreach (Transaction honest in new[] { _ring, _shielded, _entering })
        {
            PrivateTier tier = honest.Body.Bundle!.Tier;
            string what = $"{tier} proofs, entering {honest.Body.Bundle.Entering}";
            Add(7, $"{what}, one L and R too few", honest.Encoded[..^64].ToArray(), LedgerFault.ProofLength);
            Add(7, $"{what}, one L and R too many", [.. honest.Encoded.Span, .. new byte[64]], LedgerFault.ProofLength);
        }

        PrivateOutput output = _ring.Body.Bundle!.Outputs[0];
        Add(7, "seventeen outputs", Under(_ring.Body.Bundle with { Outputs = [.. Enumerable.Repeat(output, 17)] }, _ring), LedgerFault.PrivateCount);
        Add(7, "one output", Under(_ring.Body.Bundle with { Outputs = [output] }, _ring), LedgerFault.PrivateCount);
    }

    // 10: two outputs of one key. 11: one tag twice in a transaction.
    private void AddRepeated()
    {
        foreach (Transaction honest in new[] { _ring, _shielded, _entering })
        {
            PrivateBundle bundle = honest.Body.Bundle!;
            PrivateBundle repeated = bundle with { Outputs = [bundle.Outputs[0], bundle.Outputs[1] with { Key = bundle.Outputs[0].Key }] };
            Add(10, $"{bundle.Tier} outputs of one key, entering {bundle.Entering}", Under(repeated, honest), LedgerFault.OutputTwice);
        }

        ShieldedBundle shielded = (ShieldedBundle)_shielded.Body.Bundle!;
        RingBundle rings = (RingBundle)_rings.Body.Bundle!;
        Add(11, "one tag twice", Under(shielded with { Inputs = [shielded.Inputs[0], shielded.Inputs[0]] }, _shielded), LedgerFault.TagsNotAscending);
        Add(11, "one image twice", Under(rings with { Inputs = [rings.Inputs[0], rings.Inputs[0]] }, _rings), LedgerFault.TagsNotAscending);
        Add(11, "tags that fall", Under(shielded with { Inputs = [shielded.Inputs[1], shielded.Inputs[0]] }, _shielded), LedgerFault.TagsNotAscending);
    }

    // 12: sets and rings that are not there, or are others than those that were proven over.
    private void AddCovers()
    {
        ShieldedBundle shielded = (ShieldedBundle)_shielded.Body.Bundle!;
        Add(12, "set that is not there", Under(shielded with { Inputs = [shielded.Inputs[0] with { Set = 1 }, shielded.Inputs[1]] }, _shielded), LedgerFault.SetTooSmall);
        foreach (ulong height in new[] { _view.NewestAnchorHeight + 1_000_000, PrivateLimits.MaximumIndex })
        {
            Add(12, string.Create(CultureInfo.InvariantCulture, $"anchor {height}"), Under(shielded with { AnchorHeight = height }, _shielded), LedgerFault.AnchorUnknown);
        }

        PoolAnchor first = _view.Anchor(PoolId.Shielded, 0)!.Value;
        Invariant.Require(first.Size < _view.Anchor(PoolId.Shielded, _view.NewestAnchorHeight)!.Value.Size);
        Add(12, "set as it was under an older anchor", _forger.Make(_forger.Honest(Notes(PrivateTier.Shielded, 1)[0], first), _forger.Padding()), LedgerFault.MembershipProof);
        RingBundle ring = (RingBundle)_ring.Body.Bundle!;
        ImmutableArray<ulong> members = ring.Inputs[0].Members;
        (string, ImmutableArray<ulong>, LedgerFault)[] rings =
        [
            ("member that is not there", members.SetItem(15, 1UL << 40), LedgerFault.MemberUnknown),
            ("member twice", members.SetItem(3, members[2]), LedgerFault.MembersNotAscending),
            ("members in another order", members.SetItem(3, members[4]).SetItem(4, members[3]), LedgerFault.MembersNotAscending),
            ("member above every number", members.SetItem(15, PrivateLimits.MaximumIndex + 1), LedgerFault.MembersNotAscending),
        ];
        foreach ((string what, ImmutableArray<ulong> changed, LedgerFault fault) in rings)
        {
            Add(12, what, Under(ring with { Inputs = [ring.Inputs[0] with { Members = changed }] }, _ring), fault);
        }
    }
}
