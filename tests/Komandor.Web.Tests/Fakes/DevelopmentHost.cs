using Komandor.Api;
using Komandor.Primitives;
using Komandor.Web.Explorer;
using Komandor.Web.WalletPages;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;

namespace Komandor.Web.Tests.Fakes;

/// <summary>Serves the pages over a chain that grows, to be looked at.</summary>
internal static class DevelopmentHost
{
    public static async Task RunAsync(int port)
    {
        FakeChain chain = new(130);
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls($"http://127.0.0.1:{port}");
        builder.Services.AddSingleton<INodeApi>(new FakeNode(chain));
        builder.Services.AddExplorer();
        await using WebApplication application = builder.Build();
        application.MapExplorer();
        await application.StartAsync();
        Console.WriteLine($"explorer: http://127.0.0.1:{port}/");
        Console.WriteLine($"  /transactions/{FakeChain.Final}\n  /transactions/{FakeChain.Rejected}\n  /addresses/{FakeChain.Alice}");
        WalletWebOptions options = new()
        {
            Port = port + 1,
            Token = WalletWebOptions.NewToken(),
            ExplorerUrl = new Uri($"http://127.0.0.1:{port}"),
        };
        await using WebApplication wallet = WalletWebHost.Create(new FakeWallet { FateTakes = TimeSpan.FromSeconds(2) }, options);
        await wallet.StartAsync();
        Console.WriteLine($"wallet: http://127.0.0.1:{port + 1}{options.OpeningPath}");
        CancellationToken stopping = application.Lifetime.ApplicationStopping;
        using PeriodicTimer timer = new(TimeSpan.FromMilliseconds(700));
        try
        {
            while (await timer.WaitForNextTickAsync(stopping))
            {
                lock (chain)
                {
                    chain.Advance(Timestamp.From(DateTimeOffset.UtcNow));
                }
            }
        }
        catch (OperationCanceledException)
        {
            await wallet.StopAsync();
            await application.StopAsync();
        }
    }
}
