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
}
