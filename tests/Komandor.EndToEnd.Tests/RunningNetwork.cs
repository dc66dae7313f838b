using System.Net;
using System.Net.Http.Json;
using System.Net.Sockets;
using System.Text.Json;
using Komandor.Testing;

namespace Komandor.EndToEnd.Tests;

/// <summary>A network that <c>komandor up</c> started: each member is a process of its own.</summary>
internal sealed class RunningNetwork : IAsyncDisposable
{
    private static readonly HttpClient _http = new() { Timeout = TimeSpan.FromSeconds(20) };

    private readonly KomandorProcess _process;
    private readonly TemporaryFolder? _folder;

    private RunningNetwork(KomandorProcess process, JsonElement ready, string data, int port, TemporaryFolder? folder)
    {
        _process = process;
        _folder = folder;
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
        TemporaryFolder? folder = data is null ? new TemporaryFolder() : null;
        data ??= folder!.FullName;
        int port = FreePortRange();
        KomandorProcess process = KomandorProcess.Start(
            null, ["up", "--json", "--data", data, "--port", port.ToString(System.Globalization.CultureInfo.InvariantCulture), .. more]);
        try
        {
            string line = await process.ReadLineAsync(TimeSpan.FromSeconds(90));
            return new RunningNetwork(process, JsonDocument.Parse(line).RootElement.Clone(), data, port, folder);
        }
        catch
        {
            process.Dispose();
            folder?.Dispose();
            throw;
        }
    }

    /// <summary>The process that supervises the members.</summary>
    internal int SupervisorId => _process.Id;

    /// <summary>The port on which a member takes links; members count from 0.</summary>
    internal int LinkPort(int member) => Port + 21 + member;

    /// <summary>The process id of a member now; it changes when the member was started again.</summary>
    internal Task<int> ProcessIdAsync(int member) => ProcessIdAsync(MemberFolder(member));

    /// <summary>The process id of what keeps its files in a folder of the network.</summary>
    internal async Task<int> ProcessIdAsync(string folder)
    {
        while (true)
        {
            // The supervisor writes the file anew with every start; in between it is empty.
            string text = await File.ReadAllTextAsync(Path.Combine(Data, folder, "process-id"));
            if (int.TryParse(text, System.Globalization.CultureInfo.InvariantCulture, out int id))
            {
                return id;
            }

            await Task.Delay(20);
        }
    }

    /// <summary>What a member has logged since the network was made.</summary>
    internal async Task<string> LogAsync(int member)
    {
        await using FileStream file = new(Path.Combine(Data, MemberFolder(member), "log"), FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        using StreamReader reader = new(file);
        return await reader.ReadToEndAsync();
    }

    /// <summary>A member's newest final height and the last round that it decided.</summary>
    internal async Task<(ulong Height, ulong Round)> PlaceAsync(int member)
    {
        JsonElement status = await CallAsync(member, "network_status");
        return (Number(status, "height"), Number(status, "decidedRound"));
    }

    /// <summary>The ids of the blocks from height 1 to <paramref name="height"/> as a member serves them; null where it has none.</summary>
    internal async Task<string?[]> BlocksAsync(int member, ulong height)
    {
        string?[] ids = new string?[height];
        for (ulong index = 0; index < height; index++)
        {
            (HttpStatusCode status, string body) = await GetAsync(member, $"/api/v1/blocks/{index + 1}");
            ids[index] = status == HttpStatusCode.OK
                ? JsonDocument.Parse(body).RootElement.GetProperty("summary").GetProperty("id").GetString()
                : null;
        }

        return ids;
    }

    /// <summary>Waits until a member answers that it is ready.</summary>
    internal Task ReadyAsync(int member, TimeSpan limit) => UntilAsync(
        async () => (await GetAsync(member, "/readyz")).Status == HttpStatusCode.OK, limit, $"member {member + 1} is ready");

    /// <summary>Waits until the supervisor has started another process for a member.</summary>
    internal Task RestartedAsync(int member, int before, TimeSpan limit) => UntilAsync(
        async () => await ProcessIdAsync(member) != before, limit, $"member {member + 1} was started again");

    /// <summary>Waits for a condition; a member that does not answer does not fulfil it.</summary>
    internal async Task UntilAsync(Func<Task<bool>> condition, TimeSpan limit, string what)
    {
        DateTime end = DateTime.UtcNow + limit;
        while (true)
        {
            try
            {
                if (await condition())
                {
                    return;
                }
            }
            catch (Exception exception) when (exception is HttpRequestException or TaskCanceledException)
            {
                // The member is being started.
            }

            Assert.True(DateTime.UtcNow < end, $"Not within {limit.TotalSeconds} s: {what}.\n{_process.Errors}");
            await Task.Delay(100);
        }
    }

    /// <summary>Replays a file of payments over the given members, at most <paramref name="window"/> at once, and requires that each became final, everywhere.</summary>
    internal async Task<JsonElement> ReplayAsync(string file, int window, params IEnumerable<int> members)
    {
        string output = await KomandorProcess.RunAsync(
            null, 0, TimeSpan.FromMinutes(4), "replay", file, "--rpc", string.Join(',', members.Select(member => Rpc[member])),
            "--window", window.ToString(System.Globalization.CultureInfo.InvariantCulture), "--json");
        JsonElement result = JsonDocument.Parse(output).RootElement.Clone();
        Assert.Equal(result.GetProperty("payments").GetInt32(), result.GetProperty("final").GetInt32());
        Assert.Equal(0, result.GetProperty("refused").GetInt32());
        Assert.True(result.GetProperty("supplyConserved").GetBoolean());
        return result;
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

    /// <summary>Calls a method and returns the fault by which it was refused; null if it was not.</summary>
    internal async Task<string?> RefusalAsync(int member, string method, object parameters)
    {
        using HttpResponseMessage response = await _http.PostAsJsonAsync($"{Rpc[member]}/rpc", new { jsonrpc = "2.0", id = 1, method, @params = parameters });
        JsonElement answer = await response.Content.ReadFromJsonAsync<JsonElement>();
        return answer.TryGetProperty("error", out JsonElement error) ? error.GetProperty("data").GetProperty("fault").GetString() : null;
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
                catch (Exception exception) when (exception is HttpRequestException or TaskCanceledException)
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
        _folder?.Dispose();
    }

    private static string MemberFolder(int member) => $"member-{member + 1}";

    /// <summary>A number of an answer: the API writes what may pass 2^53 as text.</summary>
    internal static ulong Number(JsonElement element, string name)
    {
        JsonElement value = element.GetProperty(name);
        return value.ValueKind == JsonValueKind.String
            ? ulong.Parse(value.GetString()!, System.Globalization.CultureInfo.InvariantCulture)
            : value.GetUInt64();
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
