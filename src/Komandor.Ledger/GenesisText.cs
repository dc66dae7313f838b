using System.Text.Json.Serialization;

namespace Komandor.Ledger;

/// <summary>The genesis file as JSON.</summary>
internal sealed record GenesisText(
    string Network,
    string AddressPrefix,
    DateTimeOffset Time,
    ushort Shard,
    GenesisParametersText Parameters,
    IReadOnlyList<GenesisMemberText> Members,
    IReadOnlyList<GenesisAllocationText> Allocations);

/// <summary>The ledger's parameters in the genesis file.</summary>
internal sealed record GenesisParametersText(
    ulong WorkPrice,
    ulong ValidityHorizonSeconds,
    ulong WeakSubjectivitySeconds,
    ulong? AnchorBlocks = null,
    ulong? AnchorWindow = null,
    ulong? MinimumCover = null,
    ulong? MinimumRing = null);

/// <summary>A member in the genesis file.</summary>
internal sealed record GenesisMemberText(uint Id, string Key, ulong Weight);

/// <summary>An allocation in the genesis file.</summary>
internal sealed record GenesisAllocationText(string To, ulong Units, string Label = "", string? Asset = null, string? Tier = null);

/// <summary>Reads the file strictly: every member is known and, but for a label, an asset, a tier and the numbers of private money, there.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true,
    AllowDuplicateProperties = false,
    NumberHandling = JsonNumberHandling.AllowReadingFromString)]
[JsonSerializable(typeof(GenesisText))]
internal sealed partial class GenesisJson : JsonSerializerContext;
