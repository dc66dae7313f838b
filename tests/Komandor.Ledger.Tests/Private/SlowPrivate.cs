using System.Buffers.Binary;
using System.Numerics;
using Komandor.Cryptography.Tests.Curve25519;
using Komandor.Cryptography.Tests.Oracles;
using Komandor.Ledger.Private;

namespace Komandor.Ledger.Tests.Private;

/// <summary>The bundle and the proofs of a whole transaction, read and judged in big integers as private-money.md says, by the slow verifiers of each proof's document.</summary>
/// <remarks>It reads the bytes itself, from the bundle on; what stands before is the transparent part's. The chain is asked for notes, heights and block ids alone.</remarks>
internal sealed class SlowPrivate
{
    private readonly byte[] _bytes;
    private readonly PoolView _view;
    private readonly byte[] _chain, _context;
    private readonly List<byte[]> _tags = [], _offsets = [], _claims = [], _commitments = [];
    private readonly List<ulong[]> _rings = [];
    private readonly List<ulong> _sets = [];
    private readonly bool _isRing;
    private readonly ulong _entering, _leaving, _anchor;
    private readonly byte[] _excess = new byte[32];
    private int _place;

    internal SlowPrivate(Transaction transaction, int bundleStart, PoolView view)
    {
        (_bytes, _view, _place) = (transaction.Encoded.ToArray(), view, bundleStart);
        _chain = _bytes[1..33];
        _isRing = Take(1)[0] == 1;
        Take(1 + 32);
        (_entering, _leaving) = (Number(), Number());
        _anchor = _isRing ? 0 : Number();
        ulong inputs = Number();
        for (ulong input = 0; input < inputs; input++)
        {
            ReadInput();
        }

        ulong outputs = _isRing ? Number() : 2;
        for (ulong output = 0; output < outputs; output++)
        {
            Take(32);
            _commitments.Add(Take(32));
            Take(32 + 1 + 24);
        }

        _excess = _entering > 0 ? Take(32) : _excess;
        Take(528 + 160);
        _context = H("komandor.private", _bytes[.._place], 32);
        WitnessesSizeBytes = transaction.Body.Encoded.Length == _place ? transaction.Encoded.Length - _place : -1;
    }

    /// <summary>What stands behind the body; −1 when the body was read to another end.</summary>
    internal int WitnessesSizeBytes { get; }

    /// <summary>The rule that the transaction breaks, as N13 and N28 to N31 order them.</summary>
    /// <param name="fee">The body's fee.</param>
    /// <param name="witnesses">The bytes of the transparent witnesses.</param>
    internal LedgerFault Judge(ulong fee, int witnesses)
    {
        if (!Balances(fee))
        {
            return LedgerFault.PrivateBalance;
        }

        Take(witnesses);
        List<byte[]> hidings = [], spends = [];
        foreach (byte[] _ in _tags)
        {
            int digits = _isRing ? 0 : Take(1)[0];
            hidings.Add(Take(_isRing ? 576 : 128 * (digits + 1)));
            spends.Add(_isRing ? [] : Take(256));
        }

        byte[] range = _bytes[_place..];
        byte[] outputs = [.. _commitments.SelectMany(commitment => commitment)];
        return _isRing && !All(index => SlowRing.Verify(_context, Ring(index), _tags[index], _claims[index], hidings[index])) ? LedgerFault.RingSignature
            : !_isRing && !All(index => SlowRelation.Verify("komandor.spend.1", _context, Statement(index), spends[index])) ? LedgerFault.SpendProof
            : SlowRange.Verify(_context, outputs, range) != SlowVerdict.Valid ? LedgerFault.RangeProof
            : !_isRing && !All(index => SlowMembership.Verify(Set(_sets[index]), _context, _offsets[index], _claims[index], hidings[index])) ? LedgerFault.MembershipProof
            : LedgerFault.None;
    }

    private void ReadInput()
    {
        _tags.Add(Take(32));
        _offsets.Add(_isRing ? [] : Take(32));
        _claims.Add(Take(32));
        if (!_isRing)
        {
            _sets.Add(Number());
            return;
        }

        ulong[] members = new ulong[16];
        for (int member = 0; member < 16; member++)
        {
            members[member] = Number() + (member == 0 ? 0 : members[member - 1]);
        }

        _rings.Add(members);
    }

    private bool Balances(ulong fee)
    {
        SlowPoint sum = _commitments.Aggregate(SlowPoint.Neutral, (total, commitment) => total - Point(commitment));
        sum = _claims.Aggregate(sum, (total, claim) => total + Point(claim));
        sum = _tags.Count > 0
            ? sum - (((BigInteger)_leaving + fee) * SlowGenerators.V)
            : sum + (_entering * SlowGenerators.V) + (SlowCurve.Number(_excess) * SlowGenerators.B);
        return sum.IsNeutral;
    }

    private bool All(Func<int, SlowVerdict> judge) => Enumerable.Range(0, _tags.Count).All(index => judge(index) == SlowVerdict.Valid);

    private byte[] Ring(int input) => [.. _rings[input].SelectMany(member =>
    {
        PoolNote note = _view.Note(PoolId.Ring, member);
        return note.Key.ToArray().Concat(note.Commitment.ToArray());
    })];

    private byte[] Statement(int input) =>
        [.. _offsets[input], .. _claims[input], .. _tags[input], .. SlowRistretto.Encode(SlowGenerators.Tag(_chain, Pool()))];

    // Nᵢ = wᵢ·Sᵢ + Cᵢ of notes 2,048·k to 2,048·k + 4,094 below the anchor's size.
    private byte[] Set(ulong number)
    {
        ulong size = _view.Anchor(PoolId.Shielded, _anchor)!.Value.Size;
        List<byte> notes = [];
        for (ulong index = 2048 * number; index < size && index < (2048 * number) + 4095; index++)
        {
            PoolNote note = _view.Note(PoolId.Shielded, index);
            ulong step = _view.Parameters.AnchorBlocks;
            ulong height = (note.Height + step - 1) / step * step;
            byte[] block = _view.Anchor(PoolId.Shielded, height)!.Value.Block.Value.ToArray();
            BigInteger weight = SlowCurve.Number(H("komandor.anchor", [.. _chain, .. Pool(), .. U64(height), .. block], 64));
            notes.AddRange(SlowRistretto.Encode((weight * Point(note.Key.ToArray())) + Point(note.Commitment.ToArray())));
        }

        return [.. notes];
    }

    private byte[] Pool() => H("komandor.pool", [_isRing ? (byte)1 : (byte)2, .. new byte[32]], 32);

    private byte[] Take(int count)
    {
        _place += count;
        return _bytes[(_place - count).._place];
    }

    private ulong Number()
    {
        ulong number = 0;
        for (int shift = 0; ; shift += 7)
        {
            byte one = Take(1)[0];
            number |= (ulong)(one & 127) << shift;
            if (one < 128)
            {
                return number;
            }
        }
    }

    private static SlowPoint Point(byte[] encoded) => SlowRistretto.Decode(encoded)!.Value;

    private static byte[] U64(ulong value)
    {
        byte[] bytes = new byte[8];
        BinaryPrimitives.WriteUInt64LittleEndian(bytes, value);
        return bytes;
    }

    private static byte[] H(string personalisation, byte[] message, int sizeBytes)
    {
        byte[] hash = new byte[sizeBytes];
        Cryptography.Blake2b.Hash(new Cryptography.HashDomain(personalisation), message, hash);
        return hash;
    }
}
