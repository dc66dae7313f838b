using System.Diagnostics;
using Komandor.Ledger;
using Komandor.Ledger.Private;
using Komandor.Primitives;
using Komandor.Wallet.Private.Building;

namespace Komandor.Benchmarks;

/// <summary>Shielded payments as a member judges them, from bytes to verdicts, in pools of one, four and sixteen cover sets; and building them.</summary>
internal sealed class ShieldedWork(PrivateNotes notes, TextWriter log)
{
    /// <summary>The notes of a pool of sixteen full sets.</summary>
    internal const int MaximumNotes = (15 * PrivateLimits.SetStep) + PrivateLimits.SetNotes;

    private const int Batch = 64;
    private const int Runs = 5;
    private const double WarmUpSeconds = 3;

    /// <summary>Measures, on one thread.</summary>
    internal List<Figure> Run()
    {
        List<Figure> figures = [];
        foreach (int sets in new[] { 1, 4, 16 })
        {
            int size = ((sets - 1) * PrivateLimits.SetStep) + PrivateLimits.SetNotes;
            log.WriteLine($"Building {Batch} shielded payments in a pool of {sets} sets...");
            (Transaction[] made, double buildSeconds) = Build(size);
            int named = made.SelectMany(one => ((ShieldedBundle)one.Body.Bundle!).Inputs).Select(input => input.Set).Distinct().Count();
            string name = sets == 1 ? "1 set" : $"{sets} sets";
            (double all, double proofs) = Measure(made, size);
            figures.Add(new Figure($"shielded batch 64 per second, {name}", Batch / all, "tx/cpu-s"));
            figures.Add(new Figure($"shielded batch 64, {name}: of which proofs, each", proofs * 1e3 / Batch, "ms"));
            figures.Add(new Figure($"shielded batch 64, {name}: sets that the payments name", named, "sets"));
            if (sets == 1)
            {
                figures.Add(new Figure("size of a shielded payment with memo", made.Max(one => one.Encoded.Length), "bytes"));
            }

            figures.Add(new Figure($"building a shielded payment, {name}, prepared", buildSeconds, "cpu-s"));
            figures.Add(new Figure($"building a shielded payment, {name}, none prepared", BuildFirst(size), "cpu-s"));
        }

        return figures;
    }

    private (Transaction[] Made, double EachSeconds) Build(int size)
    {
        PrivateBuilder builder = notes.Builder(0, size);
        Komandor.Wallet.Private.WalletNote[] own = notes.Own(PrivateTier.Shielded, size, Batch);
        List<Transaction> made = [.. own[..(Batch / 2)].Select(note => notes.Pay(builder, note, notes.Genesis.Time))];
        double seconds = CpuClock.Measure(() => made.AddRange(own[(Batch / 2)..].Select(note => notes.Pay(builder, note, notes.Genesis.Time))));
        return ([.. made], seconds / (Batch / 2));
    }

    // As a wallet that was just opened: the sets of the note and of the padding are prepared out of its copy.
    private double BuildFirst(int size)
    {
        Komandor.Wallet.Private.WalletNote note = notes.Own(PrivateTier.Shielded, size, 1)[0];
        double least = double.MaxValue;
        for (int run = 0; run < Runs; run++)
        {
            PrivateBuilder builder = notes.Builder(0, size);
            least = Math.Min(least, CpuClock.Measure(() => notes.Pay(builder, note, notes.Genesis.Time)));
        }

        return least;
    }

    // Nothing is remembered from one run to the next but the prepared sets, which a member has from earlier payments.
    private (double All, double Proofs) Measure(Transaction[] made, int size)
    {
        Genesis genesis = notes.Genesis;
        PoolView view = new(new PoolSlice(genesis, size), genesis.Header(Hash256.Zero), genesis.Parameters.Private);
        TransactionVerifier stateless = new(genesis.ChainId, genesis.Shard);
        PrivateVerifier proofs = new(capacity: 0);
        byte[][] encoded = [.. made.Select(one => one.Encoded.ToArray())];
        Transaction[] decoded = new Transaction[made.Length];

        void Proofs()
        {
            LedgerFault[] faults = proofs.Foresee(view, genesis.Parameters.WorkPrice, genesis.Time, genesis.Roster, decoded, SerialForkJoin.Instance);
            Invariant.Require(Array.TrueForAll(faults, fault => fault == LedgerFault.None));
        }

        void All()
        {
            for (int index = 0; index < encoded.Length; index++)
            {
                bool isDecoded = Transaction.TryDecode(encoded[index], out Transaction? transaction, out _);
                Invariant.Require(isDecoded);
                decoded[index] = transaction!;
            }

            LedgerFault[] faults = new LedgerFault[decoded.Length];
            stateless.VerifyBatch(decoded, new VerifiedTransaction?[decoded.Length], faults);
            Invariant.Require(Array.TrueForAll(faults, fault => fault == LedgerFault.None));
            Proofs();
        }

        long start = Stopwatch.GetTimestamp();
        while (Stopwatch.GetElapsedTime(start).TotalSeconds < WarmUpSeconds)
        {
            All();
        }

        return (Least(All), Least(Proofs));
    }

    private static double Least(Action work)
    {
        Thread.Sleep(300);
        return Enumerable.Range(0, Runs).Min(_ => CpuClock.Measure(() =>
        {
            // A run of ten: the clock's steps are of 10 ms where the kernel counts so.
            for (int round = 0; round < 10; round++)
            {
                work();
            }
        })) / 10;
    }
}
