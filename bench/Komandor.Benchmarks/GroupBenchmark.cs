using System.Runtime.InteropServices;
using System.Security.Cryptography;
using Komandor.Cryptography;
using Komandor.Cryptography.Curve25519;
using Komandor.Primitives;

namespace Komandor.Benchmarks;

/// <summary>The group engine beside libsodium, in one run on one thread. A ratio is libsodium's time over ours: above 1 we are faster.</summary>
internal sealed partial class GroupBenchmark : IBenchmark
{
    private const int Signatures = 1024;
    private const int Points = 4096;
    private const int Decodings = 20_000;
    private const int Multiplications = 5_000_000;

    /// <inheritdoc/>
    public string Name => "group";

    /// <inheritdoc/>
    public string Summary => "Curve25519: batches of signatures, multi-scalar multiplication, field and ristretto255, beside libsodium";

    /// <inheritdoc/>
    public IReadOnlyList<Figure> Run(TextWriter log)
    {
        SignatureCheck[] checks = Enumerable.Range(0, Signatures).Select(Sign).ToArray();
        bool[] valid = new bool[Signatures];
        log.WriteLine("signatures…");
        double sodium = Best(3, () => Invariant.Require(Ed25519.VerifyBatch(checks, valid))) / Signatures;
        double single = Best(3, () => Invariant.Require(checks.All(VerifySingle))) / Signatures;
        double batch64 = Best(5, () =>
        {
            for (int start = 0; start < Signatures; start += 64)
            {
                Invariant.Require(Ed25519Zip215.VerifyBatch(checks.AsSpan(start, 64), valid));
            }
        }) / Signatures;
        double batch1024 = Best(5, () => Invariant.Require(Ed25519Zip215.VerifyBatch(checks, valid))) / Signatures;
        log.WriteLine("points…");
        double sum = MeasureSum();
        (double decode, double sodiumDecode) = MeasureDecode();
        return
        [
            new Figure("ed25519 single", single * 1e6, "us"),
            new Figure("ed25519 single ratio", sodium / single, "ratio"),
            new Figure("ed25519 batch 64, each", batch64 * 1e6, "us"),
            new Figure("ed25519 batch 64 ratio", sodium / batch64, "ratio"),
            new Figure("ed25519 batch 1024, each", batch1024 * 1e6, "us"),
            new Figure("ed25519 batch 1024 ratio", sodium / batch1024, "ratio"),
            new Figure("msm 4096", sum * 1e3, "ms"),
            new Figure("field multiplication", MeasureMultiplication() * 1e9, "ns"),
            new Figure("ristretto decode", decode * 1e6, "us"),
            new Figure("ristretto decode ratio", sodiumDecode / decode, "ratio"),
        ];
    }

    private static SignatureCheck Sign(int number)
    {
        using SigningKey key = new(SHA256.HashData(BitConverter.GetBytes(number)));
        Hash256 message = new(SHA256.HashData(BitConverter.GetBytes(~number)));
        return new SignatureCheck(key.PublicKey, message, key.Sign(message));
    }

    private static bool VerifySingle(SignatureCheck check)
    {
        Span<byte> message = stackalloc byte[Hash256.SizeBytes];
        check.Message.CopyTo(message);
        return Ed25519Zip215.Verify(check.Key, message, check.Signature);
    }

    private static double MeasureSum()
    {
        EdwardsPoint[] points = new EdwardsPoint[Points];
        Scalar[] scalars = new Scalar[Points];
        for (int index = 0; index < Points; index++)
        {
            byte[] seed = SHA512.HashData(BitConverter.GetBytes(index));
            points[index] = Ristretto255.FromUniformBytes(seed);
            scalars[index] = Scalar.ReadWide(SHA512.HashData(seed));
        }

        return Best(5, () =>
        {
            for (int round = 0; round < 4; round++)
            {
                MultiScalar.SumVariableTime(scalars, points);
            }
        }) / 4;
    }

    private static double MeasureMultiplication()
    {
        FieldElement factor = FieldConstants.D;
        FieldElement product = factor;
        double seconds = Best(5, () =>
        {
            for (int index = 0; index < Multiplications; index++)
            {
                product *= factor;
            }
        });
        Invariant.Require(product.IsZeroMask() == 0);
        return seconds / Multiplications;
    }

    private static (double Ours, double Sodium) MeasureDecode()
    {
        byte[] encoded = new byte[Ristretto255.SizeBytes];
        Ristretto255.Write(Ristretto255.FromUniformBytes(SHA512.HashData([1])), encoded);
        bool valid = true;
        double ours = Best(3, () =>
        {
            for (int index = 0; index < Decodings; index++)
            {
                valid &= Ristretto255.TryRead(encoded, out _);
            }
        });
        double sodium = Best(3, () =>
        {
            for (int index = 0; index < Decodings; index++)
            {
                valid &= crypto_core_ristretto255_is_valid_point(encoded) == 1;
            }
        });
        Invariant.Require(valid);
        return (ours / Decodings, sodium / Decodings);
    }

    // The least of several processor times, after one run that warms up.
    private static double Best(int times, Action work)
    {
        work();
        return Enumerable.Range(0, times).Min(_ => CpuClock.Measure(work));
    }

    [LibraryImport("libsodium")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.AssemblyDirectory | DllImportSearchPath.SafeDirectories)]
    private static partial int crypto_core_ristretto255_is_valid_point(byte[] encoded);
}
