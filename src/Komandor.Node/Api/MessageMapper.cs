using System.Text;
using System.Text.Unicode;
using Komandor.Api;
using Komandor.Api.Messages;
using Komandor.Indexer;
using Komandor.Ledger;
using Komandor.Primitives;

namespace Komandor.Node.Api;

/// <summary>Turns the ledger's values and the index's rows into messages of the API.</summary>
internal sealed class MessageMapper(string addressPrefix, ShardId shard)
{
    /// <summary>A lock from an address of this network, or from a lock's text.</summary>
    /// <exception cref="ApiException">It is neither (<see cref="ApiErrorCode.InvalidParameters"/>).</exception>
    internal Ledger.Lock ReadLock(string text)
    {
        if (Address.TryParse(text, addressPrefix, out Address? address, out AddressFault fault))
        {
            return address.Lock;
        }

        if (LockText.TryParse(text, out Ledger.Lock? held, out _, out _))
        {
            return held;
        }

        throw new ApiException(
            ApiErrorCode.InvalidParameters, $"That is neither an address of this network ({addressPrefix}1…) nor a lock.", fault.ToString());
    }

    /// <summary>A lock as an address of this network and shard, when it is short enough.</summary>
    internal string? AddressOf(Ledger.Lock held) =>
        held.Encoded.Length <= Address.MaximumLockSizeBytes ? new Address(addressPrefix, shard, held).ToString() : null;

    /// <summary>An object in a list.</summary>
    internal ObjectSummary Summary(IndexedObject indexed)
    {
        Invariant.Require(Ledger.Lock.TryDecode(indexed.Lock.Span, out Ledger.Lock? held, out _), "The index holds a lock that is none.");
        return Summary(
            indexed.Id, indexed.Version, held!, indexed.Asset is AssetId asset ? new CoinContent(asset, indexed.Amount) : null, indexed.Label);
    }

    /// <summary>An output of a transaction.</summary>
    internal ObjectSummary Summary(TransactionBody body, int output)
    {
        TransactionOutput made = body.Outputs[output];
        ulong version = made.ContinuesInput is int input ? body.Inputs[input].ObjectVersion + 1 : 1;
        return Summary(body.ObjectOf(output), version, made.Lock, made.Content as CoinContent, (made.Content as RecordContent)?.Name);
    }

    /// <summary>Bytes as text where they are readable text, or as hexadecimal digits.</summary>
    internal static string Text(ReadOnlySpan<byte> bytes)
    {
        if (!Utf8.IsValid(bytes))
        {
            return Convert.ToHexStringLower(bytes);
        }

        string text = Encoding.UTF8.GetString(bytes);
        return text.Any(character => char.IsControl(character) && character is not ('\n' or '\t')) ? Convert.ToHexStringLower(bytes) : text;
    }

    private ObjectSummary Summary(ObjectId id, ulong version, Ledger.Lock held, CoinContent? coin, string? label) => new(
        id, version, coin is null ? "record" : "coin", coin?.Asset, coin?.Amount, held.ToString(), AddressOf(held), label);
}
