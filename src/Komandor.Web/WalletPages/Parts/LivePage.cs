using Microsoft.AspNetCore.Components;

namespace Komandor.Web.WalletPages.Parts;

/// <summary>A page that shows what the wallet knows, and asks again every two seconds while it is open.</summary>
public abstract class LivePage : ComponentBase, IAsyncDisposable
{
    private static readonly TimeSpan _period = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan _hurry = TimeSpan.FromMilliseconds(20);
    private readonly CancellationTokenSource _closing = new();
    private Task _following = Task.CompletedTask;

    /// <summary>The wallet.</summary>
    [Inject]
    public IWalletSession Session { get; set; } = null!;

    /// <summary>The clock of relative times and of asking again.</summary>
    [Inject]
    public TimeProvider Clock { get; set; } = null!;

    /// <summary>Whether something has been loaded.</summary>
    protected bool Loaded { get; private set; }

    /// <summary>Why nothing could be loaded just now; what was loaded before still stands.</summary>
    protected string? Problem { get; private set; }

    /// <summary>Whether the wallet is behind with what the page shows, so that it is asked again at once.</summary>
    protected virtual bool IsBehind => false;

    /// <summary>Cancelled when the page is left.</summary>
    protected CancellationToken Closing => _closing.Token;

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _closing.CancelAsync();
        await _following;
        _closing.Dispose();
        GC.SuppressFinalize(this);
    }

    /// <summary>Loads what the page shows.</summary>
    protected abstract Task LoadAsync(CancellationToken cancellationToken);

    /// <inheritdoc/>
    protected override void OnInitialized() => _following = FollowAsync();

    private async Task FollowAsync()
    {
        try
        {
            while (true)
            {
                await LoadOnceAsync();
                StateHasChanged();
                await Task.Delay(IsBehind && Problem is null ? _hurry : _period, Clock, Closing);
            }
        }
        catch (OperationCanceledException) when (Closing.IsCancellationRequested)
        {
            // The page was left.
        }
        catch (Exception failure)
        {
            await DispatchExceptionAsync(failure);
        }
    }

    private async Task LoadOnceAsync()
    {
        try
        {
            await LoadAsync(Closing);
            Loaded = true;
            Problem = null;
        }
        catch (WalletSessionException refusal)
        {
            Problem = refusal.Message;
        }
    }
}
