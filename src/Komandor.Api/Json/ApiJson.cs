using System.Text.Json;
using System.Text.Json.Serialization;
using Komandor.Primitives;

namespace Komandor.Api.Json;

/// <summary>How messages of the API are written as JSON.</summary>
/// <remarks>Ids are hexadecimal strings, moments ISO 8601 with microseconds, and 64-bit numbers strings where they may exceed 2⁵³;
/// enumerations are words.</remarks>
public static class ApiJson
{
    /// <summary>The options; read-only.</summary>
    public static JsonSerializerOptions Options { get; } = Create();

    private static JsonSerializerOptions Create()
    {
        JsonSerializerOptions options = new(JsonSerializerDefaults.Web)
        {
            UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
            RespectNullableAnnotations = true,
            MaxDepth = 32,
        };
        options.Converters.Add(new JsonStringEnumConverter(JsonNamingPolicy.CamelCase));
        options.Converters.Add(new AmountConverter());
        options.Converters.Add(new IdConverter<Hash256>(Hash256.TryParse));
        options.Converters.Add(new IdConverter<ChainId>(ChainId.TryParse));
        options.Converters.Add(new IdConverter<TransactionId>(TransactionId.TryParse));
        options.Converters.Add(new IdConverter<WitnessTransactionId>(WitnessTransactionId.TryParse));
        options.Converters.Add(new IdConverter<ObjectId>(ObjectId.TryParse));
        options.Converters.Add(new IdConverter<AssetId>(AssetId.TryParse));
        options.Converters.Add(new IdConverter<BlockId>(BlockId.TryParse));
        options.Converters.Add(new IdConverter<PublicKey>(PublicKey.TryParse));
        options.Converters.Add(new MemberIdConverter());
        options.Converters.Add(new ShardIdConverter());
        options.Converters.Add(new TimestampConverter());
        options.MakeReadOnly(populateMissingResolver: true);
        return options;
    }
}
