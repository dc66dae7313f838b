using Komandor.Ledger;
using Komandor.Ledger.Private;
using Komandor.Primitives;
using Komandor.Wallet;
using Komandor.Wallet.Payments;

namespace Komandor.Web.WalletPages.Pages;

/// <content>What is typed: a recipient, or a link that asks; and what to pay it with.</content>
public sealed partial class SendPage
{
    // What is shorter is still being typed; addresses are longer.
    private const int WholeAddress = 20;

    private WalletOverview _overview = new([], null);
    private string? _recipient;
    private string? _address;
    private PaymentUri? _asked;
    private MoneyTier? _chosen;
    private string? _amount;
    private string? _memo;
    private string _assetText = AssetId.Kmcc.ToString();
    private string? _recipientFault;
    private string? _amountFault;
    private string? _memoFault;

    private RecipientKind Kind { get; set; }

    private bool IsPrivate => Kind == RecipientKind.Hidden;

    private MoneyTier[] Choices => IsPrivate
        ? _own ? [MoneyTier.Transparent] : [MoneyTier.Shielded, MoneyTier.Ring, MoneyTier.Transparent]
        : [MoneyTier.Transparent, MoneyTier.Shielded, MoneyTier.Ring];

    // What hides most is chosen unless somebody chooses; a transparent recipient shows whatever pays, so coins do.
    private MoneyTier Source => Asset == AssetId.Kmcc && _chosen is MoneyTier chosen && Choices.Contains(chosen) ? chosen : Choices[0];

    private AssetId Asset => AssetId.TryParse(_assetText, out AssetId asset) ? asset : AssetId.Kmcc;

    private WalletBalance[] Holdings => [.. _overview.Balances.DistinctBy(balance => balance.Asset)];

    private string AssetName => Asset == AssetId.Kmcc ? "KMCC" : Holdings.FirstOrDefault(one => one.Asset == Asset)?.Name ?? Display.ShortText.Of(Asset.ToString());

    private string? Warning => _own
        ? "Everybody sees the amount that becomes private. Choose a round one, and wait before you pay out the same: equal amounts are linked."
        : TierWords.Warning(Source, IsPrivate);

    private string RecipientHint => Kind switch
    {
        RecipientKind.Hidden => _own ? "Your own private address" : "A private address",
        RecipientKind.Transparent => "A transparent address: everybody sees what it is paid",
        _ => "An address of this network, or a payment link",
    };

    private string MemoHint => Kind switch
    {
        RecipientKind.Transparent => "Public: everybody can read it",
        RecipientKind.Hidden => "Sealed: the recipient alone can read it",
        _ => "Sealed for a private address: the recipient alone can read it",
    };

    private string Available => Kind == RecipientKind.None && Asset == AssetId.Kmcc
        ? ""
        : $"{PaymentForm.Text(Asset, AvailableIn(Source))} can be spent, fee included";

    private ulong AvailableIn(MoneyTier tier) =>
        _overview.Balances.FirstOrDefault(one => one.Asset == Asset && one.Tier == tier)?.Available ?? 0;

    private void Choose(MoneyTier tier) => _chosen = tier;

    // Only KMCC can be private; the form says so at once.
    private void Settle() => _recipientFault = IsPrivate && Asset != AssetId.Kmcc ? "Only KMCC can be private. Ask for a transparent address." : null;

    private void ReadRecipient(string? text)
    {
        bool was = IsPrivate;
        (_recipient, _own) = (text, false);
        string typed = (text ?? "").Trim();
        PaymentUriFault fault = PaymentUri.Read(typed, out PaymentUri? link);
        bool isLink = typed.Contains(':', StringComparison.Ordinal);
        _asked = isLink ? link : null;
        _address = link?.Address ?? typed;
        Kind = PrivateAddress.TryParse(_address, Session.AddressPrefix, out _, out _) ? RecipientKind.Hidden
            : Address.TryParse(_address, Session.AddressPrefix, out _, out _) ? RecipientKind.Transparent
            : RecipientKind.None;
        if (_asked is not null)
        {
            _assetText = _asked.Asset.ToString();
            _amount = _asked.Amount is ulong units ? Komandor.Wallet.Amounts.Plain(units, _asked.Asset) : _amount;
            _memo = _asked.Memo.Length > 0 ? _asked.Memo : _memo;
        }

        Settle();
        _recipientFault = isLink && fault != PaymentUriFault.None ? PaymentUriText.Words(fault)
            : Kind == RecipientKind.None && _address.Length >= WholeAddress ? AddressText.Fault(_address, Session.AddressPrefix, Session.Network)
            : _recipientFault;
        _chosen = was == IsPrivate ? _chosen : null;
    }
}
