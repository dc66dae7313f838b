using Komandor.Cryptography;
using Komandor.Primitives;
using Komandor.State;

namespace Komandor.Ledger.Private;

/// <summary>The running hash over all of a pool that a wallet copies: one object of the state holds a copy of any length to a certified header.</summary>
/// <remarks>docs/protocol/private-money.md §4 and ADR 17. Notes in the order of their numbers; in the shielded pool also its anchors, whose ids weigh the notes,
/// each before the notes of later blocks. A note costs one block of BLAKE2b.</remarks>
public static class PoolHistory
{
    private static readonly HashDomain _domain = new("komandor.history");

    /// <summary>The hash of a pool after all that the state has of it; zero before its first note.</summary>
    public static Hash256 Read(IStateReader state, PoolId pool) =>
        TryDecode(state.Get(PrivateObjects.History(pool).Value), out Hash256 history)
            ? history
            : throw new InvariantViolationException("A pool's history is none.");

    /// <summary>Reads the object's value, or that there is none.</summary>
    public static bool TryDecode(byte[]? value, out Hash256 history)
    {
        history = Hash256.Zero;
        if (value is null)
        {
            return true;
        }

        CanonicalReader reader = new(value);
        bool isSystem = reader.Byte() == (byte)ObjectType.System;
        history = reader.Hash();
        return reader.TryFinish(out _) && isSystem;
    }

    /// <summary>The hash once the pool's next note is made.</summary>
    public static Hash256 Add(Hash256 before, in PoolNote note) => AddNote(before, note.Encode());

    /// <summary>The hash once the pool's next anchor is known.</summary>
    public static Hash256 Add(Hash256 before, in PoolAnchor anchor)
    {
        CanonicalWriter writer = new(128);
        writer.Hash(before);
        writer.UInt64(anchor.Height);
        writer.Raw(anchor.Encode());
        return Blake2b.Hash(_domain, writer.Written);
    }

    /// <summary>Writes what a block adds: the shielded anchor at its parent, if that is one, then its notes.</summary>
    /// <param name="view">The pools before the block.</param>
    /// <param name="pool">The pool.</param>
    /// <param name="notes">The block's notes of this pool, in the order of their numbers.</param>
    /// <param name="changes">Where the change is added.</param>
    internal static void AddBlock(PoolView view, PoolId pool, IReadOnlyList<KeyValuePair<Hash256, byte[]?>> notes, List<KeyValuePair<Hash256, byte[]?>> changes)
    {
        PoolAnchor? anchor = pool == PoolId.Shielded ? view.ParentAnchor(pool) : null;
        if (anchor is null && notes.Count == 0)
        {
            return;
        }

        Hash256 history = view.History(pool);
        history = anchor is null ? history : Add(history, anchor.Value);
        foreach (KeyValuePair<Hash256, byte[]?> note in notes)
        {
            history = AddNote(history, note.Value);
        }

        changes.Add(new(PrivateObjects.History(pool).Value, Encode(history)));
    }

    /// <summary>The object's value.</summary>
    internal static byte[] Encode(Hash256 history)
    {
        CanonicalWriter writer = new(1 + Hash256.SizeBytes);
        writer.Byte((byte)ObjectType.System);
        writer.Hash(history);
        return writer.ToArray();
    }

    // 105 bytes, where an anchor's are 81.
    private static Hash256 AddNote(Hash256 before, ReadOnlySpan<byte> value)
    {
        Span<byte> input = stackalloc byte[128];
        before.CopyTo(input);
        value.CopyTo(input[Hash256.SizeBytes..]);
        return Blake2b.Hash(_domain, input[..(Hash256.SizeBytes + value.Length)]);
    }
}
