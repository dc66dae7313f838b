using Komandor.Primitives;

namespace Komandor.Ledger;

/// <summary>Typed data that the ledger keeps and does not read.</summary>
/// <param name="Name">The name of its type: 1 to 64 bytes of UTF-8.</param>
/// <param name="Data">At most 4,096 bytes.</param>
public sealed record RecordContent(string Name, ReadOnlyMemory<byte> Data) : ObjectContent
{
    /// <inheritdoc/>
    public override ObjectType Type => ObjectType.Record;

    /// <inheritdoc/>
    public override void Write(CanonicalWriter writer)
    {
        writer.Text(Name);
        writer.Bytes(Data.Span);
    }
}
