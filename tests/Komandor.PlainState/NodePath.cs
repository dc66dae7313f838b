using Komandor.Primitives;

namespace Komandor.PlainState;

/// <summary>Where a subtree hangs: the first <see cref="Depth"/> nibbles of every key in it.</summary>
internal readonly struct NodePath : IEquatable<NodePath>, IComparable<NodePath>
{
    private NodePath(Hash256 prefix, int depth)
    {
        Prefix = prefix;
        Depth = depth;
    }

    /// <summary>The whole tree.</summary>
    public static NodePath Root => default;

    /// <summary>The least key of the subtree.</summary>
    public Hash256 Prefix { get; }

    /// <summary>Nibbles, 0 to 64; a nibble is four bits.</summary>
    public int Depth { get; }

    /// <summary>The path of the first <paramref name="depth"/> nibbles of <paramref name="key"/>.</summary>
    public static NodePath Of(Hash256 key, int depth)
    {
        Span<byte> bytes = stackalloc byte[Hash256.SizeBytes];
        key.CopyTo(bytes);
        bytes[((depth + 1) >> 1)..].Clear();
        if ((depth & 1) != 0)
        {
            bytes[depth >> 1] &= 0xf0;
        }

        return new NodePath(new Hash256(bytes), depth);
    }

    /// <summary>Nibble <paramref name="depth"/> of <paramref name="key"/>.</summary>
    public static int Nibble(Hash256 key, int depth)
    {
        int bit = depth * 4;
        return (key.Bit(bit) ? 8 : 0) | (key.Bit(bit + 1) ? 4 : 0) | (key.Bit(bit + 2) ? 2 : 0) | (key.Bit(bit + 3) ? 1 : 0);
    }

    /// <summary>The path one nibble longer.</summary>
    public NodePath Child(int nibble)
    {
        Span<byte> bytes = stackalloc byte[Hash256.SizeBytes];
        Prefix.CopyTo(bytes);
        bytes[Depth >> 1] |= (byte)((Depth & 1) == 0 ? nibble << 4 : nibble);
        return new NodePath(new Hash256(bytes), Depth + 1);
    }

    /// <summary>Whether <paramref name="key"/> lies in the subtree.</summary>
    public bool Holds(Hash256 key) => Of(key, Depth).Prefix == Prefix;

    public static bool operator ==(NodePath left, NodePath right) => left.Equals(right);

    public static bool operator !=(NodePath left, NodePath right) => !left.Equals(right);

    /// <inheritdoc/>
    public bool Equals(NodePath other) => Depth == other.Depth && Prefix == other.Prefix;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is NodePath other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => unchecked(Prefix.GetHashCode() ^ (Depth * (int)0x9e3779b1));

    /// <inheritdoc/>
    public int CompareTo(NodePath other) => Depth != other.Depth ? Depth.CompareTo(other.Depth) : Prefix.CompareTo(other.Prefix);
}
