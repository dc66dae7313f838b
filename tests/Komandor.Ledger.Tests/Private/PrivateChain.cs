using System.Collections.Concurrent;
using Komandor.Ledger.Private;
using Komandor.PrivatePayer;

namespace Komandor.Ledger.Tests.Private;

/// <summary>A chain whose genesis has notes of both tiers for two payers, with small numbers so that they can be spent at once.</summary>
internal sealed class PrivateChain
{
    internal const ulong NoteAmount = 100_000;

    private static readonly ConcurrentDictionary<(PrivateParameters Numbers, int Notes), Genesis> _geneses = [];

    internal static readonly PrivateParameters Numbers = new(1, 64, 16, 16);

    internal PrivateChain(PrivateParameters? numbers = null, int notes = 10)
    {
        Ada = new Payer("Ada", "kmdt");
        Bob = new Payer("Bob", "kmdt");
        Chain = new TestChain(_geneses.GetOrAdd((numbers ?? Numbers, notes), MakeGenesis));
        Ada.Observe(Chain.Genesis);
        Bob.Observe(Chain.Genesis);
    }

    private static Genesis MakeGenesis((PrivateParameters Numbers, int Notes) shape)
    {
        PrivateAddress[] owners = [new Payer("Ada", "kmdt").Address, new Payer("Bob", "kmdt").Address];
        PrivateTier[] tiers = [PrivateTier.Ring, PrivateTier.Shielded];
        return TestChain.MakeGenesis(
            shape.Numbers,
            [.. from number in Enumerable.Range(0, shape.Notes) from tier in tiers from owner in owners select new GenesisNote(owner, tier, NoteAmount, "note")],
            []);
    }

    internal TestChain Chain { get; }

    internal Payer Ada { get; }

    internal Payer Bob { get; }

    internal PrivateVerifier Proofs => Chain.Proofs;

    internal PoolState Pool(PrivateTier tier) => PoolState.Read(Chain.State, PoolId.Of(tier));

    /// <summary>A draft without inputs and outputs.</summary>
    internal TransactionDraft Draft(params TransactionOutput[] outputs) => Chain.Draft() with { Outputs = [.. outputs] };

    /// <summary>Ada pays Bob by shielded notes.</summary>
    internal Transaction Shielded(int first = 0, int count = 2, ulong value = 5_000, params TransactionOutput[] outputs) =>
        Ada.PayShielded(Draft(outputs), Chain.View, Proofs.Sets, Ada.NotesOf(PrivateTier.Shielded)[first..(first + count)], Bob.Address, value, 1);

    /// <summary>Ada pays Bob by ring notes.</summary>
    internal Transaction Ring(int first = 0, int count = 1, ulong value = 5_000, params TransactionOutput[] outputs) =>
        Ada.PayRing(Draft(outputs), Chain.View, Ada.NotesOf(PrivateTier.Ring)[first..(first + count)], [new(Bob.Address, value)], 1);

    /// <summary>An account's coin enters a pool, for Ada and Bob.</summary>
    internal Transaction Enter(PrivateTier tier, int account = 0) => Ada.Enter(
        Chain.Draft(Chain.Coin(account)), tier, TestChain.CoinAmount, Bob.Address, 7_000, TestChain.Owner(account), TestChain.Keys[account], 1);

    internal Block Commit(params IEnumerable<Transaction> transactions)
    {
        Block block = Chain.Commit(transactions);
        Ada.Observe(block);
        Bob.Observe(block);
        Chain.AssertSupplyConserved();
        return block;
    }
}
