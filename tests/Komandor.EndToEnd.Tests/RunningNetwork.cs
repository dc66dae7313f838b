using System.Net;
using System.Net.Http.Json;
using System.Net.Sockets;
using System.Text.Json;

namespace Komandor.EndToEnd.Tests;

/// <summary>A network that <c>komandor up</c> started: each member is a process of its own.</summary>
internal sealed class RunningNetwork : IAsyncDisposable
{
    private static readonly HttpClient _http = new() { Timeout = TimeSpan.FromSeconds(20) };

    private readonly KomandorProcess _process;

    private RunningNetwork(KomandorProcess process, JsonElement ready, string data, int port)
    {
        _process = process;
        Ready = ready;
        Data = data;
        Port = port;
    }

    /// <summary>The line that <c>komandor up --json</c> wrote when it was ready.</summary>
    internal JsonElement Ready { get; }

    /// <summary>The network's folder.</summary>
    internal string Data { get; }

    /// <summary>The first member's port.</summary>
    internal int Port { get; }

    /// <summary>The members' RPC addresses, by index.</summary>
    internal IReadOnlyList<string> Rpc =>
        [.. Ready.GetProperty("members").EnumerateArray().Select(member => member.GetProperty("rpc").GetString()!)];

    /// <summary>The wallet pages' address with its token.</summary>
    internal string WalletUrl => Ready.GetProperty("wallet").GetString()!;

    /// <summary>Starts a network and waits until it is ready.</summary>
    internal static async Task<RunningNetwork> StartAsync(string? data = null, params string[] more)
    {
        string folder = data ?? Directory.CreateTempSubdirectory("komandor-e2e-").FullName;
        int port = FreePortRange();
        KomandorProcess process = KomandorProcess.Start(
            null, ["up", "--json", "--data", folder, "--port", port.ToString(System.Globalization.CultureInfo.InvariantCulture), .. more]);
        try
        {
            string line = await process.ReadLineAsync(TimeSpan.FromSeconds(90));
            return new RunningNetwork(process, JsonDocument.Parse(line).RootElement.Clone(), folder, port);
        }
        catch
        {
            process.Dispose();
            throw;
        }
    }

    /// <summary>The process id of a member now; it changes when the member was started again.</summary>
    internal async Task<int> ProcessIdAsync(int member)
    {
        string path = Path.Combine(Data, $"member-{member + 1}", "process-id");
        return int.Parse(await File.ReadAllTextAsync(path), System.Globalization.CultureInfo.InvariantCulture);
    }

    /// <summary>Calls a method of the JSON-RPC API and returns its result.</summary>
    internal async Task<JsonElement> CallAsync(int member, string method, object? parameters = null)
    {
        using HttpResponseMessage response = await _http.PostAsJsonAsync(
            $"{Rpc[member]}/rpc", new { jsonrpc = "2.0", id = 1, method, @params = parameters ?? new { } });
        JsonElement answer = await response.Content.ReadFromJsonAsync<JsonElement>();
        Assert.True(answer.TryGetProperty("result", out JsonElement result), $"{method}: {answer}");
        return result;
    }

    /// <summary>The status and body of a page or an endpoint.</summary>
    internal async Task<(HttpStatusCode Status, string Body)> GetAsync(int member, string path)
    {
        using HttpResponseMessage response = await _http.GetAsync(Rpc[member] + path);
        return (response.StatusCode, await response.Content.ReadAsStringAsync());
    }

    /// <summary>Waits until every member has the same height and state root, and returns them.</summary>
    internal async Task<(ulong Height, string Root)> AgreementAsync(TimeSpan limit)
    {
        DateTime end = DateTime.UtcNow + limit;
        while (true)
        {
            List<(ulong Height, string Root)> views = [];
            for (int member = 0; member < Rpc.Count; member++)
            {
                try
                {
                    JsonElement info = await CallAsync(member, "chain_info");
                    views.Add((ulong.Parse(info.GetProperty("height").GetString()!, System.Globalization.CultureInfo.InvariantCulture), info.GetProperty("stateRoot").GetString()!));
                }
                catch (HttpRequestException)
                {
                    // The member is being started again.
                }
            }

            if (views.Count == Rpc.Count && views.Distinct().Count() == 1)
            {
                return views[0];
            }

            Assert.True(DateTime.UtcNow < end, $"The members do not agree: {string.Join("; ", views)}\n{_process.Errors}");
            await Task.Delay(200);
        }
    }

    /// <summary>Stops it by Ctrl-C, as a person would.</summary>
    internal Task<int> StopAsync() => _process.InterruptAsync(TimeSpan.FromSeconds(30));

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            try
            {
                await StopAsync();
            }
            catch (TimeoutException)
            {
                // Dispose kills what is left.
            }
        }

        _process.Dispose();
    }

    // The network takes the ports from here on: RPC, links and the wallet's pages.
    private static int FreePortRange()
    {
        for (int attempt = 0; attempt < 50; attempt++)
        {
            int port = Random.Shared.Next(20_000, 40_000);
            if (Enumerable.Range(port, 40).All(IsFree))
            {
                return port;
            }
        }

        throw new InvalidOperationException("No forty free ports in a row were found.");
    }

    private static bool IsFree(int port)
    {
        try
        {
            using TcpListener listener = new(IPAddress.Loopback, port);
            listener.Start();
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
