using System.Buffers.Binary;
using Komandor.Primitives;

namespace Komandor.PlainState;

/// <summary>Where the store keeps what: docs/protocol/state.md §7. Every key starts with the store's own byte.</summary>
internal sealed class StateKeys(byte prefix)
{
    /// <summary>The current version and root.</summary>
    public byte[] Meta { get; } = [prefix, (byte)'m'];

    /// <summary>What an unfinished import aims at.</summary>
    public byte[] Import { get; } = [prefix, (byte)'i'];

    /// <summary>All parts that an unfinished import has.</summary>
    public byte[] Parts { get; } = [prefix, (byte)'c'];

    /// <summary>The value of a key.</summary>
    public byte[] Value(Hash256 key) => Of('v', key);

    /// <summary>A part that an unfinished import has.</summary>
    public byte[] Part(NodePath path) => Of('c', path);

    /// <summary>What <paramref name="version"/> changed.</summary>
    public byte[] Undo(ulong version)
    {
        byte[] key = new byte[10];
        key[0] = prefix;
        key[1] = (byte)'u';
        BinaryPrimitives.WriteUInt64BigEndian(key.AsSpan(2), version);
        return key;
    }

    /// <summary>A page.</summary>
    public byte[] Page(NodePath path) => Of('p', path);

    /// <summary>What all values of a subtree start with, as far as whole bytes go.</summary>
    public byte[] ValuesOf(NodePath path) => Value(path.Prefix)[..(2 + (path.Depth >> 1))];

    /// <summary>The state key in a value's key.</summary>
    public static Hash256 KeyOf(byte[] storeKey) => new(storeKey.AsSpan(2));

    private byte[] Of(char table, NodePath path)
    {
        Span<byte> bytes = stackalloc byte[Hash256.SizeBytes];
        path.Prefix.CopyTo(bytes);
        int sizeBytes = (path.Depth + 1) >> 1;
        byte[] key = new byte[3 + sizeBytes];
        key[0] = prefix;
        key[1] = (byte)table;
        key[2] = (byte)path.Depth;
        bytes[..sizeBytes].CopyTo(key.AsSpan(3));
        return key;
    }

    private byte[] Of(char table, Hash256 key)
    {
        byte[] bytes = new byte[2 + Hash256.SizeBytes];
        bytes[0] = prefix;
        bytes[1] = (byte)table;
        key.CopyTo(bytes.AsSpan(2));
        return bytes;
    }
}
