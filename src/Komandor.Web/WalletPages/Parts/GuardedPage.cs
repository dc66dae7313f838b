using Microsoft.AspNetCore.Components;

namespace Komandor.Web.WalletPages.Parts;

/// <summary>A page on which a person asks for one thing at a time; what the wallet refuses stands above it.</summary>
public abstract class GuardedPage : ComponentBase, IDisposable
{
    private readonly CancellationTokenSource _closing = new();

    /// <summary>The wallet.</summary>
    [Inject]
    public IWalletSession Session { get; set; } = null!;

    /// <summary>Why the last question was refused.</summary>
    protected string? Problem { get; set; }

    /// <summary>Whether a question is being answered.</summary>
    protected bool IsBusy { get; private set; }

    /// <summary>Cancelled when the page is left.</summary>
    protected CancellationToken Closing => _closing.Token;

    /// <inheritdoc/>
    public void Dispose()
    {
        _closing.Cancel();
        _closing.Dispose();
        GC.SuppressFinalize(this);
    }

    /// <summary>Asks the wallet; a page that was left needs to show nothing.</summary>
    protected async Task AskAsync(Func<Task> ask)
    {
        (IsBusy, Problem) = (true, null);
        try
        {
            await ask();
        }
        catch (WalletSessionException refusal)
        {
            Problem = refusal.Message;
        }
        catch (OperationCanceledException) when (_closing.IsCancellationRequested)
        {
            return;
        }
        finally
        {
            IsBusy = false;
        }
    }
}
