using System.CommandLine;
using Komandor.Api;
using Komandor.Cli.Console;
using Komandor.Cli.Serve;
using Komandor.Client;
using Komandor.Wallet;
using Komandor.Wallet.Storage;
using Komandor.Web.WalletPages;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Hosting;

namespace Komandor.Cli.Commands;

/// <summary><c>komandor wallet serve</c>: shows the wallet's pages to this machine's browser, until Ctrl-C.</summary>
internal static class WalletServeCommand
{
    internal static Command Create(Terminal terminal)
    {
        WalletOptions options = new();
        Option<int> port = new("--port") { Description = "The port on 127.0.0.1; 0 takes a free one.", DefaultValueFactory = _ => 0 };
        Option<bool> stopWithInput = new("--stop-with-input")
        {
            Description = "Stop when standard input ends, so that it never outlives whoever started it.",
            Hidden = true,
        };
        Command command = options.Command("serve", "Show the wallet in a browser on this machine, until Ctrl-C.", terminal, async (parsed, cancelled) =>
        {
            if (parsed.GetValue(port) is < 0 or > ushort.MaxValue)
            {
                throw new UsageException("--port goes from 0 to 65535.");
            }

            string rpc = parsed.GetRequiredValue(options.Rpc);
            using WalletFile file = options.Open(parsed, terminal);
            using NodeClient node = RpcOption.Connect(rpc);
            await ConnectAsync(terminal, file, node, cancelled);
            using LocalWalletSession session = new(file, node, file.Chain!.Network, terminal.Time);
            WalletWebOptions web = new()
            {
                Port = parsed.GetValue(port),
                Token = WalletWebOptions.NewToken(),
                ExplorerUrl = RpcOption.Read(rpc)[0],
            };
            await using WebApplication application = WalletWebHost.Create(session, web);
            await application.StartAsync(cancelled);
            string url = application.Urls.First() + web.OpeningPath;
            terminal.Write(parsed.GetValue(options.Json), new { wallet = url }, $"The wallet is at {url}", "Ctrl-C ends it.");
            await Task.WhenAny(application.WaitForShutdownAsync(cancelled), InputEndAsync(parsed.GetValue(stopWithInput)));
            return ExitCode.Ok;
        });
        command.Add(port);
        command.Add(stopWithInput);
        return command;
    }

    // A wallet that met its chain before shows what it knew while no node answers.
    private static async Task ConnectAsync(Terminal terminal, WalletFile file, NodeClient node, CancellationToken cancelled)
    {
        try
        {
            await new WalletService(file, node, terminal.Time).ConnectAsync(cancelled);
        }
        catch (ApiException away) when (away.Code == ApiErrorCode.NotReady && file.Chain is not null)
        {
            terminal.Error.WriteLine($"{away.Message} The pages show what the wallet last knew.");
        }
    }

    private static async Task InputEndAsync(bool isWatched)
    {
        if (!isWatched)
        {
            await Task.Delay(Timeout.InfiniteTimeSpan);
        }

        Stream input = System.Console.OpenStandardInput();
        byte[] buffer = new byte[64];
        while (await input.ReadAsync(buffer) > 0)
        {
        }
    }
}
