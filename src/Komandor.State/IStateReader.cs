using Komandor.Primitives;

namespace Komandor.State;

/// <summary>One version of the authenticated map from 32-byte keys to values.</summary>
public interface IStateReader
{
    /// <summary>The number of commits so far; a block's height is the version that it makes.</summary>
    ulong Version { get; }

    /// <summary>The root that authenticates every entry of this version; the empty map has a defined one.</summary>
    Hash256 Root { get; }

    /// <summary>The value of <paramref name="key"/>, or null when it has none. Safe from many threads while no commit runs.</summary>
    byte[]? Get(Hash256 key);

    /// <summary>A proof, checkable against <see cref="Root"/> alone, that <paramref name="key"/> has its value or has none.</summary>
    StateProof Prove(Hash256 key);
}
