using Komandor.Primitives;
using Komandor.Wallet.Payments;

namespace Komandor.Web.WalletPages.Pages;

/// <content>An address, or a link that asks for an amount, as text and as a picture.</content>
public sealed partial class ReceivePage
{
    private readonly CancellationTokenSource _closing = new();
    private bool _hidden = true;
    private string? _address;
    private string? _amount;
    private string? _amountFault;
    private string? _label;
    private string? _message;
    private string? _problem;
    private (string Path, int Width) _qr = ("", 1);
    private bool _busy;

    private bool Asks => Units is not null || Text(_label).Length + Text(_message).Length > 0;

    private ulong? Units => PaymentForm.ReadAmount(_amount, AssetId.Kmcc, out ulong units) is null ? units : null;

    private string Shown => Asks ? new PaymentUri(_address!, Units, AssetId.Kmcc, Text(_label), Text(_message), "").ToString() : _address!;

    /// <inheritdoc/>
    public void Dispose()
    {
        _closing.Cancel();
        _closing.Dispose();
    }

    /// <inheritdoc/>
    protected override Task OnInitializedAsync() => ShowAsync(fresh: false);

    private static string Text(string? typed) => new([.. (typed ?? "").Trim().Where(letter => !char.IsControl(letter))]);

    private void Ask(Action change)
    {
        change();
        _amountFault = string.IsNullOrWhiteSpace(_amount) ? null : PaymentForm.ReadAmount(_amount, AssetId.Kmcc, out _);
        Draw();
    }

    // No address of the kind that was left stands under the other one's name, whatever the wallet answers.
    private Task ChangeAsync(bool hidden)
    {
        (_hidden, _address) = (hidden, null);
        return ShowAsync(fresh: false);
    }

    private async Task ShowAsync(bool fresh)
    {
        _busy = true;
        try
        {
            _address = await Session.AddressAsync(_hidden, fresh, _closing.Token);
            Draw();
            _problem = null;
        }
        catch (WalletSessionException refusal)
        {
            _problem = refusal.Message;
        }
        catch (OperationCanceledException) when (_closing.IsCancellationRequested)
        {
            return;
        }

        _busy = false;
    }

    // Upper case makes a smaller picture, and an address may be written in either.
    private void Draw()
    {
        if (_address is not null)
        {
            _qr = QrPath.Of(Asks ? Shown : Shown.ToUpperInvariant());
        }
    }
}
