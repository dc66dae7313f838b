using Bunit;
using Komandor.Web.Tests.Fakes;
using Komandor.Web.WalletPages;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection;
using MudBlazor.Services;

namespace Komandor.Web.Tests.WalletPages;

/// <summary>Renders the wallet's pages over a wallet that does as it is told.</summary>
public abstract class WalletPageContext : BunitContext, IAsyncLifetime
{
    protected WalletPageContext()
    {
        Services.AddSingleton<IWalletSession>(Wallet);
        Services.AddSingleton(TimeProvider.System);
        Services.AddSingleton(new WalletWebOptions { Port = 0, Token = WalletWebOptions.NewToken(), ExplorerUrl = new Uri("http://127.0.0.1:7100") });
        Services.AddMudServices();
        JSInterop.Mode = JSRuntimeMode.Loose;
    }

    private protected FakeWallet Wallet { get; } = new();

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    // Components of MudBlazor can only be disposed asynchronously.
    async ValueTask IAsyncDisposable.DisposeAsync()
    {
        await DisposeComponentsAsync();
        await base.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    private protected static void Click<T>(IRenderedComponent<T> page, string text)
        where T : IComponent =>
        page.FindAll("button").Single(button => button.TextContent.Contains(text, StringComparison.Ordinal)).Click();

    private protected static string Text<T>(IRenderedComponent<T> page, string? selector = null)
        where T : IComponent
    {
        string text = selector is null ? string.Concat(page.Nodes.Select(node => $"{node.TextContent} ")) : page.Find(selector).TextContent;
        return string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
    }
}
