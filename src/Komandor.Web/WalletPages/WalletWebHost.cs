using System.Net;
using Komandor.Web.WalletPages.Pages;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using MudBlazor.Services;

namespace Komandor.Web.WalletPages;

/// <summary>Serves a wallet's pages on loopback, beside its keys.</summary>
public static class WalletWebHost
{
    private const int MaximumCircuits = 4;
    private static readonly string[] _reading = [HttpMethods.Get, HttpMethods.Head];

    /// <summary>A web server that is not started yet. Whoever runs it prints its address with
    /// <see cref="WalletWebOptions.OpeningPath"/>.</summary>
    /// <exception cref="ArgumentException">The token is shorter than 32 characters.</exception>
    public static WebApplication Create(IWalletSession session, WalletWebOptions options)
    {
        if (options.Token.Length < 32)
        {
            throw new ArgumentException("A wallet's token has at least 32 characters.", nameof(options));
        }

        // No settings from the environment or the folder: none of them may open another port.
        WebApplicationBuilder builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions { ApplicationName = "Komandor.Web" });
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel => Configure(kestrel, options.Port));
        // Standard output belongs to the command; requests, whose paths hold the token, are logged nowhere.
        builder.Logging.SetMinimumLevel(LogLevel.Warning).AddConsole(console => console.LogToStandardErrorThreshold = LogLevel.Trace);
        builder.Logging.AddFilter("Microsoft.AspNetCore.DataProtection", LogLevel.Error);
        AddServices(builder.Services, session, options);
        WebApplication application = builder.Build();
        application.UseWebSockets();
        application.UseMiddleware<WalletGate>(options);
        application.UseRouting();
        application.UseAntiforgery();
        foreach (WebAsset asset in WebAsset.Wallet)
        {
            application.MapMethods(asset.Path, _reading, asset.WriteAsync);
        }

        application.MapRazorComponents<WalletApp>().AddInteractiveServerRenderMode(mode =>
        {
            // The gate forbids frames for every answer.
            mode.ContentSecurityFrameAncestorsPolicy = null;
            mode.DisableWebSocketCompression = true;
        });
        return application;
    }

    private static void AddServices(IServiceCollection services, IWalletSession session, WalletWebOptions options)
    {
        services.AddRouting();
        services.AddSingleton(session);
        services.AddSingleton(options);
        services.AddSingleton(TimeProvider.System);
        services.Configure<KeyManagementOptions>(keys => keys.XmlRepository = new TransientKeys());
        services.AddMudServices();
        services.AddRazorComponents().AddInteractiveServerComponents(circuits =>
        {
            circuits.DisconnectedCircuitMaxRetained = MaximumCircuits;
            circuits.DisconnectedCircuitRetentionPeriod = TimeSpan.FromMinutes(1);
        });
    }

    private static void Configure(KestrelServerOptions kestrel, int port)
    {
        kestrel.AddServerHeader = false;
        kestrel.Limits.MaxConcurrentConnections = 64;
        kestrel.Limits.MaxRequestBodySize = 64 * 1_024;
        kestrel.Listen(IPAddress.Loopback, port);
    }
}
