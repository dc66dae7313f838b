using Komandor.Cryptography;
using Komandor.Primitives;

namespace Komandor.State.Tests;

/// <summary>The root of a map as docs/protocol/state.md §1 defines it, without anything clever.</summary>
internal static class NaiveTree
{
    public static Hash256 Root(IEnumerable<KeyValuePair<Hash256, byte[]>> entries) => Subtree([.. entries], 0);

    private static Hash256 Subtree(KeyValuePair<Hash256, byte[]>[] entries, int bit)
    {
        if (entries.Length == 0)
        {
            return Hash256.Zero;
        }

        if (entries.Length == 1)
        {
            Hash256 value = Blake2b.Hash(new HashDomain("state-value"), entries[0].Value);
            return Blake2b.Hash(new HashDomain("state-leaf"), entries[0].Key, value);
        }

        Hash256 left = Subtree([.. entries.Where(entry => !entry.Key.Bit(bit))], bit + 1);
        Hash256 right = Subtree([.. entries.Where(entry => entry.Key.Bit(bit))], bit + 1);
        return Blake2b.Hash(new HashDomain("state-node"), left, right);
    }
}
