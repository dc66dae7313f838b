using Komandor.Web.WalletPages;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;

namespace Komandor.Web.Tests.Fakes;

/// <summary>A wallet's pages for the tests of a class, and a client that keeps no cookie and follows no redirect.</summary>
public sealed class SharedWalletPages : IAsyncLifetime
{
    private WebApplication _application = null!;

    internal string Token { get; } = WalletWebOptions.NewToken();

    internal Uri Address { get; private set; } = null!;

    internal HttpClient Client { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        _application = WalletWebHost.Create(new FakeWallet(), new WalletWebOptions { Port = 0, Token = Token });
        await _application.StartAsync(TestContext.Current.CancellationToken);
        Address = new Uri(_application.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single());
        Client = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false }) { BaseAddress = Address };
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await _application.DisposeAsync();
    }
}
