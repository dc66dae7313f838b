using System.Diagnostics.CodeAnalysis;
using Komandor.Primitives;

namespace Komandor.Ledger;

/// <summary>Where money is sent: a network, a home shard and a lock, as text: docs/protocol/addresses.md.</summary>
/// <param name="Prefix">The network's readable prefix, such as <c>kmd</c>.</param>
/// <param name="Shard">The home shard: a payment to it is cheapest from there.</param>
/// <param name="Lock">The lock that the coins get.</param>
public sealed record Address(string Prefix, ShardId Shard, Lock Lock)
{
    /// <summary>The longest encoding of a lock that an address carries.</summary>
    public const int MaximumLockSizeBytes = 512;

    private const byte Version = 0;
    private const byte KeyKind = 0;
    private const byte LockKindTag = 1;

    /// <summary>Parses an address of any network.</summary>
    public static bool TryParse(string? text, [NotNullWhen(true)] out Address? address, out AddressFault fault)
    {
        address = null;
        if (!Bech32m.TryDecode(text, out string prefix, out byte[] payload))
        {
            fault = AddressFault.NotBech32m;
            return false;
        }

        CanonicalReader reader = new(payload);
        byte version = reader.Byte();
        if (reader.Fault == EncodingFault.None && version != Version)
        {
            fault = AddressFault.UnknownVersion;
            return false;
        }

        ShardId shard = new(reader.UInt16());
        Lock? held = ReadLock(ref reader, payload);
        if (!reader.TryFinish(out _) || held is null)
        {
            fault = AddressFault.MalformedPayload;
            return false;
        }

        fault = LockKeys.AreAcceptable(held.Root) ? AddressFault.None : AddressFault.KeyNotAcceptable;
        address = fault == AddressFault.None ? new Address(prefix, shard, held) : null;
        return address is not null;
    }

    /// <summary>Parses an address of the network whose prefix is <paramref name="expectedPrefix"/>.</summary>
    public static bool TryParse(
        string? text, string expectedPrefix, [NotNullWhen(true)] out Address? address, out AddressFault fault)
    {
        if (TryParse(text, out address, out fault) && address.Prefix != expectedPrefix)
        {
            address = null;
            fault = AddressFault.WrongNetwork;
        }

        return address is not null;
    }

    /// <summary>The text.</summary>
    /// <exception cref="ArgumentException">The lock is longer than an address carries, or the prefix is malformed.</exception>
    public override string ToString()
    {
        if (Lock.Encoded.Length > MaximumLockSizeBytes)
        {
            throw new ArgumentException("The lock is longer than an address carries.");
        }

        CanonicalWriter writer = new(64);
        writer.Byte(Version);
        writer.UInt16(Shard.Value);
        if (Lock.Root.Kind == LockKind.Key)
        {
            writer.Byte(KeyKind);
            writer.Hash(Lock.Root.Value);
        }
        else
        {
            writer.Byte(LockKindTag);
            writer.Raw(Lock.Encoded.Span);
        }

        return Bech32m.Encode(Prefix, writer.Written);
    }

    private static Lock? ReadLock(ref CanonicalReader reader, byte[] payload)
    {
        byte kind = reader.Byte();
        if (kind == KeyKind)
        {
            return Lock.Key(reader.Key());
        }

        LedgerFault fault = LedgerFault.None;
        Lock? held = kind == LockKindTag ? Lock.TryRead(ref reader, payload, ref fault) : null;

        // A key has one address: kind 0.
        return held is null || held.Root.Kind == LockKind.Key || held.Encoded.Length > MaximumLockSizeBytes ? null : held;
    }
}
