using Komandor.Cryptography;
using Komandor.Cryptography.Hashing;
using Komandor.Primitives;

namespace Komandor.Benchmarks;

/// <summary>The floor under every other figure: hashes and verification by libsodium, called from .NET, and signing by the group engine.</summary>
internal sealed class HashBenchmark : IBenchmark
{
    private const int Hashes = 2_000_000;
    private const int Signatures = 20_000;

    /// <inheritdoc/>
    public string Name => "sodium";

    /// <inheritdoc/>
    public string Summary => "BLAKE2b of 64 bytes and Ed25519 verification by libsodium, signing by the group engine";

    /// <inheritdoc/>
    public IReadOnlyList<Figure> Run(TextWriter log)
    {
        HashDomain domain = new("bench");
        Hash256 hash = Hash256.Zero;
        double hashSeconds = CpuClock.Measure(() =>
        {
            for (int index = 0; index < Hashes; index++)
            {
                hash = Blake2b.Hash(domain, hash, hash);
            }
        });
        HashBatch batch = new(domain);
        Hash256[] hashes = new Hash256[1024];
        batch.Aim(hashes);
        double batchSeconds = CpuClock.Measure(() =>
        {
            for (int index = 0; index < Hashes; index++)
            {
                batch.Add(hash, hash, index & 1023);
            }

            batch.Flush();
        });
        Invariant.Require(hashes[0] == Blake2b.Hash(domain, hash, hash));
        using SigningKey key = new(new byte[SigningKey.SeedSizeBytes]);
        Signature signature = default;
        double signSeconds = CpuClock.Measure(() =>
        {
            for (int index = 0; index < Signatures; index++)
            {
                signature = key.Sign(hash);
            }
        });
        Span<byte> message = stackalloc byte[Hash256.SizeBytes];
        hash.CopyTo(message);
        byte[] copy = message.ToArray();
        bool valid = true;
        double verifySeconds = CpuClock.Measure(() =>
        {
            for (int index = 0; index < Signatures; index++)
            {
                valid &= Ed25519.Verify(key.PublicKey, copy, signature);
            }
        });
        Invariant.Require(valid);
        return
        [
            new Figure("blake2b 64 bytes", Hashes / hashSeconds, "hashes/cpu-s"),
            new Figure("blake2b 64 bytes, in lanes", Hashes / batchSeconds, "hashes/cpu-s"),
            new Figure("ed25519 sign", Signatures / signSeconds, "signatures/cpu-s"),
            new Figure("ed25519 verify", Signatures / verifySeconds, "signatures/cpu-s"),
        ];
    }
}
