using System.Diagnostics;
using System.Security.Cryptography;
using Komandor.Cryptography.Curve25519;
using Komandor.Cryptography.Proofs;
using Komandor.Primitives;

namespace Komandor.Benchmarks;

/// <summary>The proofs of private money, on one thread: what one costs alone and in a batch.</summary>
internal sealed class ProofBenchmark : IBenchmark
{
    private const int Batch = 64;
    private const double WarmUpSeconds = 2;

    /// <inheritdoc/>
    public string Name => "proofs";

    /// <inheritdoc/>
    public string Summary => "ring signatures, range and membership proofs, representation proofs: verification alone and in batches, and proving";

    /// <inheritdoc/>
    public IReadOnlyList<Figure> Run(TextWriter log)
    {
        List<Figure> figures = [];
        log.WriteLine("rings…");
        RingCheck ring = MakeRing();
        RingCheck[] rings = [.. Enumerable.Repeat(ring, Batch)];
        RingVerifier ringVerifier = new();
        figures.Add(Measure("clsag 16 verify", 50, 1, () => Require(ringVerifier.Verify(ring) == ProofFault.None)));
        figures.Add(Measure("clsag 16 batch 64, each", 1, Batch, () => Require(ringVerifier.VerifyBatch(rings, new ProofFault[Batch]))));
        log.WriteLine("ranges…");
        RangeCheck range = MakeRange();
        RangeCheck[] ranges = [.. Enumerable.Repeat(range, Batch)];
        RangeVerifier rangeVerifier = new();
        figures.Add(Measure("bulletproof 2 verify", 50, 1, () => Require(rangeVerifier.Verify(range) == ProofFault.None)));
        figures.Add(Measure("bulletproof 2 batch 64, each", 1, Batch, () => Require(rangeVerifier.VerifyBatch(ranges, new ProofFault[Batch]))));
        figures.Add(Measure("bulletproof 2 prove", 1, 1, () => MakeRange()));
        log.WriteLine("inputs…");
        RelationCheck input = MakeInput();
        RelationCheck[] inputs = [.. Enumerable.Repeat(input, Batch)];
        RelationVerifier relationVerifier = new();
        figures.Add(Measure("spend relation batch 64, each", 1, Batch, () => Require(relationVerifier.VerifyBatch(inputs, new ProofFault[Batch]))));
        foreach (int places in new[] { 4096, 16384 })
        {
            log.WriteLine($"membership in {places}…");
            AddMembership(figures, places, places == 4096 ? [1, 4, 16] : [1]);
        }

        return figures;
    }

    private static void AddMembership(List<Figure> figures, int places, int[] setCounts)
    {
        CoverSet[] sets = [.. Enumerable.Range(0, setCounts.Max()).Select(number => MakeSet(places - 1, number))];
        MembershipCheck[] each = [.. sets.Select(MakeMembership)];
        MembershipVerifier verifier = new();
        figures.Add(Measure($"membership {places} verify", 1, 1, () => Require(verifier.Verify(each[0]) == ProofFault.None)));
        foreach (int count in setCounts)
        {
            MembershipCheck[] checks = [.. Enumerable.Range(0, Batch).Select(index => each[index % count])];
            string name = count == 1 ? $"membership {places} batch 64, 1 set, each" : $"membership {places} batch 64, {count} sets, each";
            figures.Add(Measure(name, 1, Batch, () => Require(verifier.VerifyBatch(checks, new ProofFault[Batch]))));
        }

        figures.Add(Measure($"membership {places} prove", 1, 1, () => MakeMembership(sets[0])));
    }

    private static void Require(bool holds) => Invariant.Require(holds);

    // The least of several processor times, after a warm-up that lets the compiler see the loops.
    private static Figure Measure(string name, int rounds, int proofs, Action work)
    {
        // The compiler optimises a method after some thirty calls and a moment, on a thread whose time would count.
        long start = Stopwatch.GetTimestamp();
        for (int index = 0; index < 100 && Stopwatch.GetElapsedTime(start).TotalSeconds < WarmUpSeconds; index++)
        {
            work();
        }

        Thread.Sleep(300);
        work();

        double seconds = Enumerable.Range(0, 5).Min(_ => CpuClock.Measure(() =>
        {
            for (int round = 0; round < rounds; round++)
            {
                work();
            }
        }));
        return new Figure(name, seconds * 1e3 / rounds / proofs, "ms");
    }

    private static Scalar Secret(int number) => Scalar.ReadWide(SHA512.HashData(BitConverter.GetBytes(number)));

    private static Hash256 Context => new(SHA256.HashData([1]));

    private static byte[] Randomness => SHA256.HashData([2]);

    private static byte[] Encode(EdwardsPoint point)
    {
        byte[] encoded = new byte[Ristretto255.SizeBytes];
        Ristretto255.Write(point, encoded);
        return encoded;
    }

    private static RingCheck MakeRing()
    {
        byte[] ring =
        [
            .. Enumerable.Range(0, RingSignature.MemberCount).SelectMany(member => Encode(EdwardsPoint.Base.Multiply(Secret(member)))
                .Concat(Encode(Pedersen.Commit(9, Secret(100 + member))))),
        ];
        byte[] offset = Encode(Pedersen.Commit(9, Secret(200)));
        return RingSigner.Sign(Context, ring, offset, 5, Secret(5), Secret(105) + -Secret(200), Randomness);
    }

    private static RangeCheck MakeRange()
    {
        (byte[] commitments, byte[] proof) = RangeProver.Prove(Context, [5, ulong.MaxValue], [Secret(1), Secret(2)], Randomness);
        return new RangeCheck(Context, commitments, proof);
    }

    private static RelationCheck MakeInput()
    {
        RelationShape shape = RelationShape.SpendInput;
        Scalar[] secrets = [.. Enumerable.Range(0, shape.Secrets).Select(Secret)];
        EdwardsPoint tagBase = Generators.TagBase(new ChainId(Context), Context);
        EdwardsPoint tag = (tagBase + -Generators.Spend.Multiply(secrets[1])).Multiply(ScalarSpans.Invert(secrets[0]));
        byte[] points =
        [
            .. Encode(RelationProver.Evaluate(shape.Equations[0], [], secrets)),
            .. Encode(RelationProver.Evaluate(shape.Equations[1], [], secrets)),
            .. Encode(tag),
            .. Encode(tagBase),
        ];
        return new RelationCheck(shape, Context, points, RelationProver.Prove(shape, Context, points, secrets, Randomness));
    }

    private static CoverSet MakeSet(int notes, int number)
    {
        byte[] encoded = new byte[notes * Ristretto255.SizeBytes];
        EdwardsPoint[] points = Generators.DeriveMany(BitConverter.GetBytes(number), notes);
        Ristretto255.WriteBatch(points, encoded);
        Require(CoverSet.TryRead(encoded, out CoverSet? set) == ProofFault.None);
        return set!;
    }

    private static MembershipCheck MakeMembership(CoverSet set)
    {
        int place = set.Places / 3;
        byte[] offset = Encode(set.Bases.Points[place] + EdwardsPoint.Base.Multiply(Secret(1)));
        byte[] zero = Encode(Pedersen.Commit(7, Secret(2)));
        return MembershipProver.Prove(set, Context, offset, zero, place, -Secret(1), Randomness, SerialForkJoin.Instance);
    }
}
