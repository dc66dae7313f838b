using System.Collections.Immutable;
using System.Security.Cryptography;
using Komandor.Cryptography.Curve25519;
using Komandor.Cryptography.Proofs;
using Komandor.Ledger;
using Komandor.Ledger.Private;
using Komandor.Primitives;
using Komandor.Wallet.Private.Keys;
using Komandor.Wallet.Private.Scanning;

namespace Komandor.Wallet.Private.Building;

/// <summary>Makes private transactions out of own notes and the copy of the pools.</summary>
/// <remarks>docs/protocol/private-wallet.md §3 and §6. A note that was offered before keeps its ring, or its set and anchor.</remarks>
internal sealed class PrivateBuilder
{
    private readonly WalletKeys _keys;
    private readonly PoolCopy _copy;
    private readonly PrivateParameters _parameters;
    private readonly ChainId _chain;
    private readonly CoverBuilder _covers;
    private readonly IForkJoin _forkJoin;
    private readonly Lazy<ulong> _ringSize;

    /// <summary>A builder over the state of <paramref name="copy"/> below <paramref name="nextHeight"/>; the copy does not change while it is used.</summary>
    internal PrivateBuilder(SpendKey key, PoolCopy copy, PrivateParameters parameters, ChainId chain, ulong nextHeight, IForkJoin? forkJoin = null)
        : this(new WalletKeys(key), copy, parameters, chain, nextHeight, forkJoin)
    {
    }

    /// <summary>As above, with what keys there are: without a spend key it chooses, and proves what takes none.</summary>
    internal PrivateBuilder(WalletKeys keys, PoolCopy copy, PrivateParameters parameters, ChainId chain, ulong nextHeight, IForkJoin? forkJoin = null)
    {
        _forkJoin = forkJoin ?? SerialForkJoin.Instance;
        _ringSize = new Lazy<ulong>(() => copy.SizeAt(PrivateTier.Ring, Anchor));
        (_keys, _copy, _parameters, _chain) = (keys, copy, parameters, chain);
        _covers = new CoverBuilder(copy, parameters, chain);
        Anchor = nextHeight == 0 ? 0 : parameters.NewestAnchor(nextHeight - 1);
    }

    /// <summary>The newest anchor that the copy knows everything below of.</summary>
    internal ulong Anchor { get; }

    /// <summary>Whether a note can be spent now: its anchor is known, and there is a crowd to hide in.</summary>
    internal bool IsSpendable(WalletNote note) => note.Found.Tier == PrivateTier.Ring
        ? note.Found.Height <= Anchor && _ringSize.Value is var size && size >= _parameters.MinimumRing && note.Found.Index < size
        : NoteWeight.AnchorOf(note.Found.Height, _parameters.AnchorBlocks) <= Anchor && _copy.Anchor(Anchor) is not null
            && _covers.Choose(note.Found.Index, Anchor, Uniform) is not null;

    /// <summary>Pays with own notes; they are worth amount, leaving and fee at least, and what is left comes back.</summary>
    internal BuiltPayment Pay(PrivateOrder order, IReadOnlyList<WalletNote> notes)
    {
        ulong total = notes.Aggregate(0UL, (sum, note) => sum + note.Found.Value);
        PrivateFrame frame = Frame(order, total - order.Amount - order.Leaving - order.Fee);
        return order.Tier == PrivateTier.Ring ? PayRing(frame, order, notes) : PayShielded(frame, order, notes);
    }

    /// <summary>Pays transparent coins into a pool: the recipient's note, and one of what is left, mostly nothing, for the wallet.</summary>
    internal static Transaction Enter(
        FullViewKey key, PrivateOrder order, ulong rest, Func<TransactionBody, IReadOnlyList<Witness>> witness) =>
        PrivateAssembler.Entering(Frame(key, order, rest), order.Amount + rest, witness);

    /// <summary>Notes with the rings that they are offered in: those of before, or fresh ones.</summary>
    internal ImmutableArray<WalletNote> ChooseRings(IReadOnlyList<WalletNote> notes)
    {
        DecoyPicker picker = Picker(PrivateTier.Ring, Anchor);
        return [.. notes.Select(note => note.Ring.IsEmpty ? note with { Ring = picker.Pick(note.Found.Index) } : note)];
    }

    /// <summary>Notes with the sets that they are offered in, under the one anchor that they name.</summary>
    internal ImmutableArray<WalletNote> ChooseSets(IReadOnlyList<WalletNote> notes)
    {
        ulong anchor = AnchorOf(notes);
        return [.. notes.Select(note => note with { Set = note.Set ?? _covers.Choose(note.Found.Index, anchor, Uniform)!.Value, Anchor = anchor })];
    }

    /// <summary>A set for padding: one that a second note could have lain in.</summary>
    internal ulong ChoosePaddingSet(ulong anchor) => _covers.Choose(Picker(PrivateTier.Shielded, anchor).Draw(), anchor, Uniform)!.Value;

    /// <summary>Whether members will still take a transaction that names an anchor, with one anchor to spare.</summary>
    internal bool IsUsable(ulong anchor) => anchor <= Anchor && Anchor - anchor < (_parameters.AnchorWindow - 1) * _parameters.AnchorBlocks;

    /// <summary>w of a shielded note, whose anchor is known.</summary>
    internal Scalar WeightOf(FoundNote found) => PrivateScanner.WeightOf(_copy, _parameters, _chain, found.Height)!.Value;

    /// <summary>A set under an anchor, and the place in it of note <paramref name="index"/>, or 0 for the virtual one.</summary>
    internal (CoverSet Set, int Place) CoverOf(ulong number, ulong anchor, ulong? index)
    {
        (CoverSet set, CoverRange range) = _covers.Get(number, anchor);
        return (set, index is null ? 0 : (int)(index.Value - range.First) + 1);
    }

    /// <summary>Key and commitment of the members of a ring: 1,024 bytes.</summary>
    internal byte[] RingBytes(ImmutableArray<ulong> members)
    {
        byte[] ring = new byte[RingSignature.RingSizeBytes];
        for (int member = 0; member < members.Length; member++)
        {
            PoolNote one = _copy.Note(PrivateTier.Ring, members[member]);
            one.Key.CopyTo(ring.AsSpan(2 * member * Hash256.SizeBytes));
            one.Commitment.CopyTo(ring.AsSpan(((2 * member) + 1) * Hash256.SizeBytes));
        }

        return ring;
    }

    private SpendKey Spender => _keys.Spend ?? throw Storage.WalletException.WatchOnly();

    private PrivateFrame Frame(PrivateOrder order, ulong rest) => Frame(Spender.View, order, rest);

    private static PrivateFrame Frame(FullViewKey key, PrivateOrder order, ulong rest)
    {
        PrivatePayment paid = new(order.To, order.Amount);
        PrivatePayment change = new(order.RestTo ?? key.Incoming.AddressAt(order.To.Prefix, AddressTable.ChangeNumber), rest);
        int place = RandomNumberGenerator.GetInt32(2);
        byte[] seed = RandomNumberGenerator.GetBytes(32);
        return new PrivateFrame(
            order.Draft with { Fee = order.Fee }, order.Tier, place == 0 ? [paid, change] : [change, paid], place, PrivateMemo.Encode(order.Memo), seed,
            RandomNumberGenerator.GetBytes(32))
        {
            Recovery = (nonce, outputs) => RecoveryCipher.Seal(key, nonce, outputs, order.To, seed),
        };
    }

    private BuiltPayment PayRing(PrivateFrame frame, PrivateOrder order, IReadOnlyList<WalletNote> notes)
    {
        ImmutableArray<WalletNote> chosen = ChooseRings(notes);
        Transaction transaction = PrivateAssembler.Ring(frame, order.Leaving, [.. chosen.Select(RingOf)]);
        return Built(transaction, chosen);
    }

    /// <summary>A ring note in the ring that was chosen for it.</summary>
    internal RingSpend RingOf(WalletNote note) => new(
        OwnedKeys.RingSecret(Spender, note.Found), OwnedKeys.Blinding(note.Found), note.Found.Value, note.Ring, RingBytes(note.Ring), note.Ring.IndexOf(note.Found.Index));

    private BuiltPayment PayShielded(PrivateFrame frame, PrivateOrder order, IReadOnlyList<WalletNote> notes)
    {
        ImmutableArray<WalletNote> chosen = ChooseSets(notes);
        ulong anchor = chosen[0].Anchor!.Value;
        List<ShieldedSpend> spends = [.. chosen.Select(note => Spend(note, anchor))];
        while (spends.Count < PrivateLimits.ShieldedInputs)
        {
            spends.Add(Padding(anchor));
        }

        Transaction transaction = PrivateAssembler.Shielded(frame, order.Leaving, anchor, spends, _forkJoin);
        return Built(transaction, chosen);
    }

    // The oldest anchor under which one of the notes was offered, while it may be used and all of them are below it; else the newest.
    private ulong AnchorOf(IReadOnlyList<WalletNote> notes)
    {
        ulong oldest = notes.Min(note => note.Anchor) ?? Anchor;
        bool isUsable = IsUsable(oldest) && notes.All(note => NoteWeight.AnchorOf(note.Found.Height, _parameters.AnchorBlocks) <= oldest
                && (note.Set is null ? _covers.Choose(note.Found.Index, oldest, Uniform) is not null : true));
        return isUsable ? oldest : Anchor;
    }

    private ShieldedSpend Spend(WalletNote note, ulong anchor)
    {
        FoundNote found = note.Found;
        Scalar weight = WeightOf(found);
        (CoverSet set, int place) = CoverOf(note.Set!.Value, anchor, found.Index);
        return new ShieldedSpend(
            weight * (Spender.View.Serial + OwnedKeys.ShieldedOffset(_keys.Incoming, found)),
            weight * Spender.Spend,
            OwnedKeys.Blinding(found),
            found.Value,
            note.Set.Value,
            set,
            place);
    }

    // The virtual note of value zero.
    private ShieldedSpend Padding(ulong anchor)
    {
        ulong number = ChoosePaddingSet(anchor);
        return new ShieldedSpend(Random(), Random(), Random(), 0, number, CoverOf(number, anchor, null).Set, 0);
    }

    // By the notes under the anchor and the mean growth of the pool until then.
    private DecoyPicker Picker(PrivateTier tier, ulong anchor)
    {
        ulong size = _copy.SizeAt(tier, anchor);
        double seconds = (_copy.TimeOf(tier, size - 1).UnixMicroseconds - _copy.TimeOf(tier, 0).UnixMicroseconds) / 1e6;
        return new DecoyPicker(size, size / Math.Max(seconds, 1), Uniform);
    }

    private static BuiltPayment Built(Transaction transaction, ImmutableArray<WalletNote> notes)
    {
        PrivateBundle bundle = transaction.Body.Bundle!;
        return new BuiltPayment(
            transaction, notes, [.. Enumerable.Range(0, bundle.InputCount).Select(input => PrivateObjects.Tag(bundle.Pool, bundle.TagOf(input)))]);
    }

    private static Scalar Random()
    {
        Span<byte> wide = stackalloc byte[64];
        RandomNumberGenerator.Fill(wide);
        Scalar scalar = Scalar.ReadWide(wide);
        CryptographicOperations.ZeroMemory(wide);
        return scalar;
    }

    /// <summary>Chance that nobody foresees: 53 bits, from 0 up to 1.</summary>
    internal static double Uniform()
    {
        Span<byte> bytes = stackalloc byte[8];
        RandomNumberGenerator.Fill(bytes);
        return (BitConverter.ToUInt64(bytes) >> 11) * (1.0 / (1UL << 53));
    }
}
