using Komandor.Primitives;

namespace Komandor.State;

/// <summary>A version whose entries can be walked in key order.</summary>
public interface IStateRange : IStateReader
{
    /// <summary>The entries from <paramref name="first"/> on, ascending by key, that were there at this version.</summary>
    /// <param name="first">The least key.</param>
    /// <param name="end">The first key that is not wanted any more; null for all.</param>
    /// <returns>Read as it is walked; a version that is pruned meanwhile throws <see cref="InvalidOperationException"/>.</returns>
    IEnumerable<KeyValuePair<Hash256, byte[]>> Range(Hash256 first, Hash256? end);
}
