namespace Komandor.Replica.Messages;

/// <summary>The first byte of a message.</summary>
internal enum MessageKind : byte
{
    Events = 0,
    Sync = 1,
    SyncDone = 2,
    GetHeader = 3,
    CertifiedHeader = 4,
    GetSnapshot = 5,
    SnapshotOffer = 6,
    GetChunk = 7,
    Chunk = 8,
    GetBlocks = 9,
    Blocks = 10,

    /// <summary>Asks for what follows of a long block.</summary>
    GetBlockPart = 11,

    /// <summary>A part of a long block.</summary>
    BlockPart = 12,

    /// <summary>Asks for a part of a piece of history.</summary>
    GetPiece = 13,

    /// <summary>A part of a piece of history.</summary>
    Piece = 14,
}
