using Komandor.Primitives;
using Komandor.Wallet.Private.Disclosure;
using Microsoft.AspNetCore.Components;

namespace Komandor.Web.WalletPages.Pages;

/// <content>Proofs are made and judged, and view keys shown, on request alone.</content>
public sealed partial class DisclosePage
{
    private DisclosureKind _kind = DisclosureKind.Payment;
    private string? _id;
    private string? _idFault;
    private string? _amount;
    private string? _amountFault;
    private string? _message;
    private string? _messageFault;
    private string? _proof;
    private string? _shown;
    private string? _shownMessage;
    private DisclosureResult? _verdict;
    private bool _full;
    private bool _understood;
    private string? _key;

    /// <summary>The transaction to begin with, which is public.</summary>
    [Parameter, SupplyParameterFromQuery(Name = "transaction")]
    public string? Transaction { get; set; }

    /// <summary>What to prove of it: <c>spend</c>, or else a payment.</summary>
    [Parameter, SupplyParameterFromQuery(Name = "kind")]
    public string? Kind { get; set; }

    /// <inheritdoc/>
    protected override void OnInitialized() => (_id, _kind) = (Transaction, Kind == "spend" ? DisclosureKind.Spend : DisclosureKind.Payment);

    private Task ProveAsync()
    {
        _proof = null;
        string message = (_message ?? "").Trim();
        _messageFault = message.Length == 0 ? "Say what the proof is for." : null;
        TransactionId id = default;
        ulong units = 0;
        bool ofReserve = _kind == DisclosureKind.Reserve;
        _idFault = ofReserve || TransactionId.TryParse((_id ?? "").Trim(), out id) ? null : "An id has 64 hexadecimal digits. The history shows it.";
        _amountFault = ofReserve ? PaymentForm.ReadAmount(_amount, AssetId.Kmcc, out units) : null;
        return (_messageFault ?? _idFault ?? _amountFault) is not null ? Task.CompletedTask : AskAsync(async () =>
            _proof = ofReserve
                ? await Session.ProveReserveAsync(units, message, Closing)
                : await Session.ProveAsync(_kind, id, message, Closing));
    }

    private Task VerifyAsync()
    {
        _verdict = null;
        return AskAsync(async () => _verdict = await Session.VerifyAsync((_shown ?? "").Trim(), (_shownMessage ?? "").Trim(), Closing));
    }

    private void Choose(bool full) => (_full, _understood, _key) = (full, false, null);

    private Task ShowKeyAsync() => !_understood ? Task.CompletedTask : AskAsync(async () => _key = await Session.ViewKeyAsync(_full, Closing));
}
