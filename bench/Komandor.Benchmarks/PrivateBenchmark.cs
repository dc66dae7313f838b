using System.Globalization;
using Komandor.Cryptography;
using Komandor.Ledger;
using Komandor.Ledger.Private;
using Komandor.Primitives;
using Komandor.Replica;
using Komandor.Wallet.Private;
using Komandor.Wallet.Private.Building;

namespace Komandor.Benchmarks;

/// <summary>Private payments that the wallet's own code makes: a ring payment beside monerod in one run, shielded ones in batches, sizes, building, scanning.</summary>
/// <remarks>docs/performance.md says what each side does.</remarks>
internal sealed class PrivateBenchmark : IBenchmark
{
    private const int Rounds = 2;
    private const int MoneroEach = 100;
    private const int WarmUp = 1_600;
    private const int RingEach = 1_200;
    private const int RingPayments = WarmUp + (Rounds * RingEach);
    private const int PerStep = 8;

    /// <inheritdoc/>
    public string Name => "private";

    /// <inheritdoc/>
    public string Summary => "private payments: ring beside monerod, shielded batches, sizes, building, scanning";

    /// <inheritdoc/>
    public IReadOnlyList<Figure> Run(TextWriter log)
    {
        List<Figure> figures = [.. RunRing(log)];
        SigningKey[] keys = [.. Enumerable.Range(1, 4).Select(Payments.MakeKey)];
        log.WriteLine($"Making a genesis of {ShieldedWork.MaximumNotes} notes...");
        using (PrivateNotes notes = new([.. keys.Select(key => key.PublicKey)], DateTimeOffset.UnixEpoch.AddYears(57), 0, ShieldedWork.MaximumNotes, 60))
        {
            figures.AddRange(new ShieldedWork(notes, log).Run());
        }

        log.WriteLine("Scanning...");
        figures.Add(new ScanBenchmark().Run(log)[0]);
        return figures;
    }

    private static List<Figure> RunRing(TextWriter log)
    {
        using MoneroWork? monero = MoneroWork.IsInstalled ? new MoneroWork() : null;
        if (monero is null)
        {
            log.WriteLine("There is no monerod: its figures are left out. Install it with: apt-get install monero");
        }
        else
        {
            log.WriteLine($"Starting monerod and making {Rounds * MoneroEach} of its transactions...");
            monero.Prepare(Rounds * MoneroEach);
        }

        (double theirs, List<Figure> network) = RunNetwork(monero, log);
        log.WriteLine("One member in this process...");
        List<Figure> member = RunMember(log);
        double inProcess = 1 / member[0].Value;
        List<Figure> figures =
        [
            .. network,
            new Figure("ring 1in2out, one member in process: verify, order, execute, store", inProcess * 1e3, "cpu-ms/tx"),
            .. member.Skip(2).Select(figure => figure with { Name = $"ring in process: {figure.Name}" }),
        ];
        if (monero is not null)
        {
            figures.Insert(1, new Figure("ring 1in2out ratio, our member in process", theirs / inProcess, "ratio"));
            figures.Add(new Figure("monerod 1in2out, into a block besides", monero.MineAll(Rounds * MoneroEach) * 1e3, "cpu-ms/tx"));
            figures.Add(new Figure("size of monerod's transaction", monero.SizeBytes, "bytes"));
        }

        return figures;
    }

    // Both sides in turn, so that a change of the machine's load hits both.
    private static (double Theirs, List<Figure> Figures) RunNetwork(MoneroWork? monero, TextWriter log)
    {
        string executable = Path.GetFullPath("artifacts/komandor/komandor");
        if (!File.Exists(executable))
        {
            throw new InvalidOperationException($"There is no {executable}: run this through ./dev bench private.");
        }

        using NetworkProcesses network = new();
        log.WriteLine($"Making {RingPayments} ring payments...");
        IReadOnlyList<PublicKey> identities = network.MakeIdentities();
        DateTimeOffset now = TimeProvider.System.GetUtcNow();
        using PrivateNotes notes = new(identities, now.AddMinutes(-1), RingPayments, 0, 1);
        Transaction[] payments = Pay(notes, Timestamp.From(now));
        log.WriteLine("Starting the network...");
        network.Start(notes.GenesisJson, executable);
        using RingNetwork ours = new(network);
        ours.Measure(payments[..WarmUp]);
        (double theirs, double one, double all, double idle) = (0, 0, 0, 0);
        for (int round = 0; round < Rounds; round++)
        {
            log.WriteLine($"Round {round + 1} of {Rounds}...");
            theirs += monero?.Measure(round * MoneroEach, MoneroEach) / Rounds ?? 0;
            (double ownOne, double ownAll, double ownIdle) = ours.Measure(payments[(WarmUp + (round * RingEach))..(WarmUp + ((round + 1) * RingEach))]);
            log.WriteLine(string.Create(CultureInfo.InvariantCulture, $"Ours {ownOne * 1e3:F2} ms a transaction in one member, {ownAll * 1e3:F2} in four; theirs {theirs * 1e3 * Rounds / (round + 1):F2}."));
            (one, all, idle) = (one + (ownOne / Rounds), all + (ownAll / Rounds), idle + (ownIdle / Rounds));
        }

        List<Figure> figures =
        [
            new Figure("ring 1in2out, one member with RPC, consensus, store, final", one * 1e3, "cpu-ms/tx"),
            new Figure("ring 1in2out, all four members", all * 1e3, "cpu-ms/tx"),
            new Figure("idle, one member, subtracted", idle * 1e3, "cpu-ms/s"),
            new Figure("size of a ring payment with memo", payments.Max(payment => payment.Encoded.Length), "bytes"),
        ];
        if (monero is not null)
        {
            figures.Insert(0, new Figure("ring 1in2out ratio", theirs / one, "ratio"));
            figures.Insert(1, new Figure("monerod 1in2out, into its pool", theirs * 1e3, "cpu-ms/tx"));
        }

        return (theirs, figures);
    }

    private static Transaction[] Pay(PrivateNotes notes, Timestamp now)
    {
        PrivateBuilder builder = notes.Builder(notes.Genesis.OutputsOf(PrivateTier.Ring).Length, 0);
        WalletNote[] own = notes.Own(PrivateTier.Ring, int.MaxValue, RingPayments);
        return [.. own.Select(note => notes.Pay(builder, note, now))];
    }

    // The fourth member of a chain of its own, as the benchmark of transparent payments measures it.
    private static List<Figure> RunMember(TextWriter log)
    {
        SigningKey[] keys = [.. Enumerable.Range(1, 4).Select(Payments.MakeKey)];
        using PrivateNotes notes = new([.. keys.Select(key => key.PublicKey)], DateTimeOffset.UnixEpoch.AddYears(57), RingPayments, 0, 1);
        ChainContext chain = new(notes.Genesis);
        VerifiedTransaction[] payments = ReplicaRun.Verify(notes.Genesis, Pay(notes, notes.Genesis.Time));
        var gossip = PreparedGossip.Make(chain, keys, payments, PerStep);
        for (int warmUp = 0; warmUp < 3; warmUp++)
        {
            log.WriteLine($"Warming up, {warmUp + 1} of 3...");
            ReplicaRun.Measure(chain, keys[3], gossip, RingPayments);
        }

        return ReplicaRun.Measure(chain, keys[3], gossip, RingPayments);
    }
}
