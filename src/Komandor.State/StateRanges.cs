using Komandor.Primitives;

namespace Komandor.State;

/// <summary>Ranges of keys by their first bits.</summary>
public static class StateRanges
{
    /// <summary>The entries whose keys share the first <paramref name="bits"/> bits of <paramref name="key"/>, ascending.</summary>
    public static IEnumerable<KeyValuePair<Hash256, byte[]>> Under(this IStateRange state, Hash256 key, int bits) =>
        state.Range(StateChunk.PrefixOf(key, bits), EndOf(key, bits));

    /// <summary>The first key behind those that share bits; null behind the last.</summary>
    internal static Hash256? EndOf(Hash256 key, int bits)
    {
        // One more in the first bits.
        Hash256 end = StateChunk.PrefixOf(key, bits);
        for (int bit = bits - 1; bit >= 0; bit--)
        {
            bool wasSet = end.Bit(bit);
            end = end.WithBitFlipped(bit);
            if (!wasSet)
            {
                return end;
            }
        }

        return null;
    }
}
