using System.Diagnostics.CodeAnalysis;
using Komandor.Primitives;

namespace Komandor.Ledger;

/// <summary>The unit of state; its key is its <see cref="ObjectId"/>: docs/protocol/ledger.md §1.</summary>
/// <param name="Version">1 when created, one more with every continuation.</param>
/// <param name="Lock">What opens it.</param>
/// <param name="Content">What it holds; tells the type.</param>
public sealed record LedgerObject(ulong Version, Lock Lock, ObjectContent Content)
{
    /// <summary>The value in the state.</summary>
    public byte[] Encode()
    {
        CanonicalWriter writer = new();
        writer.Byte((byte)Content.Type);
        writer.VarUInt(Version);
        writer.Raw(Lock.Encoded.Span);
        Content.Write(writer);
        return writer.ToArray();
    }

    /// <summary>Decodes a value of the state; null for one that belongs to the ledger itself, or is no object.</summary>
    public static bool TryDecode(ReadOnlySpan<byte> value, [NotNullWhen(true)] out LedgerObject? decoded)
    {
        byte[] copy = value.ToArray();
        CanonicalReader reader = new(copy);
        LedgerFault fault = LedgerFault.None;
        decoded = null;
        byte type = reader.Byte();
        if (type is not ((byte)ObjectType.Coin or (byte)ObjectType.Record))
        {
            return false;
        }

        ulong version = reader.VarUInt();
        Lock? held = Lock.TryRead(ref reader, copy, ref fault);
        ObjectContent content = ObjectContent.TryRead(ref reader, (ObjectType)type, ref fault);
        if (reader.TryFinish(out _) && held is not null && version > 0)
        {
            decoded = new LedgerObject(version, held, content);
        }

        return decoded is not null;
    }
}
