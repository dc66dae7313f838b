using System.Globalization;
using Komandor.Ledger;
using Komandor.Ledger.Private;
using Komandor.Primitives;
using Komandor.PrivatePayer;
using Komandor.State;

namespace Komandor.Simulation;

/// <summary>Two owners of private notes, who pay each other in both tiers, take money out, and sometimes offer one note twice.</summary>
internal sealed class PrivateClients(World world)
{
    private const int NotesEach = 8;
    private const ulong NoteAmount = 100_000_000;

    private readonly Payer[] _payers = [new("Ada", "kmds"), new("Bob", "kmds")];
    private readonly Dictionary<TransactionId, (PrivateTier Tier, ulong Index)> _open = [];
    private readonly HashSet<(PrivateTier Tier, ulong Index)> _busy = [];
    private readonly PrivateTier[] _tiers = [PrivateTier.Ring, PrivateTier.Shielded];

    /// <summary>What the notes of the genesis are worth.</summary>
    public static ulong Supply => 2UL * 2 * NotesEach * NoteAmount;

    /// <summary>Judges proofs once for all members: a verdict hangs on bytes alone.</summary>
    public PrivateVerifier Proofs { get; } = new();

    /// <summary>The notes, as allocations of a genesis file.</summary>
    public IEnumerable<string> Allocations =>
        from tier in _tiers
        from payer in _payers
        from number in Enumerable.Range(0, NotesEach)
        select string.Create(
            CultureInfo.InvariantCulture,
            $$"""{"to":"{{payer.Address}}","units":{{NoteAmount}},"label":"{{number}}","tier":"{{(tier == PrivateTier.Ring ? "ring" : "shielded")}}"}""");

    /// <summary>Finds the notes of the genesis.</summary>
    public void Begin(Genesis genesis)
    {
        foreach (Payer payer in _payers)
        {
            payer.Observe(genesis);
        }
    }

    /// <summary>A payment, from what some member that is up knows; null when there is nothing to pay with.</summary>
    /// <param name="copy">The member.</param>
    /// <param name="exit">Whom what leaves a pool is paid to.</param>
    public Transaction? Pay(Copy copy, Komandor.Ledger.Lock exit)
    {
        LedgerState state = copy.State;
        if (copy.Blocks.Header(state.Version - 1) is not BlockHeader head)
        {
            return null;
        }

        PoolView view = new(state, head, world.Chain.Genesis.Parameters.Private);
        int from = world.Chance.Index(_payers.Length);
        PrivateTier tier = _tiers[world.Chance.Index(_tiers.Length)];
        OwnedNote[] notes = [.. _payers[from].NotesOf(tier).Where(note => !_busy.Contains((tier, note.Index)) && note.Value > 100_000 && note.Height < head.Height)];
        if (notes.Length == 0)
        {
            return null;
        }

        OwnedNote note = notes[world.Chance.Index(notes.Length)];
        bool leaves = world.Chance.Happens(250);
        TransactionDraft draft = new()
        {
            ChainId = world.Chain.Chain,
            Shard = world.Chain.Shard,
            Outputs = leaves ? [TransactionOutput.Coin(exit, AssetId.Kmcc, 20_000)] : [],
            ValidUntil = world.Now.Plus(world.Chance.Between(500_000, 60_000_000)),
        };
        PrivateAddress to = _payers[1 - from].Address;
        Transaction made = tier == PrivateTier.Ring
            ? _payers[from].PayRing(draft, view, [note], [new(to, 40_000)], 1)
            : _payers[from].PayShielded(draft, view, Proofs.Sets, [note], to, 40_000, 1);
        _open[made.Id] = (tier, note.Index);

        // By chance the same note is offered again, elsewhere.
        if (!world.Chance.Happens(world.Scenario.ConflictPermille))
        {
            _busy.Add((tier, note.Index));
        }

        return made;
    }

    /// <summary>A transaction has an outcome: a note that was not spent may be tried again.</summary>
    public void Release(TransactionId id)
    {
        if (_open.Remove(id, out (PrivateTier Tier, ulong Index) note))
        {
            _busy.Remove(note);
        }
    }

    /// <summary>Finds what a block brings.</summary>
    public void Settle(Block block)
    {
        foreach (Payer payer in _payers)
        {
            payer.Observe(block);
        }
    }

    /// <summary>What the pools hold, which is what the owners' notes are worth.</summary>
    public ulong CheckPools(IStateReader state)
    {
        ulong sum = 0;
        foreach (PrivateTier tier in _tiers)
        {
            ulong total = PoolState.Read(state, PoolId.Of(tier)).Total;
            ulong held = _payers.Aggregate(0UL, (value, payer) => value + payer.NotesOf(tier).Aggregate(0UL, (part, note) => part + note.Value));
            if (total != held)
            {
                world.Checks.Fail($"The {tier} pool holds {total}, its notes sum to {held}.");
            }

            sum += total;
        }

        return sum;
    }
}
