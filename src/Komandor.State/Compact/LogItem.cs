using Komandor.Primitives;

namespace Komandor.State.Compact;

/// <summary>A record with its bytes.</summary>
/// <param name="Record">Its head.</param>
/// <param name="Segment">The segment's bytes.</param>
/// <param name="Offset">Where it begins in them.</param>
/// <param name="Place">Its place.</param>
internal readonly record struct LogItem(Record Record, byte[] Segment, int Offset, ulong Place)
{
    /// <summary>Its content.</summary>
    internal ReadOnlySpan<byte> Content => Segment.AsSpan(Offset + Record.ContentStart, Record.ContentSizeBytes);

    /// <summary>The key of a record that has one.</summary>
    internal Hash256 Key => new(Content[..Hash256.SizeBytes]);
}
