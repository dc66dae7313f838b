using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Text;
using System.Text.Json;
using Komandor.Cryptography;
using Komandor.Ledger.Private;
using Komandor.Primitives;

namespace Komandor.Ledger;

/// <summary>The JSON form of a genesis, and its rules G1 to G8.</summary>
internal static class GenesisFile
{
    private const string RingTier = "ring";
    private const string ShieldedTier = "shielded";

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

        fault = ReadAllocations(text!, out ImmutableArray<GenesisAllocation> allocations, out ImmutableArray<GenesisNote> notes);
        if (fault != GenesisFault.None)
        {
            return false;
        }

        genesis = new Genesis(
            text!.Network, text.AddressPrefix, Timestamp.From(text.Time), new ShardId(text.Shard),
            ReadParameters(text.Parameters), roster, allocations, notes);
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
                || parameters.WeakSubjectivitySeconds is 0 or > uint.MaxValue
                || !ReadPrivate(parameters).IsSound ? GenesisFault.ParameterOutOfRange
            : GenesisFault.None;
    }

    private static LedgerParameters ReadParameters(GenesisParametersText text) => new()
    {
        WorkPrice = text.WorkPrice,
        ValidityHorizonMicroseconds = text.ValidityHorizonSeconds * (ulong)Timestamp.PerSecond,
        WeakSubjectivityMicroseconds = text.WeakSubjectivitySeconds * (ulong)Timestamp.PerSecond,
        Private = ReadPrivate(text),
    };

    private static PrivateParameters ReadPrivate(GenesisParametersText text) => new(
        text.AnchorBlocks ?? PrivateParameters.Default.AnchorBlocks,
        text.AnchorWindow ?? PrivateParameters.Default.AnchorWindow,
        text.MinimumCover ?? PrivateParameters.Default.MinimumCover,
        text.MinimumRing ?? PrivateParameters.Default.MinimumRing);

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

    private static GenesisFault ReadAllocations(
        GenesisText text, out ImmutableArray<GenesisAllocation> allocations, out ImmutableArray<GenesisNote> notes)
    {
        ImmutableArray<GenesisAllocation>.Builder coins = ImmutableArray.CreateBuilder<GenesisAllocation>();
        ImmutableArray<GenesisNote>.Builder hidden = ImmutableArray.CreateBuilder<GenesisNote>();
        Dictionary<AssetId, UInt128> supplies = [];
        allocations = [];
        notes = [];
        foreach (GenesisAllocationText one in text.Allocations)
        {
            AssetId asset = AssetId.Kmcc;
            GenesisFault fault = one.Tier is null ? ReadCoin(text, one, coins, out asset) : ReadNote(text, one, hidden);
            if (fault != GenesisFault.None)
            {
                return fault;
            }

            UInt128 supply = supplies.GetValueOrDefault(asset) + one.Units;
            if (supply > (asset == AssetId.Kmcc ? Genesis.MaximumSupply : ulong.MaxValue))
            {
                return GenesisFault.SupplyTooLarge;
            }

            supplies[asset] = supply;
        }

        allocations = coins.ToImmutable();
        notes = hidden.ToImmutable();
        return GenesisFault.None;
    }

    private static GenesisFault ReadCoin(
        GenesisText text, GenesisAllocationText one, ImmutableArray<GenesisAllocation>.Builder coins, out AssetId asset)
    {
        asset = AssetId.Kmcc;
        if (ReadRecipient(text, one.To) is not { } held)
        {
            return GenesisFault.MalformedRecipient;
        }

        if (one.Units == 0 || !IsLabel(one.Label) || (one.Asset is not null && !AssetId.TryParse(one.Asset, out asset)))
        {
            return GenesisFault.MalformedAllocation;
        }

        coins.Add(new GenesisAllocation(held, asset, one.Units, one.Label));
        return GenesisFault.None;
    }

    private static GenesisFault ReadNote(GenesisText text, GenesisAllocationText one, ImmutableArray<GenesisNote>.Builder notes)
    {
        if (!PrivateAddress.TryParse(one.To, text.AddressPrefix, out PrivateAddress? address, out _))
        {
            return GenesisFault.MalformedRecipient;
        }

        if (one.Units == 0 || !IsLabel(one.Label) || one.Asset is not null || one.Tier is not (RingTier or ShieldedTier))
        {
            return GenesisFault.MalformedAllocation;
        }

        notes.Add(new GenesisNote(address, one.Tier == RingTier ? PrivateTier.Ring : PrivateTier.Shielded, one.Units, one.Label));
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
