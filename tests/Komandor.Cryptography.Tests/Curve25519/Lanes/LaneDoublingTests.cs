using Komandor.Cryptography.Curve25519;
using Komandor.Cryptography.Curve25519.Lanes;

namespace Komandor.Cryptography.Tests.Curve25519.Lanes;

public sealed class LaneDoublingTests
{
    [Fact]
    public void DoubleTimes_AnyPointAndTheNeutralOne_AgreesWithDouble()
    {
        EdwardsPoint point = Ristretto255.FromUniformBytes(System.Security.Cryptography.SHA512.HashData([9]));
        Check<ScalarLane>(point);
        Check<Avx2Lanes>(point);
        Check<Avx512Lanes>(point);
        Check<Avx512Lanes>(EdwardsPoint.Identity);
    }

    private static void Check<T>(EdwardsPoint point)
        where T : unmanaged, ILaneField<T>
    {
        EdwardsPoint wanted = point;
        for (int count = 1; T.IsSupported && count <= 20; count++)
        {
            wanted = wanted.Double();
            EdwardsPoint doubled = LaneDoubling<T>.DoubleTimes(point, count);
            Assert.Equal(1UL, wanted.EqualsMask(doubled));

            // T is right too, or the sum would not be.
            Assert.Equal(1UL, (wanted + point).EqualsMask(doubled + point));
        }
    }
}
