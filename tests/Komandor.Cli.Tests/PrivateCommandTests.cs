using System.Text.Json;
using Komandor.FakeNode;
using Komandor.Ledger;
using Komandor.Ledger.Private;
using Komandor.Primitives;

namespace Komandor.Cli.Tests;

public sealed class PrivateCommandTests : IAsyncLifetime
{
    private readonly CommandLine _line = new();
    private readonly PrivateLedger _ledger;
    private NodeServer _server = null!;

    public PrivateCommandTests()
    {
        using Cryptography.SigningKey development = Wallet.Keys.DevelopmentKeys.Account(0);
        _ledger = new PrivateLedger(
            new PrivateParameters(1, 64, 1, 16), [new GenesisAllocation(Ledger.Lock.Key(development.PublicKey), AssetId.Kmcc, 1_000_000_000, "rich")], []);
    }

    public async ValueTask InitializeAsync()
    {
        _server = await NodeServer.StartAsync(_ledger);
        _line.Rpc = _server.Endpoint.ToString();
        await _line.WalletAsync(0, "rich", "create", "--development", "0");
        await _line.WalletAsync(0, "alice", "create");
    }

    public async ValueTask DisposeAsync()
    {
        _line.Dispose();
        await _server.DisposeAsync();
    }

    [Fact]
    public async Task Send_IntoThePoolWithinItAndOut_IsShownByEveryCommand()
    {
        string hidden = Text(await _line.WalletAsync(0, "alice", "address", "--private"), "address");
        (_, string none) = await _line.RunAsync("wallet", "notes", "--wallet", _line.FilePath("alice"), "--rpc", _line.Rpc);
        Assert.Contains("nobody paid a private address of this wallet", none, StringComparison.Ordinal);
        await _line.WalletAsync(0, "rich", "send", "--to", hidden, "--amount", "2", "--privacy", "transparent", "--memo", "start", "--yes");
        JsonElement scanned = await _line.WalletAsync(0, "alice", "scan");
        Assert.Equal(1, scanned.GetProperty("found").GetInt32());
        Assert.False(scanned.TryGetProperty("tip", out _));
        Assert.Equal("200000000", Text(Tier(await _line.WalletAsync(0, "alice", "balance")), "available"));
        string own = Text(await _line.WalletAsync(0, "rich", "address", "--private", "--amount", "0.5", "--label", "Rich & Co"), "link");
        Assert.EndsWith("?amount=0.5&label=Rich%20%26%20Co", own, StringComparison.Ordinal);
        JsonElement sent = await _line.WalletAsync(0, "alice", "send", "--to", own, "--memo", "back", "--yes");
        Assert.Equal("final", Text(sent, "state"));
        JsonElement history = await _line.WalletAsync(0, "rich", "history");
        Assert.Contains(history.GetProperty("entries").EnumerateArray(), entry => Text(entry, "memo") == "back" && Text(entry, "received") == "50000000");
        Assert.Equal(1, (await _line.WalletAsync(0, "alice", "notes")).GetProperty("notes").GetArrayLength());

        string id = Text(sent, "transactionId");
        string proof = Text(await _line.WalletAsync(0, "rich", "prove", "payment", "--transaction", id, "--message", "for the books"), "proof");
        Assert.Equal("50000000", Text(await _line.WalletAsync(0, "none", "verify-proof", "--proof", proof, "--message", "for the books"), "value"));
        Assert.Equal("proof", Text(await _line.WalletAsync(1, "none", "verify-proof", "--proof", proof, "--message", "for others"), "fault"));
        (_, string verdict) = await _line.RunAsync("wallet", "verify-proof", "--proof", proof, "--message", "for others", "--rpc", _line.Rpc);
        Assert.Contains("It was made for other words than these", verdict, StringComparison.Ordinal);

        string viewKey = Text(await _line.WalletAsync(0, "alice", "view-key", "full"), "viewKey");
        JsonElement watching = await _line.WalletAsync(0, "eve", "restore", "--view-key", viewKey);
        Assert.True(watching.GetProperty("watchOnly").GetBoolean());
        JsonElement refused = await _line.WalletAsync(1, "eve", "send", "--to", own, "--amount", "1", "--yes");
        Assert.Equal("WatchOnly", Text(refused.GetProperty("error"), "fault"));

        string open = Text(await _line.WalletAsync(0, "alice", "address"), "address");
        _ledger.MakeBlock();
        string left = Text(await _line.WalletAsync(0, "alice", "send", "--to", open, "--amount", "1", "--privacy", "shielded", "--yes"), "transactionId");
        Assert.Equal("100000000", Text((await _line.WalletAsync(0, "alice", "balance")).GetProperty("balances")[0], "available"));
        JsonElement entry = Assert.Single((await _line.WalletAsync(0, "alice", "history")).GetProperty("entries").EnumerateArray(), one => Text(one, "transactionId") == left);
        Assert.Equal((open, "100000000"), (Text(entry, "recipient"), Text(entry, "amount")));
        JsonElement noProof = await _line.WalletAsync(1, "alice", "prove", "payment", "--transaction", left, "--message", "books");
        Assert.Equal("Public", Text(noProof.GetProperty("error"), "fault"));
        Assert.Contains("the explorer shows them", Text(noProof.GetProperty("error"), "message"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("full", "not spent")]
    [InlineData("incoming", "spends are not seen")]
    public async Task Balance_OfAWalletThatOnlyWatches_SaysWhatIsNotSeen(string kind, string says)
    {
        string hidden = Text(await _line.WalletAsync(0, "alice", "address", "--private"), "address");
        await _line.WalletAsync(0, "rich", "send", "--to", hidden, "--amount", "2", "--privacy", "transparent", "--yes");
        await _line.WalletAsync(0, "eve", "restore", "--view-key", Text(await _line.WalletAsync(0, "alice", "view-key", kind), "viewKey"));
        JsonElement balance = await _line.WalletAsync(0, "eve", "balance");
        Assert.Equal((kind, JsonValueKind.Null), (Text(balance, "sees"), balance.GetProperty("balances").ValueKind));
        Assert.Equal(kind == "full" ? "200000000" : null, balance.GetProperty("tiers")[0].GetProperty("available").GetString());
        Assert.Equal(kind == "full" ? null : "200000000", balance.GetProperty("tiers")[0].GetProperty("received").GetString());
        (_, string lines) = await _line.RunAsync("wallet", "balance", "--wallet", _line.FilePath("eve"), "--rpc", _line.Rpc);
        foreach (string part in new[] { "This wallet only watches", "transparent: not seen", $"2.00000000 KMCC", says })
        {
            Assert.Contains(part, lines, StringComparison.Ordinal);
        }

        Assert.DoesNotContain("0.00000000 KMCC transparent", lines, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Send_WithoutAChoice_FollowsTheRecipientAndSaysWhatItShows()
    {
        string hidden = Text(await _line.WalletAsync(0, "alice", "address", "--private"), "address");
        string open = Text(await _line.WalletAsync(0, "alice", "address"), "address");
        JsonElement refused = await _line.WalletAsync(1, "rich", "send", "--to", hidden, "--amount", "1", "--yes");
        Assert.Equal("InsufficientFunds", Text(refused.GetProperty("error"), "fault"));
        Assert.Contains("--privacy names what pays", Text(refused.GetProperty("error"), "message"), StringComparison.Ordinal);

        JsonElement sent = await _line.WalletAsync(0, "rich", "send", "--to", hidden, "--amount", "2", "--privacy", "transparent", "--yes");
        Assert.Contains("Everybody sees your transparent coins", _line.Errors, StringComparison.Ordinal);
        (int code, string history) = await _line.RunAsync("wallet", "history", "--wallet", _line.FilePath("rich"), "--rpc", _line.Rpc);
        Assert.Equal((0, 1), (code, history.Split(Text(sent, "transactionId")).Length - 1));
        Assert.DoesNotContain("0.00000000 KMCC", history, StringComparison.Ordinal);

        await _line.WalletAsync(0, "rich", "send", "--to", open, "--amount", "1", "--yes");
        Assert.Contains("everybody sees your coins, that address, the amount and the memo", _line.Errors, StringComparison.Ordinal);
        await _line.WalletAsync(0, "alice", "scan");
        await _line.WalletAsync(0, "alice", "send", "--to", hidden, "--amount", "0.5", "--yes");
        Assert.Contains("Nobody sees who pays", _line.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Address_OfAWalletWithAnImportedKey_NamesThatKeysAddressToo()
    {
        JsonElement shown = await _line.WalletAsync(0, "rich", "address");
        using Cryptography.SigningKey development = Wallet.Keys.DevelopmentKeys.Account(0);
        string imported = new Address("kmdd", default, Ledger.Lock.Key(development.PublicKey)).ToString();
        Assert.Equal(imported, Assert.Single(shown.GetProperty("imported").EnumerateArray()).GetString());
        Assert.NotEqual(imported, Text(shown, "address"));
        Assert.Empty((await _line.WalletAsync(0, "alice", "address")).GetProperty("imported").EnumerateArray());
    }

    [Theory]
    [InlineData("req-later=1", "requires what this wallet does not know")]
    [InlineData("amount=1&amount=2", "says something twice")]
    public async Task Send_ByALinkThatBreaksARule_SaysWhich(string query, string says)
    {
        string hidden = Text(await _line.WalletAsync(0, "alice", "address", "--private"), "address");
        JsonElement refused = await _line.WalletAsync(2, "rich", "send", "--to", $"komandor:{hidden}?{query}", "--amount", "1", "--yes");
        Assert.Contains(says, Text(refused.GetProperty("error"), "message"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("shielded", true)]
    [InlineData("ring", false)]
    public async Task Send_SignedElsewhere_IsPaidByAWalletThatOnlyWatches(string tier, bool scanned)
    {
        string hidden = Text(await _line.WalletAsync(0, "alice", "address", "--private"), "address");
        for (int note = 0; note < (tier == "ring" ? 8 : 1); note++)
        {
            await _line.WalletAsync(0, "rich", "send", "--to", hidden, "--amount", "0.1", "--privacy", "transparent", "--into", tier, "--yes");
        }

        _ledger.MakeBlock();
        string key = Text(await _line.WalletAsync(0, "alice", "view-key", "full"), "viewKey");
        await _line.WalletAsync(0, "eve", "restore", "--view-key", key);
        string to = Text(await _line.WalletAsync(0, "rich", "address", "--private"), "address");
        string file = _line.FilePath("request");
        JsonElement made = await _line.WalletAsync(0, "eve", "send", "--to", to, "--amount", "0.05", "--memo", "cold", "--privacy", tier, "--unsigned", file);
        if (scanned)
        {
            await File.WriteAllLinesAsync(file + "2", made.GetProperty("parts").EnumerateArray().Select(part => part.GetString()!).Reverse(), TestContext.Current.CancellationToken);
            await File.WriteAllLinesAsync(file + "3", made.GetProperty("parts").EnumerateArray().Select(part => part.GetString()!).Skip(1), TestContext.Current.CancellationToken);
            Assert.Equal("MissingParts", Text((await _line.WalletAsync(1, "alice", "sign", file + "3", "--yes")).GetProperty("error"), "fault"));
        }

        Assert.Equal("OtherWallet", Text((await _line.WalletAsync(1, "rich", "sign", file, "--yes")).GetProperty("error"), "fault"));
        Assert.Equal("Usage", Text((await _line.WalletAsync(2, "alice", "sign", file)).GetProperty("error"), "fault"));

        // Nothing answers at the address that the signing wallet is given: it asks no node.
        (string rpc, _line.Rpc) = (_line.Rpc, "http://127.0.0.1:9");
        await _line.WalletAsync(0, "alice", "sign", scanned ? file + "2" : file, "--out", file + ".signed", "--yes");
        Assert.Contains($"0.05000000 KMCC to {to}", _line.Errors, StringComparison.Ordinal);
        Assert.Contains("memo: cold", _line.Errors, StringComparison.Ordinal);
        _line.Rpc = rpc;
        JsonElement sent = await _line.WalletAsync(0, "eve", "submit", file + ".signed");
        Assert.Equal("final", Text(sent, "state"));
        JsonElement history = await _line.WalletAsync(0, "rich", "history");
        Assert.Contains(history.GetProperty("entries").EnumerateArray(), entry => Text(entry, "memo") == "cold" && Text(entry, "received") == "5000000");
        Assert.Equal("Usage", Text((await _line.WalletAsync(2, "eve", "submit", scanned ? file + "2" : file)).GetProperty("error"), "fault"));
    }

    [Fact]
    public async Task Send_UnsignedWithQr_DrawsEveryPart()
    {
        string hidden = Text(await _line.WalletAsync(0, "alice", "address", "--private"), "address");
        await _line.WalletAsync(0, "rich", "send", "--to", hidden, "--amount", "0.1", "--privacy", "transparent", "--yes");
        _ledger.MakeBlock();
        string file = _line.FilePath("drawn");
        (int code, string output) = await _line.RunAsync(
            "wallet", "send", "--to", hidden, "--amount", "0.01", "--unsigned", file, "--qr", "--wallet", _line.FilePath("alice"), "--rpc", _line.Rpc);
        Assert.Equal(0, code);
        Assert.Contains("Part 1 of ", output, StringComparison.Ordinal);
        Assert.Contains("\nKMR1-", output, StringComparison.Ordinal);
        string[] drawn = [.. output.Split('\n').Where(line => line.Contains('█', StringComparison.Ordinal))];
        Assert.NotEmpty(drawn);
        Assert.All(drawn, line => Assert.InRange(line.TrimEnd('\r').Length, 21, 77));
        if (!OperatingSystem.IsWindows())
        {
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(file));
        }
    }

    [Fact]
    public async Task Multisig_TwoOfThree_SignElsewhereAndPay()
    {
        foreach (string name in new[] { "bob", "carol" })
        {
            await _line.WalletAsync(0, name, "create");
        }

        List<string> keys = [];
        foreach (string name in new[] { "alice", "bob", "carol" })
        {
            keys.AddRange(["--key", Text(await _line.WalletAsync(0, name, "multisig", "key"), "key")]);
        }

        string shared = Text(await _line.WalletAsync(0, "none", ["multisig", "address", "--required", "2", .. keys]), "address");
        await _line.WalletAsync(0, "rich", "send", "--to", shared, "--amount", "3", "--yes");
        string to = Text(await _line.WalletAsync(0, "rich", "address"), "address");
        string file = _line.FilePath("payment");
        JsonElement made = await _line.WalletAsync(0, "none", "send", "--from", shared, "--to", to, "--amount", "1", "--unsigned", file);
        Assert.Equal(2, made.GetProperty("missing").GetInt32());
        foreach (string name in new[] { "alice", "carol" })
        {
            await _line.WalletAsync(0, name, "sign", file, "--out", file + name, "--yes");
        }

        Assert.Equal("Unsigned", Text((await _line.WalletAsync(1, "none", "submit", file + "alice")).GetProperty("error"), "fault"));
        await _line.WalletAsync(0, "none", "multisig", "combine", file + "alice", file + "carol", "--out", file);
        Assert.Equal("final", Text(await _line.WalletAsync(0, "none", "submit", file), "state"));

        // A stranger's signature adds nothing, and a changed one is not read.
        Assert.Equal(2, (await _line.WalletAsync(1, "rich", "sign", file + "alice", "--out", file + "rich", "--yes")).GetProperty("missing").GetInt32() + 1);
        string text = await File.ReadAllTextAsync(file, TestContext.Current.CancellationToken);
        await File.WriteAllTextAsync(file, text[..^9] + (text[^9] == 'A' ? 'B' : 'A') + text[^8..], TestContext.Current.CancellationToken);
        Assert.Equal("Usage", Text((await _line.WalletAsync(2, "none", "submit", file)).GetProperty("error"), "fault"));
    }

    private static JsonElement Tier(JsonElement balance) => balance.GetProperty("tiers")[0];

    [Fact]
    public async Task Cover_TellsItsCostAndStopsAtItsBudget()
    {
        foreach (string[] wrong in new string[][] { ["--per-hour", "0", "--budget", "1"], ["--per-hour", "1", "--budget", "x"], ["--per-hour", "1", "--budget", "1", "--until-busy", "0"], ["--per-hour", "1", "--budget", "1"] })
        {
            await _line.WalletAsync(2, "rich", ["cover", .. wrong]);
        }

        JsonElement result = await _line.WalletAsync(0, "rich", "cover", "--per-hour", "3600", "--budget", "0.00000001", "--yes");
        Assert.Equal((0, true), (result.GetProperty("payments").GetInt32(), result.GetProperty("isBudgetSpent").GetBoolean()));
        Assert.Contains("a day at most, and it stops at 0.00000001 KMCC", _line.Errors, StringComparison.Ordinal);
    }

    private static string Text(JsonElement element, string name) => element.GetProperty(name).GetString()!;
}
