using System.Collections.Immutable;
using Komandor.Primitives;

namespace Komandor.Ledger;

/// <summary>The canonical encoding of locks: docs/protocol/locks.md §2.</summary>
internal static class LockCodec
{
    /// <summary>Writes <paramref name="node"/> and what is below it.</summary>
    internal static void Write(CanonicalWriter writer, LockNode node)
    {
        writer.Byte((byte)node.Kind);
        switch (node.Kind)
        {
            case LockKind.Key or LockKind.Sha256:
                writer.Hash(node.Value);
                return;
            case LockKind.After or LockKind.Before:
                writer.Time(node.Time);
                return;
            case LockKind.Threshold:
                writer.VarUInt((ulong)node.Required);
                break;
        }

        writer.VarUInt((ulong)node.Parts.Length);
        foreach (LockNode part in node.Parts)
        {
            Write(writer, part);
        }
    }

    /// <summary>Reads an untrusted tree; null when it breaks a rule, which <paramref name="fault"/> or the reader then tells.</summary>
    internal static LockNode? TryRead(ref CanonicalReader reader, ref LedgerFault fault)
    {
        int leaves = 0;
        return TryRead(ref reader, ref fault, 1, ref leaves);
    }

    /// <summary>The rule that <paramref name="root"/>, built in memory, breaks.</summary>
    internal static LedgerFault Check(LockNode root) =>
        root.Depth > LedgerLimits.LockDepth ? LedgerFault.LockTooDeep
        : root.LeafCount > LedgerLimits.LockLeaves ? LedgerFault.LockTooLarge
        : CheckGroups(root);

    private static LedgerFault CheckGroups(LockNode node)
    {
        if (node.Kind < LockKind.And)
        {
            return LedgerFault.None;
        }

        LedgerFault fault = CheckGroup(node.Required, node.Parts.Length);
        for (int index = 0; index < node.Parts.Length && fault == LedgerFault.None; index++)
        {
            fault = CheckGroups(node.Parts[index]);
        }

        return fault;
    }

    private static LedgerFault CheckGroup(int required, int parts) =>
        parts < 2 ? LedgerFault.LockGroupTooSmall
        : required < 1 || required > parts ? LedgerFault.LockThresholdOutOfRange
        : LedgerFault.None;

    private static LockNode? TryRead(ref CanonicalReader reader, ref LedgerFault fault, int depth, ref int leaves)
    {
        if (depth > LedgerLimits.LockDepth)
        {
            return Fail(ref reader, ref fault, LedgerFault.LockTooDeep);
        }

        byte tag = reader.Byte();
        if (tag is >= (byte)LockKind.Key and <= (byte)LockKind.Before && ++leaves > LedgerLimits.LockLeaves)
        {
            return Fail(ref reader, ref fault, LedgerFault.LockTooLarge);
        }

        switch ((LockKind)tag)
        {
            case LockKind.Key: return LockNode.Key(reader.Key());
            case LockKind.Sha256: return LockNode.Sha256(reader.Hash());
            case LockKind.After: return LockNode.After(reader.Time());
            case LockKind.Before: return LockNode.Before(reader.Time());
            case LockKind.And or LockKind.Or or LockKind.Threshold:
                return TryReadGroup(ref reader, ref fault, (LockKind)tag, depth, ref leaves);
            default:
                reader.Fail(EncodingFault.UnknownTag);
                return null;
        }
    }

    private static LockNode? TryReadGroup(
        ref CanonicalReader reader, ref LedgerFault fault, LockKind kind, int depth, ref int leaves)
    {
        int required = kind == LockKind.Threshold ? (int)reader.VarUInt(ushort.MaxValue) : 1;
        int count = reader.Count(ushort.MaxValue, 1);
        if (reader.Fault != EncodingFault.None)
        {
            return null;
        }

        LedgerFault broken = count > LedgerLimits.LockLeaves ? LedgerFault.LockTooLarge : CheckGroup(required, count);
        if (broken != LedgerFault.None)
        {
            return Fail(ref reader, ref fault, broken);
        }

        ImmutableArray<LockNode>.Builder parts = ImmutableArray.CreateBuilder<LockNode>(count);
        for (int index = 0; index < count; index++)
        {
            if (TryRead(ref reader, ref fault, depth + 1, ref leaves) is not { } part || reader.Fault != EncodingFault.None)
            {
                return null;
            }

            parts.Add(part);
        }

        return kind switch
        {
            LockKind.And => LockNode.And(parts.MoveToImmutable()),
            LockKind.Or => LockNode.Or(parts.MoveToImmutable()),
            _ => LockNode.Threshold(required, parts.MoveToImmutable()),
        };
    }

    // The reader's own fault makes it stop; the ledger's is the one that is told.
    private static LockNode? Fail(ref CanonicalReader reader, ref LedgerFault fault, LedgerFault broken)
    {
        ReaderRules.Refuse(true, broken, ref reader, ref fault);
        return null;
    }
}
