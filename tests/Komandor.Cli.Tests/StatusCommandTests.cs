using System.Text.Json;
using Komandor.Api.Messages;
using Komandor.FakeNode;
using Komandor.Primitives;

namespace Komandor.Cli.Tests;

public sealed class StatusCommandTests : IAsyncLifetime
{
    private readonly CommandLine _line = new();
    private readonly FakeLedger _ledger = new() { Network = Status(new HistoryStatus(31, 4, 3, 2, 3, 1, 0)) };
    private NodeServer _server = null!;

    public async ValueTask InitializeAsync() => _server = await NodeServer.StartAsync(_ledger);

    public async ValueTask DisposeAsync()
    {
        _line.Dispose();
        await _server.DisposeAsync();
    }

    [Fact]
    public async Task Status_InPieces_SaysWhatIsWholeAndUnderRepair() => Assert.Equal(
        """
        Member 1: not ready: catchingUp block 40 of 50
        Height 40, round 90 decided, 3 transactions wait, 2.5 MB on disk
        Finality: median 210 ms, p99 480 ms; 12.5 transactions a second
        History: whole from block 31 on; 2 segments below are kept in pieces; own piece of 3 of 4 segments; segment 3 is under repair; 1 are being rebuilt
          member 1  weight 5  connected
          member 2  weight 5  connected, 1.3 ms
          member 3  weight 5  no link: ConnectionFailed

        """,
        await TextAsync());

    [Fact]
    public async Task Status_Whole_SaysSo()
    {
        _ledger.Network = Status(new HistoryStatus(1, 4, 4, 0, null, 0, 7));
        Assert.Contains(
            "History: all blocks are kept whole; own piece of 4 of 4 segments; 7 blocks are still to be fetched\n", await TextAsync(), StringComparison.Ordinal);
        _ledger.Network = Status(null);
        Assert.Contains("History: not known yet\n", await TextAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Status_AsJson_IsTheNodesAnswer()
    {
        (int code, string output) = await _line.RunAsync("status", "--rpc", _server.Endpoint.ToString(), "--json");
        Assert.Equal(ExitCode.Ok, code);
        JsonElement history = JsonDocument.Parse(output).RootElement.GetProperty("history");
        Assert.Equal(("31", "3"), (history.GetProperty("wholeFrom").ToString(), history.GetProperty("repairing").ToString()));
    }

    private static NetworkStatus Status(HistoryStatus? history) => new(
        new MemberId(1),
        [
            new MemberStatus(new MemberId(1), default, 5, true, null, 90, 10, null),
            new MemberStatus(new MemberId(2), default, 5, true, 1.26, 90, 10, null),
            new MemberStatus(new MemberId(3), default, 5, false, null, null, null, "ConnectionFailed"),
        ],
        91, 90, 40, 12.5, 210, 480, 3, false, "catchingUp", "block 40 of 50", 100, 2_500_000)
    {
        History = history,
    };

    private async Task<string> TextAsync()
    {
        (int code, string output) = await _line.RunAsync("status", "--rpc", _server.Endpoint.ToString());
        Assert.True(code == ExitCode.Ok, _line.Errors);
        return output;
    }
}
