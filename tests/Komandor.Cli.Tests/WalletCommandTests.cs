using System.Text.Json;
using Komandor.FakeNode;
using Komandor.Primitives;
using Komandor.Wallet.Keys;

namespace Komandor.Cli.Tests;

public sealed class WalletCommandTests : IAsyncLifetime
{
    private readonly CommandLine _line = new();
    private readonly FakeLedger _ledger = new();
    private NodeServer _server = null!;

    public async ValueTask InitializeAsync()
    {
        _server = await NodeServer.StartAsync(_ledger);
        _line.Rpc = _server.Endpoint.ToString();
        using Cryptography.SigningKey development = DevelopmentKeys.Account(0);
        _ledger.Fund(Ledger.Lock.Key(development.PublicKey), 10_000_000UL * 100_000_000);
    }

    public async ValueTask DisposeAsync()
    {
        _line.Dispose();
        await _server.DisposeAsync();
    }

    [Fact]
    public async Task Send_FromADevelopmentAccount_ArrivesAndIsShown()
    {
        await _line.WalletAsync(0, "rich", "create", "--development", "0");
        await _line.WalletAsync(0, "alice", "create");
        string address = await AddressAsync("alice");
        Assert.StartsWith("kmdd1", address, StringComparison.Ordinal);

        JsonElement sent = await _line.WalletAsync(0, "rich", "send", "--to", address, "--amount", "12.5", "--memo", "for you", "--yes");
        Assert.Equal("final", sent.GetProperty("state").GetString());
        Assert.EndsWith($"/transactions/{sent.GetProperty("transactionId").GetString()}", sent.GetProperty("explorer").GetString(), StringComparison.Ordinal);
        Assert.Contains($"Pay 12.50000000 KMCC to {address}, with a fee of 0.0000", _line.Errors, StringComparison.Ordinal);
        ulong fee = ulong.Parse(sent.GetProperty("fee").GetString()!, System.Globalization.CultureInfo.InvariantCulture);

        Assert.Equal("1250000000", await AvailableAsync("alice"));
        Assert.Equal($"{(10_000_000UL * 100_000_000) - 1_250_000_000 - fee}", await AvailableAsync("rich"));
        JsonElement entry = (await _line.WalletAsync(0, "rich", "history")).GetProperty("entries")[0];
        Assert.Equal("for you", entry.GetProperty("memo").GetString());
        Assert.Equal(address, entry.GetProperty("recipient").GetString());
        JsonElement received = (await _line.WalletAsync(0, "alice", "history")).GetProperty("entries")[0];
        Assert.Equal(("1250000000", "for you", "received"), (received.GetProperty("received").GetString(), received.GetProperty("memo").GetString(), received.GetProperty("kind").GetString()));
        (_, string lines) = await _line.RunAsync("wallet", "history", "--wallet", _line.FilePath("rich"), "--rpc", _line.Rpc);
        Assert.Contains($"12.50000000 KMCC to {address}  \"for you\"", lines, StringComparison.Ordinal);
        Assert.Equal("Public", (await _line.WalletAsync(
            1, "rich", "prove", "payment", "--transaction", sent.GetProperty("transactionId").GetString()!, "--message", "books")).GetProperty("error").GetProperty("fault").GetString());
    }

    [Fact]
    public async Task Restore_FromWords_FindsTheMoney()
    {
        await _line.WalletAsync(0, "rich", "create", "--development", "0");
        JsonElement created = await _line.WalletAsync(0, "alice", "create");
        await AddressAsync("alice");
        string second = (await _line.WalletAsync(0, "alice", "address", "--new")).GetProperty("address").GetString()!;
        await _line.WalletAsync(0, "rich", "send", "--to", second, "--amount", "3", "--yes");

        _line.Words = created.GetProperty("words").GetString()!;
        JsonElement restored = await _line.WalletAsync(0, "again", "restore");
        Assert.Equal(2, restored.GetProperty("receiveAddresses").GetInt32());
        Assert.Equal("300000000", await AvailableAsync("again"));
        Assert.Equal(second, await AddressAsync("again"));
    }

    [Fact]
    public async Task Restore_OverAFile_IsRefusedBeforeTheWordsAreAskedFor()
    {
        await _line.WalletAsync(0, "alice", "create");
        _line.Answer = question => throw new InvalidOperationException(question);
        Assert.Equal("AlreadyExists", Fault(await _line.WalletAsync(1, "alice", "restore")));
    }

    [Fact]
    public async Task Create_AtAFolder_NamesAFileInIt()
    {
        Directory.CreateDirectory(_line.FilePath("folder"));
        JsonElement refused = await _line.WalletAsync(1, "folder", "create");
        Assert.Contains($"{_line.FilePath("folder")} is a folder. Name a file in it", Message(refused), StringComparison.Ordinal);
        await _line.WalletAsync(0, Path.Combine("new", "deeper", "wallet"), "create");
        await File.WriteAllTextAsync(_line.FilePath("file"), string.Empty, TestContext.Current.CancellationToken);
        JsonElement under = await _line.WalletAsync(1, Path.Combine("file", "wallet"), "create");
        Assert.Contains("does not exist and cannot be made", Message(under), StringComparison.Ordinal);
    }

    [Fact]
    public async Task BackupCheck_OfWords_SaysWhetherAllAreRight()
    {
        string words = (await _line.WalletAsync(0, "alice", "create")).GetProperty("words").GetString()!;
        _line.Words = words[..words.LastIndexOf(' ')];
        Assert.False((await _line.WalletAsync(1, "alice", "backup-check")).GetProperty("isRight").GetBoolean());
        _line.Words = words;
        Assert.True((await _line.WalletAsync(0, "alice", "backup-check")).GetProperty("isRight").GetBoolean());
        List<string> asked = [];
        _line.Answer = question =>
        {
            asked.Add(question);
            return words.Split(' ')[int.Parse(question["Word ".Length..^1], System.Globalization.CultureInfo.InvariantCulture) - 1];
        };
        _line.Interactive = true;
        await _line.WalletAsync(0, "alice", "backup-check");
        Assert.Equal(3, asked.Distinct().Count());
        _line.Answer = _ => "zoo";
        await _line.WalletAsync(1, "alice", "backup-check");
    }

    [Fact]
    public async Task Open_AWalletThatIsServed_SaysWhatToDo()
    {
        await _line.WalletAsync(0, "alice", "create");
        using Wallet.Storage.WalletFile served = Wallet.Storage.WalletFile.Open(_line.FilePath("alice"), "only a test"u8);
        JsonElement refused = await _line.WalletAsync(1, "alice", "balance");
        Assert.Contains("its own pages (`komandor wallet serve`). Use those, or end them", Message(refused), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Create_Words_AreShownToAPersonInRows()
    {
        (int code, string output) = await _line.RunAsync("wallet", "create", "--wallet", _line.FilePath("bob"), "--yes");
        Assert.Equal(0, code);
        Assert.Contains(" 1 ", output, StringComparison.Ordinal);
        Assert.Contains("24 ", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Create_OverAFile_IsRefusedAndKeepsIt()
    {
        await _line.WalletAsync(0, "alice", "create");
        byte[] before = await File.ReadAllBytesAsync(_line.FilePath("alice"), TestContext.Current.CancellationToken);
        JsonElement refused = await _line.WalletAsync(1, "alice", "create");
        Assert.Equal("AlreadyExists", Fault(refused));
        Assert.Equal(before, await File.ReadAllBytesAsync(_line.FilePath("alice"), TestContext.Current.CancellationToken));
    }

    [Theory]
    [InlineData("1000000", 1, "InsufficientFunds")]
    [InlineData("0", 1, "Amount")]
    [InlineData("-1", 2, "Usage")]
    [InlineData("1.123456789", 2, "Usage")]
    public async Task Send_AmountThatCannotBe_IsRefused(string amount, int code, string fault)
    {
        await _line.WalletAsync(0, "alice", "create");
        string address = await AddressAsync("alice");
        JsonElement refused = await _line.WalletAsync(code, "alice", "send", "--to", address, "--amount=" + amount, "--yes");
        Assert.Equal(fault, Fault(refused));
        Assert.Equal(fault == "InsufficientFunds", Message(refused).Contains("--privacy names what pays", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Send_WithoutAnAmount_SaysThatItIsMissing()
    {
        await _line.WalletAsync(0, "alice", "create");
        Assert.Contains("--amount is missing", Message(await _line.WalletAsync(2, "alice", "send", "--to", await AddressAsync("alice"), "--yes")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Serve_Wallet_ShowsItToWhoKnowsTheTokenOnly()
    {
        await _line.WalletAsync(0, "rich", "create", "--development", "0");
        using CancellationTokenSource stop = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        TaskCompletionSource<string> written = new(TaskCreationOptions.RunContinuationsAsynchronously);
        Task<int> serving = _line.ServeAsync("rich", written, stop.Token);
        string url = JsonDocument.Parse(await written.Task.WaitAsync(TimeSpan.FromSeconds(20), stop.Token)).RootElement.GetProperty("wallet").GetString()!;
        using HttpClient http = new();
        Assert.Contains("<html", await http.GetStringAsync(url, stop.Token), StringComparison.Ordinal);
        using HttpClient stranger = new();
        using HttpResponseMessage refused = await stranger.GetAsync(new Uri(new Uri(url), "/"), stop.Token);
        Assert.Equal(System.Net.HttpStatusCode.Forbidden, refused.StatusCode);
        await stop.CancelAsync();
        await serving;
    }

    [Fact]
    public async Task Send_MistypedAddress_IsRefusedByRuleW20()
    {
        await _line.WalletAsync(0, "alice", "create");
        string address = await AddressAsync("alice");
        string mistyped = address[..^1] + (address[^1] == 'q' ? 'p' : 'q');
        Assert.Equal("Recipient", Fault(await _line.WalletAsync(1, "alice", "send", "--to", mistyped, "--amount", "1", "--yes")));
    }

    [Fact]
    public async Task Send_NobodyToAsk_WantsYes()
    {
        await _line.WalletAsync(0, "rich", "create", "--development", "0");
        JsonElement refused = await _line.WalletAsync(2, "rich", "send", "--to", await AddressAsync("rich"), "--amount", "1");
        Assert.Equal("Usage", Fault(refused));
        Assert.Contains("--yes", refused.GetProperty("error").GetProperty("message").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Balance_NoNode_EndsWithThree()
    {
        await _line.WalletAsync(0, "alice", "create");
        (int code, _) = await _line.RunAsync("wallet", "balance", "--wallet", _line.FilePath("alice"), "--rpc", "http://127.0.0.1:9");
        Assert.Equal(3, code);
        Assert.Contains("cannot be reached: ", _line.Errors, StringComparison.Ordinal);
        Assert.Contains(". Is it running, and is the address right? `./dev up` starts a network", _line.Errors, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("wallet", "balance", "--rpc", "nonsense")]
    [InlineData("wallet", "send")]
    [InlineData("wallet", "fly")]
    public async Task CommandLine_ThatIsWrong_EndsWithTwo(params string[] arguments)
    {
        await _line.WalletAsync(0, "alice", "create");
        (int code, _) = await _line.RunAsync(arguments is ["wallet", "balance", ..] ? [.. arguments, "--wallet", _line.FilePath("alice")] : arguments);
        Assert.Equal(2, code);
        Assert.NotEmpty(_line.Errors);
    }

    [Fact]
    public async Task Balance_NodeOfAnotherChain_IsRefusedByRuleW17()
    {
        await _line.WalletAsync(0, "alice", "create");
        await AddressAsync("alice");
        _ledger.ChainId = new ChainId(Hash256.Parse(new string('d', 64)));
        Assert.Equal("OtherChain", Fault(await _line.WalletAsync(1, "alice", "balance")));
    }

    private static string Message(JsonElement result) => result.GetProperty("error").GetProperty("message").GetString()!;

    private static string? Fault(JsonElement result) => result.GetProperty("error").GetProperty("fault").GetString();

    private async Task<string> AddressAsync(string wallet) =>
        (await _line.WalletAsync(0, wallet, "address")).GetProperty("address").GetString()!;

    private async Task<string?> AvailableAsync(string wallet) =>
        (await _line.WalletAsync(0, wallet, "balance")).GetProperty("balances")[0].GetProperty("available").GetString();
}
