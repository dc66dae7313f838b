using Komandor.Cryptography.Curve25519;
using Komandor.Cryptography.Curve25519.Lanes;

namespace Komandor.Benchmarks;

/// <summary>Field operations in four independent chains, as a point's formulas have them: throughput rather than latency.</summary>
internal static class FieldWork
{
    /// <summary>The operations of one call, each on all lanes.</summary>
    internal const int Operations = 4 * Rounds;

    private const int Rounds = 10_000;

    /// <summary>Multiplies.</summary>
    internal static void Multiply<T>()
        where T : unmanaged, ILaneField<T>
    {
        T factor = T.Broadcast(FieldConstants.D);
        T first = factor, second = factor, third = factor, fourth = factor;
        for (int round = 0; round < Rounds; round++)
        {
            T.Multiply(first, factor, out first);
            T.Multiply(second, factor, out second);
            T.Multiply(third, factor, out third);
            T.Multiply(fourth, factor, out fourth);
        }
    }

    /// <summary>Squares.</summary>
    internal static void Square<T>()
        where T : unmanaged, ILaneField<T>
    {
        T first = T.Broadcast(FieldConstants.D);
        T second = first, third = first, fourth = first;
        for (int round = 0; round < Rounds; round++)
        {
            T.Square(first, out first);
            T.Square(second, out second);
            T.Square(third, out third);
            T.Square(fourth, out fourth);
        }
    }
}
