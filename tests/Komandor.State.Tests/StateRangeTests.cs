using Komandor.Primitives;

namespace Komandor.State.Tests;

public sealed class StateRangeTests
{
    [Fact]
    public void Range_EveryVersionAndBounds_EqualsTheSortedEntries()
    {
        Random random = new(1);
        CompactStateStore store = new(new MemoryStateFiles(), "s", settings: new CompactStateSettings(20_000, 500));
        SortedDictionary<Hash256, byte[]> entries = [];
        List<KeyValuePair<Hash256, byte[]>[]> versions = [[]];
        for (int round = 0; round < 6; round++)
        {
            KeyValuePair<Hash256, byte[]?>[] changes = [.. Enumerable.Range(0, 1_500).Where(_ => random.Next(3) == 0).Select(index =>
                new KeyValuePair<Hash256, byte[]?>(
                    index < 1_000 ? TestStates.Key(index) : TestStates.Crowded(1, 40, index), random.Next(4) == 0 ? null : TestStates.Value(index, 10)))];
            store.Commit(store.Stage(changes));
            foreach ((Hash256 key, byte[]? value) in changes)
            {
                entries.Remove(key);
                if (value is not null)
                {
                    entries.Add(key, value);
                }
            }

            versions.Add([.. entries]);
        }

        for (int version = 0; version < versions.Count; version++)
        {
            IStateRange reader = (IStateRange)store.Snapshot((ulong)version)!;
            AssertEqual(versions[version], reader.Range(Hash256.Zero, null));
            foreach (Hash256 key in new[] { TestStates.Key(3), TestStates.Crowded(1, 40, 1_200), TestStates.Key(77) })
            {
                Hash256 end = TestStates.Key(500);
                AssertEqual(versions[version].Where(one => one.Key.CompareTo(key) >= 0), reader.Range(key, null));
                AssertEqual(versions[version].Where(one => one.Key.CompareTo(key) >= 0 && one.Key.CompareTo(end) < 0), reader.Range(key, end));
                foreach (int bits in new[] { 0, 3, 8, 11, 40, 256 })
                {
                    AssertEqual(versions[version].Where(one => SiblingPath.IsShared(one.Key, key, bits)), reader.Under(key, bits));
                }
            }
        }

        AssertEqual(versions[^1], store.Range(Hash256.Zero, null));
    }

    private static void AssertEqual(IEnumerable<KeyValuePair<Hash256, byte[]>> expected, IEnumerable<KeyValuePair<Hash256, byte[]>> found)
    {
        KeyValuePair<Hash256, byte[]>[] wanted = [.. expected], given = [.. found];
        Assert.Equal(wanted.Select(one => one.Key), given.Select(one => one.Key));
        Assert.Equal(wanted.Select(one => Convert.ToHexString(one.Value)), given.Select(one => Convert.ToHexString(one.Value)));
    }
}
