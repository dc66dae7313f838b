using System.Buffers;
using Komandor.Primitives;
using Komandor.Replica.Messages;

namespace Komandor.Replica;

/// <summary>A long block that arrives in parts, from one peer and in order.</summary>
internal sealed class BlockAssembly(MemberId peer, ulong height, int sizeBytes)
{
    private readonly ArrayBufferWriter<byte> _parts = new();

    /// <summary>Who gives it.</summary>
    public MemberId Peer { get; } = peer;

    /// <summary>The block.</summary>
    public ulong Height { get; } = height;

    /// <summary>How many bytes are here.</summary>
    public int Length => _parts.WrittenCount;

    /// <summary>Whether all are.</summary>
    public bool IsComplete => Length == sizeBytes;

    /// <summary>When a part came last.</summary>
    public long ProgressAtUs { get; set; }

    /// <summary>What is here.</summary>
    public ReadOnlyMemory<byte> Encoded => _parts.WrittenMemory;

    /// <summary>Adds the next part; false when it is another, or shorter than it could be.</summary>
    public bool TryAdd(BlockPartMessage part)
    {
        bool isNext = part.SizeBytes == sizeBytes && part.Offset == Length
            && part.Content.Length == Math.Min(MessageLimits.BatchSizeBytes, sizeBytes - Length) && !part.Content.IsEmpty;
        if (isNext)
        {
            _parts.Write(part.Content.Span);
        }

        return isNext;
    }
}
