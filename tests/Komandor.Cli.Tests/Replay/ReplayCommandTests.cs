using System.Text.Json;
using Komandor.Cryptography;
using Komandor.FakeNode;
using Komandor.Primitives;
using Komandor.Testing;
using Komandor.Wallet.Keys;

namespace Komandor.Cli.Tests.Replay;

public sealed class ReplayCommandTests : IAsyncLifetime
{
    private const string First = """{"id":"award","in":[],"out":[[5000,"miner"]]}""";

    private readonly CommandLine _line = new();
    private readonly FakeLedger _ledger = new();
    private NodeServer _one = null!;
    private NodeServer _two = null!;

    public async ValueTask InitializeAsync()
    {
        _one = await NodeServer.StartAsync(_ledger);
        _two = await NodeServer.StartAsync(_ledger);
        _line.Rpc = $"{_one.Endpoint},{_two.Endpoint}";
        using SigningKey development = DevelopmentKeys.Account(9);
        _ledger.Fund(Ledger.Lock.Key(development.PublicKey), 10_000_000UL * 100_000_000);
    }

    public async ValueTask DisposeAsync()
    {
        _line.Dispose();
        await _one.DisposeAsync();
        await _two.DisposeAsync();
    }

    [Fact]
    public async Task Replay_ARealBlock_PaysEveryPaymentExactly()
    {
        JsonElement report = await ReplayAsync(0, Repository.At("tests/data/payments/bitcoin-300025.jsonl"));
        Assert.Equal(460, report.GetProperty("payments").GetInt32());
        Assert.Equal(460, report.GetProperty("final").GetInt32());
        Assert.Equal(0, report.GetProperty("refused").GetInt32());
        Assert.True(report.GetProperty("supplyConserved").GetBoolean());
        Assert.Empty(report.GetProperty("findings").EnumerateArray());
        Assert.True(report.GetProperty("finalityMsP99").GetInt32() >= report.GetProperty("finalityMsP50").GetInt32());
    }

    [Fact]
    public async Task Replay_FeeInTheFileIsTooLow_IsFilledUpByACoinMadeBefore()
    {
        JsonElement report = await ReplayAsync(0, Write(
            First,
            """{"id":"a","in":[["x:0",1000,"ann"],["award:0",5000,"miner"]],"out":[[6000,"bob"],[0,"nobody"]]}""",
            """{"id":"b","in":[["a:0",6000,"bob"]],"out":[[1,"ann"],[5999,"bob"]]}"""));
        Assert.Equal(2, report.GetProperty("final").GetInt32());
        Assert.Equal(4, report.GetProperty("coinsMadeBefore").GetInt32());
        Assert.Equal(3, report.GetProperty("outputsChecked").GetInt32());
    }

    [Fact]
    public async Task Replay_NodeThatIsBusyAndForgets_PaysAllTheSame()
    {
        _ledger.MaximumWaiting = 3;
        _ledger.BlockAtOnce = false;
        using CancellationTokenSource stop = new();
        Task blocks = Task.Run(async () =>
        {
            while (!stop.IsCancellationRequested)
            {
                await Task.Delay(3, CancellationToken.None);
                _ledger.MakeBlock();
            }
        }, CancellationToken.None);
        _ledger.LoseNext = 2;
        string[] lines = [.. Enumerable.Range(0, 40).Select(index => $$"""{"id":"p{{index}}","in":[["x:{{index}}",100000,"ann"]],"out":[[90000,"bob"]]}""")];
        JsonElement report = await ReplayAsync(0, Write([First, .. lines]));
        await stop.CancelAsync();
        await blocks;
        Assert.Equal(40, report.GetProperty("final").GetInt32());
        Assert.True(_ledger.BusyCount > 0);
    }

    [Fact]
    public async Task Replay_OneNodeIsAway_GoesOnAtTheOtherAndSaysSo()
    {
        // The payments go through; that one node cannot be checked is a finding.
        _line.Rpc = $"{_one.Endpoint},{_two.Endpoint}";
        int calls = 0;
        _two.Intercept = (context, method) =>
        {
            bool away = method != "chain_info" && Interlocked.Increment(ref calls) < 20;
            if (away)
            {
                context.Abort();
            }

            return Task.FromResult(away);
        };
        JsonElement report = await ReplayAsync(0, Write(
            First, """{"id":"a","in":[["x:0",100000,"ann"]],"out":[[90000,"bob"]]}""", """{"id":"b","in":[["a:0",90000,"bob"]],"out":[[80000,"ann"]]}"""));
        Assert.Equal(2, report.GetProperty("final").GetInt32());
    }

    [Fact]
    public async Task Replay_RefusedPayment_IsReportedAndSoIsWhatSpendsItsCoins()
    {
        string file = Write(
            First,
            """{"id":"a","in":[["x:0",100000,"ann"]],"out":[[90000,"bob"]]}""",
            """{"id":"b","in":[["a:0",90000,"bob"]],"out":[[80000,"ann"]]}""");

        // Refuses the third transaction: the first two make the coins.
        int submitted = 0;
        foreach (NodeServer server in new[] { _one, _two })
        {
            server.Intercept = async (context, method) =>
            {
                if (method != "transaction_submit" || Interlocked.Increment(ref submitted) < 3)
                {
                    return false;
                }

                await context.Response.Body.WriteAsync("""{"jsonrpc":"2.0","id":1,"error":{"code":-32001,"message":"No.","data":{"fault":"WrongLock"}}}"""u8.ToArray());
                return true;
            };
        }

        JsonElement report = await ReplayAsync(1, file);
        Assert.Equal(0, report.GetProperty("final").GetInt32());
        Assert.Equal(2, report.GetProperty("refused").GetInt32());
        Assert.Equal(1, report.GetProperty("faults").GetProperty("WrongLock").GetInt32());
        Assert.Equal(1, report.GetProperty("faults").GetProperty("SpendsCoinOfRefusedPayment").GetInt32());
    }

    [Fact]
    public async Task Replay_NodeWithAnotherState_IsFound()
    {
        FakeLedger liar = new() { StateRoot = Hash256.Parse(new string('6', 64)) };
        _two.Intercept = async (context, method) =>
        {
            if (method != "chain_block")
            {
                return false;
            }

            object block = await liar.CallAsync(Api.ApiCatalogue.ChainBlock, new Api.Messages.BlockQuery(1, null), CancellationToken.None);
            await context.Response.Body.WriteAsync(JsonSerializer.SerializeToUtf8Bytes(new { jsonrpc = "2.0", id = 1, result = block }, Api.Json.ApiJson.Options));
            return true;
        };
        JsonElement report = await ReplayAsync(1, Write(First, """{"id":"a","in":[["x:0",100000,"ann"]],"out":[[90000,"bob"]]}"""));
        Assert.Contains("different states", report.GetProperty("findings")[0].GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Replay_FundsFromAWallet_AreSpentAndTheChangeComesBack()
    {
        await _line.WalletAsync(0, "rich", "create", "--development", "9");
        string file = Write(First, """{"id":"a","in":[["x:0",100000,"ann"]],"out":[[90000,"bob"]]}""");
        await ReplayAsync(0, file, "--funds", _line.FilePath("rich"));
        JsonElement balance = (await _line.WalletAsync(0, "rich", "balance")).GetProperty("balances")[0];
        ulong left = ulong.Parse(balance.GetProperty("available").GetString()!, System.Globalization.CultureInfo.InvariantCulture);
        Assert.InRange(left, 999_999_999_000_000UL, 999_999_999_900_000UL);
    }

    [Theory]
    [InlineData("{")]
    [InlineData("""{"id":"a","in":[],"out":[]}""")]
    [InlineData("""{"id":"a","in":[["x",1,"ann"]],"out":[]}""")]
    [InlineData("""{"id":"a","in":[["x:0",1,"ann"]],"out":[[2,"bob"]]}""")]
    [InlineData("""{"id":"a","in":[["x:0",1,"ann"],["x:0",1,"ann"]],"out":[[2,"bob"]]}""")]
    [InlineData("""{"id":"a","in":[["a:0",2,"bob"]],"out":[[2,"bob"]]}""")]
    [InlineData("""{"id":"a","in":[["x:0",-1,"ann"]],"out":[]}""")]
    public async Task Replay_FileThatIsWrong_IsRefusedAndPaysNothing(string line)
    {
        JsonElement refused = await ReplayAsync(2, Write(First, line));
        Assert.Equal("Usage", refused.GetProperty("error").GetProperty("fault").GetString());
    }

    private string Write(params string[] lines)
    {
        string path = _line.FilePath("payments.jsonl");
        File.WriteAllLines(path, lines);
        return path;
    }

    private async Task<JsonElement> ReplayAsync(int expectedCode, string file, params string[] more)
    {
        (int code, string output) = await _line.RunAsync(["replay", file, "--rpc", _line.Rpc, "--json", .. more]);
        Assert.True(code == expectedCode, $"{code}\n{output}\n{_line.Errors}");
        return JsonDocument.Parse(output).RootElement.Clone();
    }
}
