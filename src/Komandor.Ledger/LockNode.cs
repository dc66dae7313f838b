using System.Collections.Immutable;
using Komandor.Primitives;

namespace Komandor.Ledger;

/// <summary>A node of a lock's tree.</summary>
public sealed class LockNode
{
    private LockNode(LockKind kind, Hash256 value, Timestamp time, int required, ImmutableArray<LockNode> parts)
    {
        Kind = kind;
        Value = value;
        Time = time;
        Required = required;
        Parts = parts;
        LeafCount = 1;
        KeyCount = kind == LockKind.Key ? 1 : 0;
        Depth = 1;
        if (!parts.IsEmpty)
        {
            LeafCount = 0;
            int deepest = 0;
            foreach (LockNode part in parts)
            {
                LeafCount += part.LeafCount;
                KeyCount += part.KeyCount;
                deepest = Math.Max(deepest, part.Depth);
            }

            Depth = deepest + 1;
        }
    }

    /// <summary>What it asks for.</summary>
    public LockKind Kind { get; }

    /// <summary>The key, or the SHA-256 digest; zero for other kinds.</summary>
    public Hash256 Value { get; }

    /// <summary>The time of an <see cref="LockKind.After"/> or <see cref="LockKind.Before"/>.</summary>
    public Timestamp Time { get; }

    /// <summary>How many parts must hold; zero for a leaf.</summary>
    public int Required { get; }

    /// <summary>The parts of a group; empty for a leaf.</summary>
    public ImmutableArray<LockNode> Parts { get; }

    /// <summary>The number of leaves below and including this node.</summary>
    public int LeafCount { get; }

    /// <summary>The number of those leaves that are keys.</summary>
    public int KeyCount { get; }

    /// <summary>The number of levels, 1 for a leaf.</summary>
    public int Depth { get; }

    /// <summary>A leaf opened by a signature.</summary>
    public static LockNode Key(PublicKey key) => new(LockKind.Key, key.Value, default, 0, []);

    /// <summary>A leaf opened by the 32 bytes whose SHA-256 is <paramref name="digest"/>.</summary>
    public static LockNode Sha256(Hash256 digest) => new(LockKind.Sha256, digest, default, 0, []);

    /// <summary>A leaf that holds once a parent block's time is <paramref name="time"/> or later.</summary>
    public static LockNode After(Timestamp time) => new(LockKind.After, default, time, 0, []);

    /// <summary>A leaf that holds while the parent block's time is earlier than <paramref name="time"/>.</summary>
    public static LockNode Before(Timestamp time) => new(LockKind.Before, default, time, 0, []);

    /// <summary>A group of which all parts must hold.</summary>
    public static LockNode And(params ImmutableArray<LockNode> parts) => new(LockKind.And, default, default, parts.Length, parts);

    /// <summary>A group of which one part must hold.</summary>
    public static LockNode Or(params ImmutableArray<LockNode> parts) => new(LockKind.Or, default, default, 1, parts);

    /// <summary>A group of which <paramref name="required"/> parts must hold.</summary>
    public static LockNode Threshold(int required, params ImmutableArray<LockNode> parts) =>
        new(LockKind.Threshold, default, default, required, parts);
}
