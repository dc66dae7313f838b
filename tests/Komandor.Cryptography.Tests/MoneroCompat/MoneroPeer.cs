using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;

namespace Komandor.Cryptography.Tests.MoneroCompat;

/// <summary>A real monerod on a chain of its own, with a wallet that owns its coins. Both end with it.</summary>
internal sealed class MoneroPeer : IDisposable
{
    private static readonly TimeSpan _patience = TimeSpan.FromSeconds(60);

    private readonly string _folder = Directory.CreateTempSubdirectory("komandor-monero-").FullName;
    private readonly HttpClient _client = new() { Timeout = TimeSpan.FromMinutes(2) };
    private readonly List<Process> _processes = [];
    private readonly int _daemonPort = FreePort();
    private readonly int _walletPort = FreePort();
    private string _address = "";

    /// <summary>Starts both, and mines so many blocks to the wallet.</summary>
    internal async Task StartAsync(int blocks, CancellationToken cancellationToken)
    {
        Run("monerod", $"--regtest --offline --fixed-difficulty 1 --no-zmq --no-igd --non-interactive --data-dir {_folder}/chain "
            + $"--rpc-bind-ip 127.0.0.1 --rpc-bind-port {_daemonPort} --p2p-bind-ip 127.0.0.1 --p2p-bind-port {FreePort()}");
        await AnswersAsync(_daemonPort, "get_block_count", cancellationToken);
        Run("monero-wallet-rpc", $"--rpc-bind-ip 127.0.0.1 --rpc-bind-port {_walletPort} --disable-rpc-login --trusted-daemon "
            + $"--daemon-address 127.0.0.1:{_daemonPort} --wallet-dir {_folder} --log-file {_folder}/wallet.log");
        await AnswersAsync(_walletPort, "get_version", cancellationToken);
        await CallAsync(_walletPort, "create_wallet", new { filename = "test", password = "", language = "English" }, cancellationToken);
        JsonElement address = await CallAsync(_walletPort, "get_address", new { account_index = 0 }, cancellationToken);
        _address = address.GetProperty("address").GetString()!;
        await CallAsync(_daemonPort, "generateblocks", new { amount_of_blocks = blocks, wallet_address = _address }, cancellationToken);
        await CallAsync(_walletPort, "refresh", new { start_height = 0 }, cancellationToken);
    }

    /// <summary>The amount, in its smallest units, that one mined output holds at least.</summary>
    internal async Task<ulong> OutputAmountAsync(CancellationToken cancellationToken)
    {
        JsonElement transfers = await CallAsync(_walletPort, "incoming_transfers", new { transfer_type = "available" }, cancellationToken);
        return transfers.GetProperty("transfers").EnumerateArray().Min(transfer => transfer.GetProperty("amount").GetUInt64());
    }

    /// <summary>A transaction that pays <paramref name="destinations"/> amounts; its change is one output more. It is not sent.</summary>
    internal async Task<byte[]> MakeTransactionAsync(int destinations, ulong amountEach, CancellationToken cancellationToken)
    {
        JsonElement made = await CallAsync(
            _walletPort,
            "transfer",
            new
            {
                destinations = Enumerable.Range(0, destinations).Select(_ => new { amount = amountEach, address = _address }),
                do_not_relay = true,
                get_tx_hex = true,
            },
            cancellationToken);
        return Convert.FromHexString(made.GetProperty("tx_blob").GetString()!);
    }

    /// <summary>A transaction that moves one output to so many; the wallet makes such only when asked to sweep. It is not sent.</summary>
    internal async Task<byte[]> MakeSweepAsync(int outputs, CancellationToken cancellationToken) =>
        await MakeSweepAsync(outputs, (await SpendableImagesAsync(cancellationToken))[0], cancellationToken);

    /// <summary>The images of the wallet's outputs that can be spent.</summary>
    internal async Task<string[]> SpendableImagesAsync(CancellationToken cancellationToken)
    {
        JsonElement transfers = await CallAsync(_walletPort, "incoming_transfers", new { transfer_type = "available" }, cancellationToken);
        return
        [
            .. transfers.GetProperty("transfers").EnumerateArray()
                .Where(transfer => transfer.GetProperty("unlocked").GetBoolean()).Select(transfer => transfer.GetProperty("key_image").GetString()!),
        ];
    }

    /// <summary>The same, of the output with this image.</summary>
    internal async Task<byte[]> MakeSweepAsync(int outputs, string image, CancellationToken cancellationToken)
    {
        JsonElement made = await CallAsync(
            _walletPort,
            "sweep_single",
            new { address = _address, key_image = image, outputs, do_not_relay = true, get_tx_hex = true },
            cancellationToken);
        return Convert.FromHexString(made.GetProperty("tx_blob").GetString()!);
    }

    /// <summary>Key and commitment of outputs, by their numbers.</summary>
    internal async Task<(byte[] Key, byte[] Commitment)[]> GetMembersAsync(ulong[] numbers, CancellationToken cancellationToken)
    {
        using HttpResponseMessage response = await PostAsync(
            $"http://127.0.0.1:{_daemonPort}/get_outs", new { outputs = numbers.Select(index => new { amount = 0, index }), get_txid = false }, cancellationToken);
        JsonElement found = await response.Content.ReadFromJsonAsync<JsonElement>(cancellationToken);
        return
        [
            .. found.GetProperty("outs").EnumerateArray().Select(one => (
                Convert.FromHexString(one.GetProperty("key").GetString()!), Convert.FromHexString(one.GetProperty("mask").GetString()!))),
        ];
    }

    /// <summary>Hands a transaction to the daemon, which verifies it and stores it in its pool.</summary>
    internal async Task SendAsync(byte[] transaction, CancellationToken cancellationToken)
    {
        using HttpResponseMessage response = await PostAsync(
            $"http://127.0.0.1:{_daemonPort}/send_raw_transaction",
            new { tx_as_hex = Convert.ToHexStringLower(transaction), do_not_relay = true },
            cancellationToken);
        string answer = await response.Content.ReadAsStringAsync(cancellationToken);
        if (JsonDocument.Parse(answer).RootElement.GetProperty("status").GetString() != "OK")
        {
            throw new InvalidOperationException($"monerod refused a transaction: {answer}");
        }
    }

    /// <summary>Mines so many blocks, which take what is in the pool.</summary>
    internal Task MineAsync(int blocks, CancellationToken cancellationToken) =>
        CallAsync(_daemonPort, "generateblocks", new { amount_of_blocks = blocks, wallet_address = _address }, cancellationToken);

    /// <summary>The transactions in the daemon's pool.</summary>
    internal async Task<int> PoolSizeAsync(CancellationToken cancellationToken) =>
        (await CallAsync(_daemonPort, "get_info", new { }, cancellationToken)).GetProperty("tx_pool_size").GetInt32();

    /// <summary>Seconds of processor time that the daemon took so far.</summary>
    internal double DaemonCpuSeconds()
    {
        // The name, in brackets, may hold blanks; the fields after it count from the third. A hundred ticks are a second on every Linux.
        string stat = File.ReadAllText($"/proc/{_processes[0].Id}/stat");
        string[] fields = stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
        return (long.Parse(fields[11], CultureInfo.InvariantCulture) + long.Parse(fields[12], CultureInfo.InvariantCulture)) / 100.0;
    }

    public void Dispose()
    {
        foreach (Process process in _processes)
        {
            process.Kill();
            process.WaitForExit();
            process.Dispose();
        }

        _client.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    private static int FreePort()
    {
        using TcpListener listener = new(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private void Run(string program, string arguments)
    {
        // Its output goes to a pipe that is read to nowhere, so that it never fills.
        ProcessStartInfo start = new(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true, RedirectStandardInput = true };
        Process process = Process.Start(start) ?? throw new InvalidOperationException($"{program} did not start.");
        process.OutputDataReceived += (_, _) => { };
        process.ErrorDataReceived += (_, _) => { };
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        _processes.Add(process);
    }

    private async Task AnswersAsync(int port, string method, CancellationToken cancellationToken)
    {
        Stopwatch waited = Stopwatch.StartNew();
        while (true)
        {
            try
            {
                await CallAsync(port, method, new { }, cancellationToken);
                return;
            }
            catch (HttpRequestException) when (waited.Elapsed < _patience)
            {
                await Task.Delay(200, cancellationToken);
            }
        }
    }

    private async Task<JsonElement> CallAsync(int port, string method, object parameters, CancellationToken cancellationToken)
    {
        using HttpResponseMessage response = await PostAsync(
            $"http://127.0.0.1:{port}/json_rpc", new { jsonrpc = "2.0", id = "0", method, @params = parameters }, cancellationToken);
        JsonElement answer = await response.Content.ReadFromJsonAsync<JsonElement>(cancellationToken);
        return answer.TryGetProperty("result", out JsonElement result)
            ? result
            : throw new InvalidOperationException($"{method}: {answer.GetProperty("error").GetProperty("message").GetString()}");
    }

    // The daemon takes no body in chunks, which is how JSON content goes by default.
    private async Task<HttpResponseMessage> PostAsync(string address, object body, CancellationToken cancellationToken)
    {
        using StringContent content = new(JsonSerializer.Serialize(body), Encoding.UTF8, "application/json");
        return await _client.PostAsync(new Uri(address), content, cancellationToken);
    }
}
