using Komandor.Primitives;
using Komandor.Web.Display;
using MudBlazor;

namespace Komandor.Web.WalletPages.Pages;

/// <content>A payment goes from form to quote, to a yes, to its fate.</content>
public sealed partial class SendPage
{
    private static readonly TimeSpan _tick = TimeSpan.FromMilliseconds(200);
    private readonly CancellationTokenSource _closing = new();
    private IReadOnlyList<WalletBalance> _balances = [];
    private SendStep _step = SendStep.Form;
    private string? _recipient;
    private string? _amount;
    private string? _memo;
    private string _assetText = AssetId.Kmcc.ToString();
    private string? _recipientFault;
    private string? _amountFault;
    private string? _problem;
    private WalletQuote? _quote;
    private WalletReceipt? _receipt;
    private long _started;
    private bool _busy;

    private AssetId Asset => AssetId.TryParse(_assetText, out AssetId asset) ? asset : AssetId.Kmcc;

    private WalletBalance? Balance => _balances.FirstOrDefault(balance => balance.Asset == Asset);

    private string AssetName => Asset == AssetId.Kmcc ? "KMCC" : Balance?.Name ?? ShortText.Of(Asset.ToString());

    private string Available => Balance is null ? "" : $"{PaymentForm.Text(Asset, Balance.Available)} can be spent, fee included";

    private Severity Tone => _receipt!.Outcome switch
    {
        WalletOutcome.Final => Severity.Success,
        WalletOutcome.Rejected => Severity.Error,
        _ => Severity.Warning,
    };

    private string Verdict => _receipt!.Outcome switch
    {
        WalletOutcome.Final when _receipt.FinalityMs is int took => $"Paid. Final in {TimeFormat.Duration(took)}.",
        WalletOutcome.Final => "Paid, and final.",
        WalletOutcome.Rejected => $"Refused: {FaultText.Words(_receipt.Fault)}. As this node says, nothing was paid, and your coins are free again.",
        WalletOutcome.Expired => "It was not ordered in time, and never will be. Nothing was paid; your coins came back.",
        WalletOutcome.Pending =>
            "It is handed in and its fate is not known yet. The wallet goes on with it; the history will show what became of it.",
        _ => throw new InvalidOperationException($"An outcome that this program does not know: {_receipt.Outcome}."),
    };

    /// <inheritdoc/>
    public void Dispose()
    {
        _closing.Cancel();
        _closing.Dispose();
    }

    /// <inheritdoc/>
    protected override Task OnInitializedAsync() => GuardAsync(async () => _balances = await Session.BalancesAsync(_closing.Token));

    private Task ReviewAsync()
    {
        string recipient = (_recipient ?? "").Trim();
        _recipientFault = recipient.Length == 0 ? "Say whom to pay." : null;
        _amountFault = PaymentForm.ReadAmount(_amount, Asset, out ulong units);
        return _recipientFault is not null || _amountFault is not null ? Task.CompletedTask : GuardAsync(async () =>
        {
            _quote = await Session.QuoteAsync(new WalletPayment(recipient, Asset, units, (_memo ?? "").Trim()), _closing.Token);
            _step = SendStep.Confirm;
        });
    }

    private async Task SendAsync()
    {
        // A second click of the same yes arrives here before the button is gone.
        if (_step != SendStep.Confirm)
        {
            return;
        }

        _started = Clock.GetTimestamp();
        _receipt = null;
        _step = SendStep.Underway;
        await GuardAsync(async () =>
        {
            _receipt = await Session.SendAsync(_quote!);
            await WatchAsync(_receipt);
        });
        _step = _receipt is null ? SendStep.Confirm : SendStep.Done;
    }

    private async Task WatchAsync(WalletReceipt receipt)
    {
        if (receipt.Outcome != WalletOutcome.Pending)
        {
            return;
        }

        Task<WalletReceipt> fate = Session.WaitAsync(receipt.Id, _closing.Token);
        while (await Task.WhenAny(fate, Task.Delay(_tick, Clock)) != fate)
        {
            StateHasChanged();
        }

        _receipt = await fate;
    }

    private Task AgainAsync()
    {
        if (_receipt!.Outcome == WalletOutcome.Final)
        {
            (_recipient, _amount, _memo) = (null, null, null);
        }

        _step = SendStep.Form;
        return GuardAsync(async () => _balances = await Session.BalancesAsync(_closing.Token));
    }

    // Shows what the wallet refuses; a page that was left needs to show nothing.
    private async Task GuardAsync(Func<Task> act)
    {
        _busy = true;
        _problem = null;
        try
        {
            await act();
        }
        catch (WalletSessionException refusal)
        {
            _problem = refusal.Message;
        }
        catch (OperationCanceledException) when (_closing.IsCancellationRequested)
        {
            return;
        }
        finally
        {
            _busy = false;
        }
    }
}
