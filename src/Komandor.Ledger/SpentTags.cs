using Komandor.Primitives;
using Komandor.State;

namespace Komandor.Ledger;

/// <summary>What the state says of the spent tags: the content of a system object, which is not there before the first was spent.</summary>
/// <param name="Root">The root of their set (docs/protocol/tags.md §1).</param>
/// <param name="Count">How many there are.</param>
public readonly record struct SpentTags(Hash256 Root, ulong Count)
{
    /// <summary>The object's value.</summary>
    public byte[] Encode()
    {
        CanonicalWriter writer = new(64);
        writer.Byte((byte)ObjectType.System);
        writer.Hash(Root);
        writer.UInt64(Count);
        return writer.ToArray();
    }

    /// <summary>What a state says.</summary>
    public static SpentTags Read(IStateReader state)
    {
        Invariant.Require(TryDecode(state.Get(SystemObjects.SpentTags.Value), out SpentTags tags));
        return tags;
    }

    /// <summary>Reads the object's value.</summary>
    /// <param name="value">Null where there is none: the empty set.</param>
    /// <param name="tags">What it says.</param>
    public static bool TryDecode(byte[]? value, out SpentTags tags)
    {
        tags = default;
        if (value is null)
        {
            return true;
        }

        CanonicalReader reader = new(value);
        bool isSystem = reader.Byte() == (byte)ObjectType.System;
        tags = new SpentTags(reader.Hash(), reader.UInt64());
        return reader.TryFinish(out _) && isSystem;
    }
}
