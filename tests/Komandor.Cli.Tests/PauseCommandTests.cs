using System.Text.Json;
using Komandor.FakeNode;
using Komandor.Ledger;
using Komandor.Ledger.Private;
using Komandor.Primitives;

namespace Komandor.Cli.Tests;

/// <summary>An order to pause a pool, from its making to what a payer is then told.</summary>
public sealed class PauseCommandTests : IAsyncLifetime
{
    private readonly CommandLine _line = new();
    private readonly PrivateLedger _ledger;
    private NodeServer _server = null!;

    public PauseCommandTests()
    {
        using Cryptography.SigningKey development = Wallet.Keys.DevelopmentKeys.Account(0);
        _ledger = new PrivateLedger(
            new PrivateParameters(1, 64, 1, 16), [new GenesisAllocation(Ledger.Lock.Key(development.PublicKey), AssetId.Kmcc, 1_000_000_000, "rich")], []);
    }

    public async ValueTask InitializeAsync()
    {
        _server = await NodeServer.StartAsync(_ledger);
        _line.Rpc = _server.Endpoint.ToString();
    }

    public async ValueTask DisposeAsync()
    {
        _line.Dispose();
        await _server.DisposeAsync();
    }

    [Fact]
    public async Task MakeSignSubmit_PausesThePoolOnceAndSaysSo()
    {
        string order = _line.FilePath("order");
        JsonElement made = await RunAsync(0, "make", "--pool", "shielded", "--out", order, "--rpc", _line.Rpc);
        Assert.Equal(("shielded", "0"), (Text(made, "pool"), Text(made, "pauses")));
        JsonElement early = await RunAsync(2, "submit", order, "--rpc", _line.Rpc);
        Assert.Contains("pause sign", Text(early.GetProperty("error"), "message"), StringComparison.Ordinal);
        Assert.Empty(_ledger.Submitted);

        JsonElement signed = await RunAsync(0, "sign", order, "--data", Identity(PrivateLedger.MemberSeed), "--yes", "--rpc", _line.Rpc);
        Assert.True(signed.GetProperty("enough").GetBoolean());
        JsonElement paused = await RunAsync(0, "submit", order, "--rpc", _line.Rpc);
        Assert.Equal(("final", "1"), (Text(paused, "state"), Text(paused, "pauses")));
        Assert.True(PoolId.Shielded == _ledger.Submitted.Single().Body.Order!.Pool);

        // What was used up is said to be, before it is handed in.
        JsonElement again = await RunAsync(2, "submit", order, "--rpc", _line.Rpc);
        Assert.Contains("used up", Text(again.GetProperty("error"), "message"), StringComparison.Ordinal);
        Assert.Single(_ledger.Submitted);
    }

    [Fact]
    public async Task Combine_JoinsCopiesAndRefusesAnotherOrder()
    {
        (string first, string copy, string other, string joined) = (_line.FilePath("first"), _line.FilePath("copy"), _line.FilePath("other"), _line.FilePath("joined"));
        await RunAsync(0, "make", "--pool", "ring", "--out", first, "--rpc", _line.Rpc);
        await RunAsync(0, "make", "--pool", "shielded", "--out", other, "--rpc", _line.Rpc);
        File.Copy(first, copy);
        await RunAsync(0, "sign", copy, "--data", Identity(PrivateLedger.MemberSeed), "--yes", "--rpc", _line.Rpc);
        JsonElement result = await RunAsync(0, "combine", first, copy, "--out", joined, "--rpc", _line.Rpc);
        Assert.Equal((1, true), (result.GetProperty("signatures").GetInt32(), result.GetProperty("enough").GetBoolean()));
        await RunAsync(2, "combine", first, other, "--out", joined, "--rpc", _line.Rpc);
    }

    [Fact]
    public async Task Sign_WithoutAYesAStrangersKeyOrNoOrder_ChangesNothing()
    {
        string order = _line.FilePath("order");
        await RunAsync(0, "make", "--pool", "ring", "--out", order, "--rpc", _line.Rpc);
        string before = await File.ReadAllTextAsync(order, TestContext.Current.CancellationToken);
        await RunAsync(2, "sign", order, "--data", Identity(PrivateLedger.MemberSeed), "--rpc", _line.Rpc);
        JsonElement stranger = await RunAsync(2, "sign", order, "--data", Identity("02" + new string('0', 62)), "--yes", "--rpc", _line.Rpc);
        Assert.Contains("no member", Text(stranger.GetProperty("error"), "message"), StringComparison.Ordinal);
        Assert.Equal(before, await File.ReadAllTextAsync(order, TestContext.Current.CancellationToken));
        await File.WriteAllTextAsync(order, before[..^2], TestContext.Current.CancellationToken);
        JsonElement none = await RunAsync(2, "submit", order, "--rpc", _line.Rpc);
        Assert.Contains("pause make", Text(none.GetProperty("error"), "message"), StringComparison.Ordinal);
    }

    private async Task<JsonElement> RunAsync(int expectedCode, params string[] arguments)
    {
        (int code, string output) = await _line.RunAsync(["pause", .. arguments, "--json"]);
        Assert.True(code == expectedCode, $"{string.Join(' ', arguments)}: {code}\n{output}\n{_line.Errors}");
        return JsonDocument.Parse(output).RootElement.Clone();
    }

    private string Identity(string seed)
    {
        string folder = _line.FilePath(seed);
        Directory.CreateDirectory(folder);
        using Cryptography.SigningKey key = new(Convert.FromHexString(seed));
        string path = Path.Combine(folder, "identity.json");
        File.WriteAllText(path, JsonSerializer.Serialize(new { format = "komandor-identity-1", key = key.PublicKey.ToString(), seed }));
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        }

        return folder;
    }

    private static string Text(JsonElement element, string name) => element.GetProperty(name).ToString();
}
