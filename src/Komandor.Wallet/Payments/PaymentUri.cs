using System.Text;
using Komandor.Primitives;

namespace Komandor.Wallet.Payments;

/// <summary>A payment that somebody asks for, as a link: BIP-21's grammar with the scheme <c>komandor</c>.</summary>
/// <remarks>docs/protocol/wallet.md §9. Parameters that are not known are skipped, unless their name begins with <c>req-</c>.</remarks>
/// <param name="Address">Where to pay: a transparent or a private address.</param>
/// <param name="Amount">Units of the asset, or null when the payer chooses.</param>
/// <param name="Asset">The asset.</param>
/// <param name="Label">Who asks.</param>
/// <param name="Message">What for; shown to the payer and sent to nobody.</param>
/// <param name="Memo">What is to come with the payment.</param>
public sealed record PaymentUri(string Address, ulong? Amount, AssetId Asset, string Label, string Message, string Memo)
{
    private const string Scheme = "komandor:";
    private const string RequiredPrefix = "req-";
    private const int MaximumCharacters = 4096;

    /// <summary>Reads a link, or a bare address; false when there is a fault.</summary>
    public static bool TryParse(string? text, out PaymentUri? uri) => Read(text, out uri) == PaymentUriFault.None;

    /// <summary>Reads a link, or a bare address.</summary>
    /// <param name="text">What somebody typed, pasted or scanned.</param>
    /// <param name="uri">The link, when there is no fault.</param>
    public static PaymentUriFault Read(string? text, out PaymentUri? uri)
    {
        uri = null;
        if (string.IsNullOrEmpty(text) || text.Length > MaximumCharacters)
        {
            return PaymentUriFault.Malformed;
        }

        string rest = text.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase) ? text[Scheme.Length..] : text;
        int question = rest.IndexOf('?', StringComparison.Ordinal);
        string address = question < 0 ? rest : rest[..question];
        Dictionary<string, string> parameters = new(StringComparer.Ordinal);
        PaymentUriFault fault = address.Length == 0 || !address.All(char.IsAsciiLetterOrDigit) ? PaymentUriFault.Malformed
            : question < 0 ? PaymentUriFault.None
            : ReadParameters(rest[(question + 1)..], parameters);
        if (fault != PaymentUriFault.None)
        {
            return fault;
        }

        AssetId asset = AssetId.Kmcc;
        if (parameters.TryGetValue("asset", out string? id) && !AssetId.TryParse(id, out asset))
        {
            return PaymentUriFault.Asset;
        }

        ulong units = 0;
        if (parameters.TryGetValue("amount", out string? number) && (!Amounts.TryParse(number, asset, out units) || units == 0))
        {
            return PaymentUriFault.Amount;
        }

        PaymentUri read = new(
            address, number is null ? null : units, asset, parameters.GetValueOrDefault("label", ""), parameters.GetValueOrDefault("message", ""),
            parameters.GetValueOrDefault("memo", ""));
        bool isClean = !read.Label.Any(char.IsControl) && !read.Message.Any(char.IsControl) && !read.Memo.Any(char.IsControl);
        uri = isClean ? read : null;
        return isClean ? PaymentUriFault.None : PaymentUriFault.Malformed;
    }

    /// <summary>The link.</summary>
    public override string ToString()
    {
        StringBuilder text = new(Scheme + Address);
        char separator = '?';
        void Add(string name, string value)
        {
            if (value.Length > 0)
            {
                text.Append(separator).Append(name).Append('=').Append(Uri.EscapeDataString(value));
                separator = '&';
            }
        }

        Add("amount", Amount is null ? string.Empty : Amounts.Plain(Amount.Value, Asset));
        Add("asset", Asset == AssetId.Kmcc ? string.Empty : Asset.ToString());
        Add("label", Label);
        Add("message", Message);
        Add("memo", Memo);
        return text.ToString();
    }

    private static PaymentUriFault ReadParameters(string query, Dictionary<string, string> parameters)
    {
        foreach (string part in query.Split('&'))
        {
            int equals = part.IndexOf('=', StringComparison.Ordinal);
            string name = equals < 0 ? part : part[..equals];
            string value = equals < 0 ? string.Empty : Uri.UnescapeDataString(part[(equals + 1)..]);
            bool isKnown = name is "amount" or "asset" or "label" or "message" or "memo";
            if (name.Length == 0)
            {
                return PaymentUriFault.Malformed;
            }

            if (!isKnown && name.StartsWith(RequiredPrefix, StringComparison.Ordinal))
            {
                return PaymentUriFault.RequiresUnknown;
            }

            if (isKnown && !parameters.TryAdd(name, value))
            {
                return PaymentUriFault.Twice;
            }
        }

        return PaymentUriFault.None;
    }
}
