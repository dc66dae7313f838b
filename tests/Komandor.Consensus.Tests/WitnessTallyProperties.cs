using CsCheck;

namespace Komandor.Consensus.Tests;

public sealed class WitnessTallyProperties
{
    [Fact]
    public void Add_EveryLength_EqualsTheScalarDefinition() =>
        Gen.Select(Gen.Int[0, 70], Gen.Int, Gen.ULong[1, 1UL << 61]).Sample((length, seed, weight) =>
        {
            Random random = new(seed);
            int[] row = [.. Enumerable.Range(0, length).Select(_ => random.Next(-1, 3))];
            int[] wanted = [.. Enumerable.Range(0, length).Select(_ => random.Next(5) == 0 ? -2 : random.Next(0, 3))];
            ulong[] sums = [.. Enumerable.Range(0, length).Select(_ => (ulong)random.Next())];
            ulong[] expected = [.. sums];
            WitnessTally.AddScalar(row, wanted, weight, expected);
            WitnessTally.Add(row, wanted, weight, sums);
            Assert.Equal(expected, sums);
        });
}
