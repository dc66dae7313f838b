using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Text;
using System.Text.Json;
using Komandor.Cryptography;
using Komandor.Primitives;

namespace Komandor.Ledger;

/// <summary>The JSON form of a genesis, and its rules G1 to G8.</summary>
internal static class GenesisFile
{
    internal static bool TryParse(ReadOnlySpan<byte> json, [NotNullWhen(true)] out Genesis? genesis, out GenesisFault fault)
    {
        genesis = null;
        GenesisText? text;
        try
        {
            text = JsonSerializer.Deserialize(json, GenesisJson.Default.GenesisText);
        }
        catch (JsonException)
        {
            text = null;
        }

        fault = text is null ? GenesisFault.MalformedJson : CheckHead(text);
        if (fault != GenesisFault.None)
        {
            return false;
        }

        Roster? roster = ReadRoster(text!);
        if (roster is null)
        {
            fault = GenesisFault.MalformedRoster;
            return false;
        }

        fault = ReadAllocations(text!, out ImmutableArray<GenesisAllocation> allocations);
        if (fault != GenesisFault.None)
        {
            return false;
        }

        genesis = new Genesis(
            text!.Network, text.AddressPrefix, Timestamp.From(text.Time), new ShardId(text.Shard),
            ReadParameters(text.Parameters), roster, allocations);
        return true;
    }

    private static GenesisFault CheckHead(GenesisText text)
    {
        bool network = IsLabel(text.Network) && text.Network.Length > 0
            && text.AddressPrefix.Length is >= 1 and <= 16 && !text.AddressPrefix.AsSpan().ContainsAnyExceptInRange('a', 'z');
        GenesisParametersText parameters = text.Parameters;
        return !network ? GenesisFault.MalformedNetwork
            : text.Time <= DateTimeOffset.UnixEpoch ? GenesisFault.MalformedTime
            : parameters.WorkPrice is 0 or > uint.MaxValue
                || parameters.ValidityHorizonSeconds is 0 or > uint.MaxValue
                || parameters.WeakSubjectivitySeconds is 0 or > uint.MaxValue ? GenesisFault.ParameterOutOfRange
            : GenesisFault.None;
    }

    private static LedgerParameters ReadParameters(GenesisParametersText text) => new()
    {
        WorkPrice = text.WorkPrice,
        ValidityHorizonMicroseconds = text.ValidityHorizonSeconds * (ulong)Timestamp.PerSecond,
        WeakSubjectivityMicroseconds = text.WeakSubjectivitySeconds * (ulong)Timestamp.PerSecond,
    };

    private static Roster? ReadRoster(GenesisText text)
    {
        List<RosterMember> members = [];
        foreach (GenesisMemberText member in text.Members)
        {
            if (!PublicKey.TryParse(member.Key, out PublicKey key) || !Ed25519.IsAcceptableKey(key))
            {
                return null;
            }

            members.Add(new RosterMember(new MemberId(member.Id), key, member.Weight));
        }

        return Roster.TryCreate(members, out Roster? roster) ? roster : null;
    }

    private static GenesisFault ReadAllocations(GenesisText text, out ImmutableArray<GenesisAllocation> allocations)
    {
        ImmutableArray<GenesisAllocation>.Builder read = ImmutableArray.CreateBuilder<GenesisAllocation>();
        Dictionary<AssetId, UInt128> supplies = [];
        allocations = [];
        foreach (GenesisAllocationText one in text.Allocations)
        {
            if (ReadRecipient(text, one.To) is not { } held)
            {
                return GenesisFault.MalformedRecipient;
            }

            AssetId asset = AssetId.Kmcc;
            if (one.Units == 0 || !IsLabel(one.Label) || (one.Asset is not null && !AssetId.TryParse(one.Asset, out asset)))
            {
                return GenesisFault.MalformedAllocation;
            }

            UInt128 supply = supplies.GetValueOrDefault(asset) + one.Units;
            if (supply > (asset == AssetId.Kmcc ? Genesis.MaximumSupply : ulong.MaxValue))
            {
                return GenesisFault.SupplyTooLarge;
            }

            supplies[asset] = supply;
            read.Add(new GenesisAllocation(held, asset, one.Units, one.Label));
        }

        allocations = read.ToImmutable();
        return GenesisFault.None;
    }

    private static Lock? ReadRecipient(GenesisText text, string recipient)
    {
        if (Address.TryParse(recipient, text.AddressPrefix, out Address? address, out _))
        {
            return address.Shard.Value == text.Shard ? address.Lock : null;
        }

        return LockText.TryParse(recipient, out Lock? held, out _, out _) ? held : null;
    }

    private static bool IsLabel(string label) =>
        Encoding.UTF8.GetByteCount(label) <= Genesis.LabelSizeBytes && !label.Any(char.IsControl);
}
