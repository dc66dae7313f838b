using CsCheck;
using Komandor.Cryptography.Curve25519;

namespace Komandor.Cryptography.Tests.Curve25519;

public sealed class BatchTests
{
    [Fact]
    public void TryReadZip215Batch_AnyBytesAtEveryLength_AgreesWithSingleReads()
    {
        for (int count = 0; count <= 40; count++)
        {
            byte[] encoded = Bytes(count);
            EdwardsPoint[] points = new EdwardsPoint[count];
            bool[] valid = new bool[count];
            bool all = EdwardsPoint.TryReadZip215Batch(encoded, points, valid);
            for (int index = 0; index < count; index++)
            {
                Assert.Equal(EdwardsPoint.TryReadZip215(encoded.AsSpan(index * 32, 32), out EdwardsPoint single), valid[index]);
                Assert.True(!valid[index] || single.EqualsMask(points[index]) == 1);
            }

            Assert.Equal(valid.All(one => one), all);
        }
    }

    [Fact]
    public void TryReadBatch_AnyBytesAndElementsAtEveryLength_AgreesWithSingleReads()
    {
        for (int count = 0; count <= 40; count++)
        {
            byte[] encoded = Bytes(count);
            for (int index = 0; index < count; index += 2)
            {
                Ristretto255.Write(Element(index), encoded.AsSpan(index * 32, 32));
            }

            EdwardsPoint[] elements = new EdwardsPoint[count];
            bool[] valid = new bool[count];
            bool all = Ristretto255.TryReadBatch(encoded, elements, valid);
            for (int index = 0; index < count; index++)
            {
                Assert.Equal(Ristretto255.TryRead(encoded.AsSpan(index * 32, 32), out EdwardsPoint single), valid[index]);
                Assert.True(!valid[index] || single.EqualsMask(elements[index]) == 1);
            }

            Assert.Equal(valid.All(one => one), all);
        }
    }

    [Fact]
    public void WriteBatch_AnyElementsAtEveryLength_AgreesWithSingleWrites()
    {
        for (int count = 0; count <= 40; count++)
        {
            EdwardsPoint[] elements = Enumerable.Range(0, count).Select(index => index % 7 == 6 ? EdwardsPoint.Identity : Element(index)).ToArray();
            byte[] encoded = new byte[count * 32];
            byte[] wanted = new byte[count * 32];
            Ristretto255.WriteBatch(elements, encoded);
            for (int index = 0; index < count; index++)
            {
                Ristretto255.Write(elements[index], wanted.AsSpan(index * 32, 32));
            }

            Assert.Equal(wanted, encoded);
            EdwardsPoint.WriteBatch(elements, encoded);
            for (int index = 0; index < count; index++)
            {
                elements[index].Write(wanted.AsSpan(index * 32, 32));
            }

            Assert.Equal(wanted, encoded);
        }
    }

    [Fact]
    public void MultiplyBatch_AnyScalarsAtEveryLength_AgreesWithSingleProducts()
    {
        for (int count = 0; count <= 40; count++)
        {
            Scalar[] left = Enumerable.Range(count, count).Select(index => Corner(index)).ToArray();
            Scalar[] right = Enumerable.Range(0, count).Select(index => Corner(index * 3)).ToArray();
            Scalar[] products = new Scalar[count];
            Scalar.MultiplyBatch(left, right, products);
            Assert.Equal(left.Zip(right, (one, other) => Encode(one * other)), products.Select(Encode));
        }
    }

    [Fact]
    public void ReadWideBatch_AnyBytesAtEveryLength_AgreesWithSingleReads()
    {
        for (int count = 0; count <= 40; count++)
        {
            byte[] wide = Bytes(2 * count);
            wide.AsSpan(0, Math.Min(128, wide.Length)).Fill(0xFF);
            Scalar[] scalars = new Scalar[count];
            Scalar.ReadWideBatch(wide, scalars);
            Assert.Equal(wide.Chunk(64).Select(one => Encode(Scalar.ReadWide(one))), scalars.Select(Encode));
        }
    }

    [Fact]
    public void SumVariableTime_PreparedAndOtherPoints_AgreesWithOneSum() =>
        Gen.Select(Gen.Int[0, 70], Gen.Int[0, 70]).Sample(
            (preparedCount, count) =>
            {
                EdwardsPoint[] prepared = Enumerable.Range(0, preparedCount + 2).Select(Element).ToArray();
                EdwardsPoint[] points = Enumerable.Range(200, count).Select(Element).ToArray();
                Scalar[] preparedScalars = Enumerable.Range(0, preparedCount).Select(MakeScalar).ToArray();
                Scalar[] scalars = Enumerable.Range(300, count).Select(MakeScalar).ToArray();
                EdwardsPoint wanted = Straus.Sum([.. preparedScalars, .. scalars], [.. prepared.AsSpan(0, preparedCount), .. points]);
                EdwardsPoint sum = MultiScalar.SumVariableTime(new PrecomputedPoints(prepared), preparedScalars, scalars, points);
                Assert.Equal(1UL, wanted.EqualsMask(sum));
            },
            iter: 15);

    [Fact]
    public void Batches_SteadyState_AllocateNothing()
    {
        EdwardsPoint[] points = Enumerable.Range(0, 64).Select(Element).ToArray();
        Scalar[] scalars = Enumerable.Range(0, 64).Select(MakeScalar).ToArray();
        PrecomputedPoints prepared = new(points);
        byte[] encoded = new byte[64 * 32];
        bool[] valid = new bool[64];
        Work();
        long before = GC.GetAllocatedBytesForCurrentThread();
        Work();
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);

        void Work()
        {
            Ristretto255.WriteBatch(points, encoded);
            Ristretto255.TryReadBatch(encoded, points, valid);
            EdwardsPoint.WriteBatch(points, encoded);
            EdwardsPoint.TryReadZip215Batch(encoded, points, valid);
            Scalar.MultiplyBatch(scalars, scalars, scalars);
            MultiScalar.SumVariableTime(prepared, scalars, scalars, points);
            MultiScalar.SumVariableTime(scalars.AsSpan(0, 5), points.AsSpan(0, 5));
        }
    }

    [Fact]
    public void FixedBase_AnyScalar_AgreesWithMultiply()
    {
        FixedBase other = new(Element(3));
        for (int number = 0; number < 20; number++)
        {
            Scalar scalar = number == 0 ? default : MakeScalar(number);
            Assert.Equal(1UL, EdwardsPoint.Base.Multiply(scalar).EqualsMask(FixedBase.Generator.Multiply(scalar)));
            Assert.Equal(1UL, Element(3).Multiply(scalar).EqualsMask(other.Multiply(scalar)));
        }
    }

    private static Scalar Corner(int number) => (number % 6) switch
    {
        1 => default,
        2 => Scalar.One,
        3 => -Scalar.One,
        _ => MakeScalar(number),
    };

    private static byte[] Bytes(int count) =>
        Enumerable.Range(0, count).SelectMany(index => System.Security.Cryptography.SHA256.HashData(BitConverter.GetBytes(index + (1000 * count)))).ToArray();

    private static EdwardsPoint Element(int number) =>
        Ristretto255.FromUniformBytes(System.Security.Cryptography.SHA512.HashData(BitConverter.GetBytes(number)));

    private static Scalar MakeScalar(int number) => Scalar.ReadWide(System.Security.Cryptography.SHA512.HashData(BitConverter.GetBytes(number)));

    private static string Encode(Scalar scalar)
    {
        byte[] encoded = new byte[32];
        scalar.Write(encoded);
        return Convert.ToHexString(encoded);
    }
}
