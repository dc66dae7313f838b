using System.Security.Cryptography;
using Komandor.Cryptography.Curve25519;
using Komandor.Ledger.Private;
using Komandor.Primitives;
using Komandor.Wallet.Private.Keys;
using Komandor.Wallet.Private.Scanning;

namespace Komandor.Benchmarks;

/// <summary>How many foreign notes a wallet tries in a second of one core, and the same by libsodium's multiplication, one at a time.</summary>
internal sealed class ScanBenchmark : IBenchmark
{
    private const int Notes = 16_384;
    private const int Rounds = 5;

    /// <inheritdoc/>
    public string Name => "scan";

    /// <inheritdoc/>
    public string Summary => "trial decryption of private notes, beside libsodium's multiplication";

    /// <inheritdoc/>
    public IReadOnlyList<Figure> Run(TextWriter log)
    {
        using SpendKey key = SpendKey.Derive(new byte[64], 0);
        CompactBlock block = MakeBlock();
        TrialDecryption trial = new(key.View.Incoming, new AddressTable(key.View.Incoming, 1));
        log.WriteLine("warming up…");
        trial.Find(block);
        double lanes = double.MaxValue;
        double sodium = double.MaxValue;
        for (int round = 0; round < Rounds; round++)
        {
            log.WriteLine($"round {round + 1} of {Rounds}…");
            lanes = Math.Min(lanes, CpuClock.Measure(() => trial.Find(block)));
            sodium = Math.Min(sodium, CpuClock.Measure(() => MultiplyBySodium(block)));
        }

        return
        [
            new Figure("notes tried, best of 5", Notes / lanes, "notes/cpu-s"),
            new Figure("libsodium ristretto255 multiplications, best of 5", Notes / sodium, "products/cpu-s"),
        ];
    }

    private static CompactBlock MakeBlock()
    {
        List<CompactTransaction> transactions = [];
        for (int index = 0; index < Notes; index += 2)
        {
            Hash256 nonce = new(SHA256.HashData(BitConverter.GetBytes(index)));
            CompactOutput[] outputs = [.. Enumerable.Range(index, 2).Select(one => new CompactOutput((ulong)one, MakeOutput(one)))];
            transactions.Add(new CompactTransaction(new TransactionId(nonce), PrivateTier.Shielded, nonce, 1, 0, 0, [], [.. outputs], default, default));
        }

        return new CompactBlock(1, default, default, [.. transactions]);
    }

    // Any element is an ephemeral key of somebody.
    private static PrivateOutput MakeOutput(int index)
    {
        byte[] encoded = new byte[32];
        Ristretto255.Write(Ristretto255.FromUniformBytes(SHA512.HashData(BitConverter.GetBytes(index))), encoded);
        Hash256 element = new(encoded);
        return new PrivateOutput(element, element, element, (byte)(index & 0xff), new byte[PrivateLimits.SealedValueSizeBytes]);
    }

    private static void MultiplyBySodium(CompactBlock block)
    {
        byte[] scalar = new byte[32];
        Array.Fill(scalar, (byte)7);
        byte[] product = new byte[32];
        foreach (CompactTransaction transaction in block.Transactions)
        {
            foreach (CompactOutput output in transaction.Outputs)
            {
                if (!SodiumRistretto.Multiply(scalar, output.Output.EphemeralKey.ToArray(), product))
                {
                    throw new InvalidOperationException("libsodium refused an element.");
                }
            }
        }
    }
}
