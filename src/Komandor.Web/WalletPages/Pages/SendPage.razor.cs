using Komandor.Web.Display;
using Microsoft.AspNetCore.Components;
using MudBlazor;

namespace Komandor.Web.WalletPages.Pages;

/// <content>A payment goes from form to quote, to a yes, to its fate.</content>
public sealed partial class SendPage
{
    private static readonly TimeSpan _tick = TimeSpan.FromMilliseconds(200);
    private readonly CancellationTokenSource _closing = new();
    private SendStep _step = SendStep.Form;
    private SendStep _seen = SendStep.Form;
    private ElementReference _title;
    private ElementReference _heading;
    private string? _problem;
    private WalletQuote? _quote;
    private WalletReceipt? _receipt;
    private int _roundsLeft;
    private long _started;
    private bool _busy;
    private bool _own;

    /// <summary>Whether the wallet's transparent money is to become private: the recipient is the wallet itself.</summary>
    [Parameter, SupplyParameterFromQuery(Name = "own")]
    public bool Own { get; set; }

    private string Progress => _quote!.Rounds == 1 || _receipt is not null ? "It was handed in and waits to be final."
        : _roundsLeft > 1 ? $"Joining notes: {_roundsLeft} of {_quote.Rounds} rounds are left, this one included."
        : "The last round: the payment itself.";

    private Severity Tone => _receipt!.Outcome switch
    {
        WalletOutcome.Final => Severity.Success,
        WalletOutcome.Rejected => Severity.Error,
        _ => Severity.Warning,
    };

    private string Title => _receipt!.Outcome switch
    {
        WalletOutcome.Final => "Paid",
        WalletOutcome.Pending => "Not known yet",
        _ => "Not paid",
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
    protected override Task OnInitializedAsync() => Session.WordCount == 0 ? Task.CompletedTask : GuardAsync(async () =>
    {
        _overview = await Session.OverviewAsync(_closing.Token);
        if (Own)
        {
            ReadRecipient(await Session.AddressAsync(hidden: true, fresh: false, _closing.Token));
            _own = true;
        }
    });

    /// <inheritdoc/>
    /// <remarks>What was clicked is gone with the step before: the focus goes to the heading of what appeared, where it is read and from where one goes on.</remarks>
    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (_seen != _step)
        {
            _seen = _step;
            await (_step == SendStep.Form ? _title : _heading).FocusAsync();
        }
    }

    private Task ReviewAsync()
    {
        string recipient = _address ?? "";
        _recipientFault = recipient.Length == 0 ? "Say whom to pay." : _recipientFault;
        _amountFault = PaymentForm.ReadAmount(_amount, Asset, out ulong units);
        return _recipientFault is not null || _amountFault is not null ? Task.CompletedTask : GuardAsync(async () =>
        {
            _quote = await Session.QuoteAsync(new WalletPayment(recipient, Asset, units, (_memo ?? "").Trim(), Source), _closing.Token);
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
        _roundsLeft = _quote!.Rounds;
        _step = SendStep.Underway;
        await GuardAsync(async () =>
        {
            _receipt = await TickAsync(Session.SendAsync(_quote!, new Progress<int>(left => _roundsLeft = left)));
            if (_receipt.Outcome == WalletOutcome.Pending)
            {
                _receipt = await TickAsync(Session.WaitAsync(_receipt.Id, _closing.Token));
            }
        });
        _step = _receipt is null ? SendStep.Confirm : SendStep.Done;
    }

    // The page counts the time while something goes on.
    private async Task<WalletReceipt> TickAsync(Task<WalletReceipt> work)
    {
        while (await Task.WhenAny(work, Task.Delay(_tick, Clock)) != work)
        {
            StateHasChanged();
        }

        return await work;
    }

    private Task AgainAsync()
    {
        if (_receipt!.Outcome == WalletOutcome.Final)
        {
            (_amount, _memo) = (null, null);
            ReadRecipient(null);
        }

        _step = SendStep.Form;
        return GuardAsync(async () => _overview = await Session.OverviewAsync(_closing.Token));
    }

    // A refusal stands where it can be mended, while the form is there.
    private void Show(WalletSessionException refusal)
    {
        WalletField field = _step == SendStep.Form ? refusal.Field : WalletField.None;
        (_recipientFault, _amountFault, _memoFault) = (
            field == WalletField.Recipient ? refusal.Message : null,
            field == WalletField.Amount ? refusal.Message : null,
            field == WalletField.Memo ? refusal.Message : null);
        _problem = field == WalletField.None ? refusal.Message : null;
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
            Show(refusal);
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
