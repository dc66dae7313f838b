using Komandor.Cryptography;
using Komandor.Ledger;
using Komandor.Replica;

namespace Komandor.Benchmarks;

/// <summary>One member of four: verify, order, execute and persist payments that the other three send as encoded gossip.</summary>
internal sealed class ReplicaBenchmark : IBenchmark
{
    private const int PaymentCount = 24_000;
    private const int PaymentsPerStep = 40;

    /// <inheritdoc/>
    public string Name => "replica";

    /// <inheritdoc/>
    public string Summary => "one member: verify, order, execute and persist payments from prepared events";

    /// <inheritdoc/>
    public IReadOnlyList<Figure> Run(TextWriter log)
    {
        log.WriteLine("Making events...");
        SigningKey[] keys = [.. Enumerable.Range(1, 4).Select(Payments.MakeKey)];
        using Payments payments = new([.. keys.Select(key => key.PublicKey)], PaymentCount, DateTimeOffset.UnixEpoch.AddYears(57));
        ChainContext chain = new(payments.Genesis);
        Transaction[] made = [.. Enumerable.Range(0, PaymentCount).Select(index => payments.Make(index, payments.Genesis.Time))];
        var gossip = PreparedGossip.Make(chain, keys, ReplicaRun.Verify(payments.Genesis, made), PaymentsPerStep);

        // The first run lets the compiler settle.
        ReplicaRun.Measure(chain, keys[3], gossip, PaymentCount);
        log.WriteLine("Measuring...");
        return ReplicaRun.Measure(chain, keys[3], gossip, PaymentCount);
    }
}
