using System.Diagnostics.CodeAnalysis;
using Komandor.Primitives;

namespace Komandor.Ledger;

/// <summary>The condition under which an object is used: docs/protocol/locks.md. Immutable; equal when the encodings are.</summary>
public sealed class Lock : IEquatable<Lock>
{
    private Lock(LockNode root, ReadOnlyMemory<byte> encoded)
    {
        Root = root;
        Encoded = encoded;
    }

    /// <summary>The tree.</summary>
    public LockNode Root { get; }

    /// <summary>The canonical encoding. It may be a part of a transaction's bytes, which it then keeps alive.</summary>
    public ReadOnlyMemory<byte> Encoded { get; }

    /// <summary>A lock that one key opens.</summary>
    public static Lock Key(PublicKey key) => Create(LockNode.Key(key));

    /// <summary>A lock of a tree that is known to obey the rules.</summary>
    /// <exception cref="InvariantViolationException">It does not.</exception>
    public static Lock Create(LockNode root)
    {
        Invariant.Require(TryCreate(root, out Lock? made, out _));
        return made!;
    }

    /// <summary>A lock of a tree from outside.</summary>
    public static bool TryCreate(LockNode root, [NotNullWhen(true)] out Lock? made, out LedgerFault fault)
    {
        fault = LockCodec.Check(root);
        made = null;
        if (fault != LedgerFault.None)
        {
            return false;
        }

        CanonicalWriter writer = new(48);
        LockCodec.Write(writer, root);
        made = new Lock(root, writer.ToArray());
        return true;
    }

    /// <summary>Decodes untrusted bytes, all of them.</summary>
    public static bool TryDecode(ReadOnlySpan<byte> encoded, [NotNullWhen(true)] out Lock? decoded, out LedgerFault fault)
    {
        byte[] copy = encoded.ToArray();
        CanonicalReader reader = new(copy);
        fault = LedgerFault.None;
        decoded = TryRead(ref reader, copy, ref fault);
        if (!reader.TryFinish(out _))
        {
            fault = fault == LedgerFault.None ? LedgerFault.NotCanonical : fault;
            decoded = null;
        }

        return decoded is not null;
    }

    /// <summary>Reads a lock from <paramref name="reader"/>, which reads <paramref name="source"/>; null when it breaks a rule.</summary>
    internal static Lock? TryRead(ref CanonicalReader reader, ReadOnlyMemory<byte> source, ref LedgerFault fault)
    {
        int start = reader.Position;
        LockNode? root = LockCodec.TryRead(ref reader, ref fault);
        return root is null || reader.Fault != EncodingFault.None
            ? null
            : new Lock(root, source[start..reader.Position]);
    }

    /// <inheritdoc/>
    public bool Equals([NotNullWhen(true)] Lock? other) => other is not null && Encoded.Span.SequenceEqual(other.Encoded.Span);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as Lock);

    /// <inheritdoc/>
    public override int GetHashCode()
    {
        HashCode hash = default;
        hash.AddBytes(Encoded.Span);
        return hash.ToHashCode();
    }

    /// <summary>The text form, which <see cref="LockText"/> parses.</summary>
    public override string ToString() => LockText.Print(this);
}
