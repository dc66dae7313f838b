using System.Globalization;
using System.Net;
using Komandor.Cli.Console;
using Komandor.Wallet.Keys;

namespace Komandor.Cli.Development;

/// <summary>Runs a development network: prepares its files, supervises a process for each member and one for the wallet's pages, and says when it is ready.</summary>
internal sealed class DevelopmentNetwork(DevelopmentPlan plan, Terminal terminal, bool json)
{
    private static readonly TimeSpan _readyLimit = TimeSpan.FromSeconds(90);

    /// <summary>Runs until cancelled.</summary>
    internal async Task RunAsync(CancellationToken cancellationToken)
    {
        using FileStream claim = Claim();
        DevelopmentFiles.Prepare(plan, terminal.Time);
        using CancellationTokenSource ending = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        List<MemberSupervisor> supervisors =
        [
            .. Enumerable.Range(1, plan.Members).Select(member => new MemberSupervisor(
                plan.MemberFolder(member), plan.Arguments(member), new Dictionary<string, string>(), terminal.Time)),
        ];
        MemberSupervisor wallet = new(
            Path.Combine(plan.Folder, "wallet-pages"),
            [
                "wallet", "serve", "--wallet", plan.PagesWalletFile, "--rpc", string.Join(',', Enumerable.Range(1, plan.Members).Select(plan.Rpc)),
                "--port", plan.WalletPort.ToString(CultureInfo.InvariantCulture), "--json", "--stop-with-input",
            ],
            new Dictionary<string, string> { ["KOMANDOR_WALLET_PASSPHRASE"] = DevelopmentFiles.Passphrase },
            terminal.Time);
        Task[] running = [.. supervisors.Select(supervisor => supervisor.RunAsync(ending.Token))];
        Task walletRunning = Task.CompletedTask;
        try
        {
            await WaitUntilReadyAsync(supervisors, ending.Token);
            walletRunning = wallet.RunAsync(ending.Token);
            string walletUrl = await wallet.FirstLineAsync(_readyLimit, ending.Token);
            Announce(UrlOf(walletUrl));
            await Task.WhenAny([.. running, walletRunning]);
        }
        catch (OperationCanceledException)
        {
            // Ctrl-C.
        }
        finally
        {
            if (!json)
            {
                terminal.Error.WriteLine("Stopping...");
            }

            await ending.CancelAsync();
            await Task.WhenAll([.. running, walletRunning]);
        }
    }

    // The system frees it when this process ends, however it ends.
    private FileStream Claim()
    {
        Directory.CreateDirectory(plan.Folder);
        try
        {
            return new FileStream(Path.Combine(plan.Folder, "up.lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException)
        {
            throw new UsageException($"A network already runs in {plan.Folder}. Stop it with Ctrl-C where it was started, or start another with --data and --port.");
        }
    }

    private string UrlOf(string firstLine) =>
        System.Text.Json.JsonDocument.Parse(firstLine).RootElement.TryGetProperty("wallet", out System.Text.Json.JsonElement url)
            ? url.GetString()!
            : throw new UsageException($"The wallet's pages did not start; another program may have port {plan.WalletPort}. Name other ports with --port. They said: {firstLine}");

    private async Task WaitUntilReadyAsync(List<MemberSupervisor> supervisors, CancellationToken cancellationToken)
    {
        using HttpClient http = new() { Timeout = TimeSpan.FromSeconds(2) };
        long start = terminal.Time.GetTimestamp();
        string last = "no answer yet";
        for (int member = 1; member <= plan.Members;)
        {
            try
            {
                using HttpResponseMessage response = await http.GetAsync($"{plan.Rpc(member)}/readyz", cancellationToken);
                if (response.StatusCode == HttpStatusCode.OK)
                {
                    member++;
                    continue;
                }

                last = await response.Content.ReadAsStringAsync(cancellationToken);
            }
            catch (Exception exception) when (exception is HttpRequestException or TaskCanceledException && !cancellationToken.IsCancellationRequested)
            {
                last = exception.Message;
            }

            if (terminal.Time.GetElapsedTime(start) > _readyLimit || supervisors[member - 1].Restarts > 3)
            {
                throw new IOException(
                    $"Member {member} did not become ready: {last}\nIts log is {supervisors[member - 1].LogFile}");
            }

            await Task.Delay(TimeSpan.FromMilliseconds(100), terminal.Time, cancellationToken);
        }
    }

    private void Announce(string walletUrl)
    {
        var accounts = Enumerable.Range(0, DevelopmentKeys.Accounts).Select(account => new { index = account, address = DevelopmentFiles.Address(account) }).ToArray();
        terminal.Write(
            json,
            new
            {
                ready = true,
                explorer = plan.Rpc(1),
                wallet = walletUrl,
                walletFile = plan.WalletFile,
                data = plan.Folder,
                members = Enumerable.Range(1, plan.Members).Select(member => new { id = member, rpc = plan.Rpc(member) }),
                accounts,
                warning = "development keys: never fund them",
            },
            [
                $"A network of {plan.Members} members runs.",
                string.Empty,
                $"  explorer   {plan.Rpc(1)}",
                $"  wallet     {walletUrl}",
                $"  nodes      {string.Join(' ', Enumerable.Range(1, plan.Members).Select(plan.Rpc))}",
                $"  data       {plan.Folder}",
                string.Empty,
                "Ten accounts hold 10,000,000 KMCC each (development keys: never fund them).",
                "The wallet's pages hold the first one's key, and a wallet for the command line the second one's. Pay the third one:",
                $"  KOMANDOR_WALLET_PASSPHRASE={DevelopmentFiles.Passphrase} ./komandor wallet send --wallet {plan.WalletFile} --rpc {plan.Rpc(1)} --to {accounts[2].address} --amount 1",
                "Both hold private notes too: pay an address that another wallet's Receive page, or `wallet address --private`, gave.",
                string.Empty,
                "Ctrl-C stops all of it; the next start goes on from here.",
            ]);
        terminal.Output.Flush();
    }
}
