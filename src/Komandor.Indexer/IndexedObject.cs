using Komandor.Primitives;

namespace Komandor.Indexer;

/// <summary>One version of an object.</summary>
/// <param name="Id">The object.</param>
/// <param name="Version">Its version.</param>
/// <param name="Type">Its type's number in the ledger's encoding.</param>
/// <param name="Lock">Its lock's canonical encoding.</param>
/// <param name="Asset">A coin's asset; null for what is no coin.</param>
/// <param name="Amount">A coin's amount in units.</param>
/// <param name="Label">A record's type name.</param>
/// <param name="Content">A record's content.</param>
public sealed record IndexedObject(
    ObjectId Id,
    ulong Version,
    int Type,
    ReadOnlyMemory<byte> Lock,
    AssetId? Asset,
    ulong Amount,
    string? Label,
    byte[]? Content);
