using System.Runtime.InteropServices;
using System.Security.Cryptography;
using Komandor.Cryptography;
using Komandor.Cryptography.Curve25519;
using Komandor.Cryptography.Curve25519.Lanes;
using Komandor.Primitives;

namespace Komandor.Benchmarks;

/// <summary>The group engine beside libsodium and OpenSSL, in one run on one thread. A ratio is libsodium's time over ours: above 1 we are faster.</summary>
internal sealed partial class GroupBenchmark : IBenchmark
{
    private const int Signatures = 1024;
    private const int ManyPoints = 65_536;
    private const int SomePoints = 4_096;
    private const int Encodings = 1_024;

    private readonly List<Figure> _figures = [];

    /// <inheritdoc/>
    public string Name => "group";

    /// <inheritdoc/>
    public string Summary => "Curve25519: batches of signatures, multi-scalar multiplication, field and ristretto255, beside libsodium and OpenSSL; then `proofs`";

    /// <inheritdoc/>
    public IReadOnlyList<Figure> Run(TextWriter log)
    {
        log.WriteLine("field…");
        MeasureField();
        log.WriteLine("signatures…");
        MeasureSignatures();
        log.WriteLine("points…");
        MeasureSums();
        MeasureEncodings();
        return [.. _figures, .. new ProofBenchmark().Run(log)];
    }

    private void MeasureField()
    {
        Add("field multiplication", ShortWork.Seconds(FieldWork.Multiply<ScalarLane>) / FieldWork.Operations, 1e9, "ns");
        Add("field squaring", ShortWork.Seconds(FieldWork.Square<ScalarLane>) / FieldWork.Operations, 1e9, "ns");
        if (Avx2Lanes.IsSupported)
        {
            Add("field multiplication, avx2 lane", ShortWork.Seconds(FieldWork.Multiply<Avx2Lanes>) / FieldWork.Operations / Avx2Lanes.Count, 1e9, "ns");
        }

        if (Avx512Lanes.IsSupported)
        {
            Add("field multiplication, avx512 lane", ShortWork.Seconds(FieldWork.Multiply<Avx512Lanes>) / FieldWork.Operations / Avx512Lanes.Count, 1e9, "ns");
            Add("field squaring, avx512 lane", ShortWork.Seconds(FieldWork.Square<Avx512Lanes>) / FieldWork.Operations / Avx512Lanes.Count, 1e9, "ns");
        }

        Scalar[] scalars = Enumerable.Range(0, 1024).Select(MakeScalar).ToArray();
        Scalar[] products = new Scalar[scalars.Length];
        Add("scalar product in a span", ShortWork.Seconds(() => Scalar.MultiplyBatch(scalars, scalars, products)) / scalars.Length, 1e9, "ns");
    }

    private void MeasureSignatures()
    {
        SignatureCheck[] checks = Enumerable.Range(0, Signatures).Select(Sign).ToArray();
        bool[] valid = new bool[Signatures];
        double sodium = ShortWork.Seconds(() => Invariant.Require(Ed25519.VerifyBatch(checks, valid))) / Signatures;
        Add("libsodium verification", sodium, 1e6, "us");
        using OpenSslVerifier? verifier = OpenSslVerifier.TryCreate();
        if (verifier is not null)
        {
            Add("openssl verification", ShortWork.Seconds(() => Invariant.Require(checks.All(verifier.Verify))) / Signatures, 1e6, "us");
        }

        MeasureSigning();
        AddWithRatio("ed25519 single", ShortWork.Seconds(() => Invariant.Require(checks.All(VerifySingle))) / Signatures, sodium);
        AddWithRatio("ed25519 batch 16", MeasureBatches(checks, valid, 16), sodium);
        AddWithRatio("ed25519 batch 64", MeasureBatches(checks, valid, 64), sodium);
        double best = MeasureBatches(checks, valid, Signatures);
        AddWithRatio("ed25519 batch 1024", best, sodium);
        AddBackend("ed25519 batch 1024", best, avx2: () => LaneBatch<Avx2Lanes>.Verify(checks, valid, out _), scalar: () => LaneBatch<ScalarLane>.Verify(checks, valid, out _), Signatures);
    }

    private void MeasureSigning()
    {
        byte[] secret = new byte[64], signature = new byte[64], message = new byte[32];
        using SigningKey key = new(secret.AsSpan(0, 32));
        key.PublicKey.CopyTo(secret.AsSpan(32));
        double sodium = ShortWork.Seconds(() => Invariant.Require(crypto_sign_ed25519_detached(signature, 0, message, 32, secret) == 0));
        Signature ours = default;
        AddWithRatio("ed25519 sign", ShortWork.Seconds(() => ours = key.Sign(message)), sodium);
        Invariant.Require(ours == new Signature(signature));
    }

    private static double MeasureBatches(SignatureCheck[] checks, bool[] valid, int size) => ShortWork.Seconds(() =>
    {
        for (int start = 0; start < Signatures; start += size)
        {
            Invariant.Require(Ed25519Zip215.VerifyBatch(checks.AsSpan(start, size), valid));
        }
    }) / Signatures;

    private void MeasureSums()
    {
        EdwardsPoint[] points = new EdwardsPoint[ManyPoints];
        Scalar[] scalars = new Scalar[ManyPoints];
        points[0] = Ristretto255.FromUniformBytes(SHA512.HashData([1]));
        for (int index = 0; index < ManyPoints; index++)
        {
            points[index] = index == 0 ? points[0] : points[index - 1].Double() + EdwardsPoint.Base;
            scalars[index] = MakeScalar(index);
        }

        double best = 0;
        foreach (int count in (ReadOnlySpan<int>)[16, 128, SomePoints, ManyPoints])
        {
            double seconds = ShortWork.Seconds(() => MultiScalar.SumVariableTime(scalars.AsSpan(0, count), points.AsSpan(0, count)));
            Add($"msm {count}", seconds, 1e3, "ms");
            best = count == SomePoints ? seconds : best;
        }

        AddBackend(
            $"msm {SomePoints}",
            best,
            avx2: () => LaneSums<Avx2Lanes>.Sum(scalars.AsSpan(0, SomePoints), points.AsSpan(0, SomePoints)),
            scalar: () => LaneSums<ScalarLane>.Sum(scalars.AsSpan(0, SomePoints), points.AsSpan(0, SomePoints)),
            1);
    }

    private void MeasureEncodings()
    {
        EdwardsPoint[] elements = Enumerable.Range(0, Encodings).Select(number => Ristretto255.FromUniformBytes(SHA512.HashData(BitConverter.GetBytes(number)))).ToArray();
        byte[] encoded = new byte[Encodings * Ristretto255.SizeBytes];
        bool[] valid = new bool[Encodings];
        Ristretto255.WriteBatch(elements, encoded);
        byte[][] single = encoded.Chunk(Ristretto255.SizeBytes).ToArray();
        double sodium = ShortWork.Seconds(() => Invariant.Require(single.All(one => crypto_core_ristretto255_is_valid_point(one) == 1))) / Encodings;
        Add("libsodium ristretto decode", sodium, 1e6, "us");
        AddWithRatio("ristretto decode", ShortWork.Seconds(() => Invariant.Require(single.All(one => Ristretto255.TryRead(one, out _)))) / Encodings, sodium);
        AddWithRatio("ristretto decode lanes", ShortWork.Seconds(() => Invariant.Require(Ristretto255.TryReadBatch(encoded, elements, valid))) / Encodings, sodium);
        Add("ristretto encode lanes", ShortWork.Seconds(() => Ristretto255.WriteBatch(elements, encoded)) / Encodings, 1e6, "us");
    }

    private void Add(string name, double seconds, double factor, string unit) => _figures.Add(new Figure(name, seconds * factor, unit));

    private void AddWithRatio(string name, double seconds, double peerSeconds)
    {
        Add(name.Contains("batch", StringComparison.Ordinal) ? $"{name}, each" : name, seconds, 1e6, "us");
        Add($"{name} ratio", peerSeconds / seconds, 1, "ratio");
    }

    // What the other backends take, as a multiple of the best one's time.
    private void AddBackend(string name, double best, Action avx2, Action scalar, int count)
    {
        if (Avx2Lanes.IsSupported)
        {
            Add($"{name}, avx2 over best", ShortWork.Seconds(avx2) / count / best, 1, "ratio");
        }

        Add($"{name}, scalar over best", ShortWork.Seconds(scalar) / count / best, 1, "ratio");
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

    private static Scalar MakeScalar(int number) => Scalar.ReadWide(SHA512.HashData(BitConverter.GetBytes(number)));

    [LibraryImport("libsodium")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.AssemblyDirectory | DllImportSearchPath.SafeDirectories)]
    private static partial int crypto_sign_ed25519_detached(byte[] signature, nint signatureLength, byte[] message, ulong messageLength, byte[] secretKey);

    [LibraryImport("libsodium")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.AssemblyDirectory | DllImportSearchPath.SafeDirectories)]
    private static partial int crypto_core_ristretto255_is_valid_point(byte[] encoded);
}
