using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using Komandor.Cryptography;
using Komandor.Cryptography.Curve25519;
using Komandor.Cryptography.Proofs;
using Komandor.Ledger;
using Komandor.Ledger.Private;
using Komandor.Primitives;

namespace Komandor.PrivatePayer;

/// <summary>A wallet in memory for tests: slow and careless with its secrets, but it makes every kind of private transaction and finds every note.</summary>
/// <remarks>docs/protocol/private-wallet.md, with one address. Its randomness comes from its name, so that a test repeats.</remarks>
public sealed class Payer
{
    private static readonly HashDomain _domain = new("komandor.testpay");

    private readonly string _name;
    private readonly Scalar _spend;
    private readonly Scalar _ring;
    private readonly Scalar _serial;
    private readonly Scalar _find;
    private readonly Scalar _serialOffset;
    private readonly Scalar _ringOffset;
    private readonly Dictionary<PrivateTier, ulong> _sizes = new() { [PrivateTier.Ring] = 0, [PrivateTier.Shielded] = 0 };
    private readonly Dictionary<ulong, Hash256> _tags = [];
    private readonly Dictionary<ulong, Hash256> _images = [];
    private int _drawn;

    /// <summary>A payer whose keys hang on its name alone.</summary>
    public Payer(string name, string prefix)
    {
        _name = name;
        (_spend, _ring, _serial, _find, _serialOffset, _ringOffset) = (Draw(), Draw(), Draw(), Draw(), Draw(), Draw());
        UInt128 diversifier = (UInt128)_find.Bits(0, 16) << 64;
        EdwardsPoint second = Generators.Serial.Multiply(_serial + _serialOffset) + Generators.Spend.Multiply(_spend);
        Address = new PrivateAddress(
            prefix,
            diversifier,
            NoteMaker.Encode(PrivateAddress.BaseOf(diversifier).Multiply(_find)),
            NoteMaker.Encode(second),
            NoteMaker.Encode(EdwardsPoint.Base.Multiply(_ring + _ringOffset)));
    }

    /// <summary>Where it is paid.</summary>
    public PrivateAddress Address { get; }

    /// <summary>Its notes that it has not seen spent.</summary>
    public List<OwnedNote> Notes { get; } = [];

    /// <summary>What its notes are worth.</summary>
    public ulong Balance => Notes.Aggregate(0UL, (sum, note) => sum + note.Value);

    /// <summary>Its notes of a tier.</summary>
    public OwnedNote[] NotesOf(PrivateTier tier) => [.. Notes.Where(note => note.Tier == tier)];

    /// <summary>Finds its notes of the genesis.</summary>
    public void Observe(Genesis genesis)
    {
        foreach (PrivateTier tier in new[] { PrivateTier.Ring, PrivateTier.Shielded })
        {
            Find(tier, genesis.OutputsOf(tier), PoolId.Of(tier).Value, 0, default);
        }
    }

    /// <summary>Finds what a block brings and takes. Blocks come in their order.</summary>
    public void Observe(Block block)
    {
        foreach (Transaction transaction in block.Transactions)
        {
            if (transaction.Body.Bundle is { } bundle)
            {
                for (int input = 0; input < bundle.InputCount; input++)
                {
                    Hash256 tag = bundle.TagOf(input);
                    Notes.RemoveAll(note => note.Tier == bundle.Tier && TagOf(block.Header.ChainId, note, null) == tag);
                }

                Find(bundle.Tier, bundle.Outputs, transaction.Body.Nonce, block.Header.Height, bundle.SealedMemo);
            }
        }
    }

    /// <summary>The tag or image of a note; a shielded one's hangs on its weight, or is remembered from when it was spent.</summary>
    public Hash256 TagOf(ChainId chain, OwnedNote note, PoolView? view)
    {
        if (note.Tier == PrivateTier.Ring)
        {
            if (!_images.TryGetValue(note.Index, out Hash256 image))
            {
                _images[note.Index] = image = NoteMaker.Encode(RingSigner.Image(note.Serial, note.Key.ToArray()));
            }

            return image;
        }

        if (view is not null)
        {
            Scalar weight = Weight(view, note);
            _tags[note.Index] = NoteMaker.Encode(PrivateAssembler.Tag(
                Generators.TagBase(chain, PoolId.Shielded.Value), weight * note.Serial, weight * _spend));
        }

        return _tags.GetValueOrDefault(note.Index);
    }

    /// <summary>Pays by shielded notes: two of them, or one and the virtual one.</summary>
    public Transaction PayShielded(
        TransactionDraft draft, PoolView view, CoverSets sets, IReadOnlyList<OwnedNote> notes, PrivateAddress to, ulong value, ulong workPrice, ulong? anchorHeight = null)
    {
        ulong leaving = LeavingOf(draft);
        FeeQuote quote = FeeQuote.OfPrivate(draft, PrivateTier.Shielded, 2, 2, [], workPrice);
        ulong rest = notes.Aggregate(0UL, (sum, note) => sum + note.Value) - value - quote.Fee - leaving;
        ulong height = anchorHeight ?? view.NewestAnchorHeight;
        PoolAnchor anchor = view.Anchor(PoolId.Shielded, height)!.Value;
        List<ShieldedSpend> spends = [.. notes.Select(note => Spend(view, sets, note, anchor))];
        while (spends.Count < 2)
        {
            (CoverSet set, _) = SetOf(view, sets, 0, anchor);
            spends.Add(new ShieldedSpend(Draw(), Draw(), Draw(), 0, 0, set, 0));
        }

        foreach (OwnedNote note in notes)
        {
            TagOf(view.Chain, note, view);
        }

        return PrivateAssembler.Shielded(
            Frame(draft with { Fee = quote.Fee }, PrivateTier.Shielded, [new(to, value), new(Address, rest)]),
            leaving, height, spends, SerialForkJoin.Instance);
    }

    /// <summary>Pays by ring notes.</summary>
    public Transaction PayRing(
        TransactionDraft draft, PoolView view, IReadOnlyList<OwnedNote> notes, IReadOnlyList<PrivatePayment> payments, ulong workPrice)
    {
        ulong leaving = LeavingOf(draft);
        FeeQuote quote = FeeQuote.OfPrivate(draft, PrivateTier.Ring, notes.Count, payments.Count + 1, [], workPrice);
        ulong rest = notes.Aggregate(0UL, (sum, note) => sum + note.Value)
            - payments.Aggregate(0UL, (sum, one) => sum + one.Value) - quote.Fee - leaving;
        ulong size = view.Anchor(PoolId.Ring, view.NewestAnchorHeight)!.Value.Size;
        return PrivateAssembler.Ring(
            Frame(draft with { Fee = quote.Fee }, PrivateTier.Ring, [.. payments, new(Address, rest)]),
            leaving, [.. notes.Select(note => RingOf(view, note, size))]);
    }

    /// <summary>Pays a transparent coin of one key into a pool, all of it but the fee, in two notes.</summary>
    public Transaction Enter(
        TransactionDraft draft, PrivateTier tier, ulong amount, PrivateAddress to, ulong value, Komandor.Ledger.Lock held, SigningKey key, ulong workPrice)
    {
        FeeQuote quote = FeeQuote.OfPrivate(draft, tier, 0, 2, [WitnessShape.Key(held)], workPrice);
        ulong entering = amount - quote.Fee;
        return PrivateAssembler.Entering(
            Frame(draft with { Fee = quote.Fee }, tier, [new(to, value), new(Address, entering - value)]),
            entering, body => [Witness.Sign(held, key, body)]);
    }

    /// <summary>Everything that a bundle is made of, for tests that make what no wallet would.</summary>
    internal PrivateFrame Frame(TransactionDraft draft, PrivateTier tier, IReadOnlyList<PrivatePayment> payments)
    {
        byte[] memo = new byte[PrivateLimits.MemoSizeBytes];
        Encoding.UTF8.GetBytes($"from {_name}", memo);
        return new PrivateFrame(draft, tier, payments, 0, memo, Bytes(), Bytes())
        {
            Recovery = (_, _) => [.. Enumerable.Range(0, PrivateLimits.RecoverySizeBytes / 32).SelectMany(_ => Bytes())],
        };
    }

    /// <summary>A note as an input, under an anchor.</summary>
    internal ShieldedSpend Spend(PoolView view, CoverSets sets, OwnedNote note, PoolAnchor anchor)
    {
        Scalar weight = Weight(view, note);

        // The set in whose middle the note lies, if that one may be used; else the one before.
        ulong number = note.Index / PrivateLimits.SetStep;
        number -= number > 0 && CoverRange.Of(number, anchor.Size, view.Parameters.MinimumCover) is null ? 1u : 0u;
        (CoverSet set, CoverRange range) = SetOf(view, sets, number, anchor);
        return new ShieldedSpend(
            weight * note.Serial, weight * _spend, note.Blinding, note.Value, number, set, (int)(note.Index - range.First) + 1);
    }

    /// <summary>A note among the fifteen that lie around it.</summary>
    internal static RingSpend RingOf(PoolView view, OwnedNote note, ulong size)
    {
        ulong first = Math.Min(note.Index < 8 ? 0 : note.Index - 8, size - PrivateLimits.RingMembers);
        ImmutableArray<ulong> members = [.. Enumerable.Range(0, PrivateLimits.RingMembers).Select(member => first + (ulong)member)];
        byte[] ring = PrivateChecks.Ring(view, new RingInput(default, default, members));
        return new RingSpend(note.Serial, note.Blinding, note.Value, members, ring, (int)(note.Index - first));
    }

    /// <summary>A scalar that nobody else draws.</summary>
    internal Scalar Draw() => Scalar.ReadWide([.. Bytes(), .. Bytes()]);

    private static ulong LeavingOf(TransactionDraft draft) =>
        draft.Outputs.Aggregate(0UL, (sum, output) => sum + ((CoinContent)output.Content).Amount);

    private static (CoverSet Set, CoverRange Range) SetOf(PoolView view, CoverSets sets, ulong number, PoolAnchor anchor)
    {
        CoverRange range = CoverRange.Of(number, anchor.Size, view.Parameters.MinimumCover)!.Value;
        return (sets.Get(view, CoverName.Of(view, PoolId.Shielded, range)), range);
    }

    private static Scalar Weight(PoolView view, OwnedNote note)
    {
        ulong height = NoteWeight.AnchorOf(note.Height, view.Parameters.AnchorBlocks);
        return NoteWeight.Of(view.Chain, PoolId.Shielded, height, view.Anchor(PoolId.Shielded, height)!.Value.Block);
    }

    private void Find(PrivateTier tier, ImmutableArray<PrivateOutput> outputs, Hash256 nonce, ulong height, ReadOnlyMemory<byte> memo)
    {
        for (int index = 0; index < outputs.Length; index++)
        {
            PrivateOutput output = outputs[index];
            using NoteSecrets secrets = NoteSecrets.Of(
                output.EphemeralKey, NoteMaker.Read(output.EphemeralKey).Multiply(_find), nonce, index);
            if (secrets.ViewTag == output.ViewTag && NoteMaker.KeyOf(Address, tier, secrets) == output.Key)
            {
                ulong value = secrets.OpenValue(output.SealedValue.Span).Value;
                Scalar offset = secrets.KeyOffset(PoolId.Of(tier));
                Notes.Add(new OwnedNote(tier, _sizes[tier] + (ulong)index, height, value, memo.IsEmpty ? null : secrets.OpenMemo(memo.Span, nonce))
                {
                    Key = output.Key,
                    Serial = offset + (tier == PrivateTier.Ring ? _ring + _ringOffset : _serial + _serialOffset),
                    Blinding = secrets.Blinding(PoolId.Of(tier)),
                });
            }
        }

        _sizes[tier] += (ulong)outputs.Length;
    }

    private byte[] Bytes() =>
        Blake2b.Hash(_domain, Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{_name}/{_drawn++}"))).ToArray();
}
