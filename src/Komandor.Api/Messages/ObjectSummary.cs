using Komandor.Primitives;

namespace Komandor.Api.Messages;

/// <summary>An object in a list.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Version">Its version.</param>
/// <param name="Type"><c>coin</c> or <c>record</c>.</param>
/// <param name="Asset">A coin's asset.</param>
/// <param name="Amount">A coin's amount in units.</param>
/// <param name="Lock">Its lock as text.</param>
/// <param name="Address">Its lock as an address, when it has one.</param>
/// <param name="Label">A record's type name.</param>
public sealed record ObjectSummary(
    ObjectId Id,
    ulong Version,
    string Type,
    AssetId? Asset,
    ulong? Amount,
    string Lock,
    string? Address,
    string? Label);
