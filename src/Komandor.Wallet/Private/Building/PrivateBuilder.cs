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
    private readonly SpendKey _key;
    private readonly PoolCopy _copy;
    private readonly PrivateParameters _parameters;
    private readonly ChainId _chain;
    private readonly CoverBuilder _covers;
    private readonly IForkJoin _forkJoin;
    private readonly Lazy<ulong> _ringSize;

    /// <summary>A builder over the state of <paramref name="copy"/> below <paramref name="nextHeight"/>; the copy does not change while it is used.</summary>
    internal PrivateBuilder(SpendKey key, PoolCopy copy, PrivateParameters parameters, ChainId chain, ulong nextHeight, IForkJoin? forkJoin = null)
    {
        _forkJoin = forkJoin ?? SerialForkJoin.Instance;
        _ringSize = new Lazy<ulong>(() => copy.SizeAt(PrivateTier.Ring, Anchor));
        (_key, _copy, _parameters, _chain) = (key, copy, parameters, chain);
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

    private PrivateFrame Frame(PrivateOrder order, ulong rest) => Frame(_key.View, order, rest);

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
        DecoyPicker picker = Picker(PrivateTier.Ring, Anchor);
        ImmutableArray<WalletNote> chosen = [.. notes.Select(note => note.Ring.IsEmpty ? note with { Ring = picker.Pick(note.Found.Index) } : note)];
        Transaction transaction = PrivateAssembler.Ring(frame, order.Leaving, [.. chosen.Select(RingOf)]);
        return Built(transaction, chosen);
    }

    /// <summary>A ring note in the ring that was chosen for it.</summary>
    internal RingSpend RingOf(WalletNote note)
    {
        byte[] ring = new byte[RingSignature.RingSizeBytes];
        for (int member = 0; member < note.Ring.Length; member++)
        {
            PoolNote one = _copy.Note(PrivateTier.Ring, note.Ring[member]);
            one.Key.CopyTo(ring.AsSpan(2 * member * Hash256.SizeBytes));
            one.Commitment.CopyTo(ring.AsSpan(((2 * member) + 1) * Hash256.SizeBytes));
        }

        return new RingSpend(
            OwnedKeys.RingSecret(_key, note.Found), OwnedKeys.Blinding(note.Found), note.Found.Value, note.Ring, ring, note.Ring.IndexOf(note.Found.Index));
    }

    private BuiltPayment PayShielded(PrivateFrame frame, PrivateOrder order, IReadOnlyList<WalletNote> notes)
    {
        ulong anchor = AnchorOf(notes);
        ImmutableArray<WalletNote> chosen =
            [.. notes.Select(note => note with { Set = note.Set ?? _covers.Choose(note.Found.Index, anchor, Uniform)!.Value, Anchor = anchor })];
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
        bool isUsable = oldest <= Anchor && Anchor - oldest < (_parameters.AnchorWindow - 1) * _parameters.AnchorBlocks
            && notes.All(note => NoteWeight.AnchorOf(note.Found.Height, _parameters.AnchorBlocks) <= oldest
                && (note.Set is null ? _covers.Choose(note.Found.Index, oldest, Uniform) is not null : true));
        return isUsable ? oldest : Anchor;
    }

    private ShieldedSpend Spend(WalletNote note, ulong anchor)
    {
        FoundNote found = note.Found;
        Scalar weight = PrivateScanner.WeightOf(_copy, _parameters, _chain, found.Height)!.Value;
        (CoverSet set, CoverRange range) = _covers.Get(note.Set!.Value, anchor);
        return new ShieldedSpend(
            weight * (_key.View.Serial + OwnedKeys.ShieldedOffset(_key.View.Incoming, found)),
            weight * _key.Spend,
            OwnedKeys.Blinding(found),
            found.Value,
            note.Set.Value,
            set,
            (int)(found.Index - range.First) + 1);
    }

    // The virtual note of value zero, in a set that a second note could have lain in.
    private ShieldedSpend Padding(ulong anchor)
    {
        ulong index = Picker(PrivateTier.Shielded, anchor).Draw();
        ulong number = _covers.Choose(index, anchor, Uniform)!.Value;
        return new ShieldedSpend(Random(), Random(), Random(), 0, number, _covers.Get(number, anchor).Set, 0);
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
