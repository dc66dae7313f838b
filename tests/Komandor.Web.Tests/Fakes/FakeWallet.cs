using Komandor.Primitives;
using Komandor.Wallet;
using Komandor.Wallet.Private;
using Komandor.Wallet.Private.Disclosure;
using Komandor.Web.WalletPages;

namespace Komandor.Web.Tests.Fakes;

/// <summary>A wallet that has what it is given and pays as it is told.</summary>
internal sealed class FakeWallet : IWalletSession
{
    private int _addresses = 1;

    public string Network => "development";

    public string Name => "alice.wallet";

    public string AddressPrefix => "kmdt";

    /// <summary>A private address of another wallet.</summary>
    public const string Carol =
        "kmdt1qxf8jtdm5y7dp567puyg97stajszymg4a6jtnzy63x5d2f58h88waej3vqtdfj8l2e68m8cxrrf8vx4jp5s83y8qmcdzqj6mtrgz3ra2s9qy6e5gjwya0taexkdm2h5297mfkf5s66szylddffzvk3j204jqhmm9qqfjs584vrnnc9m7vwxzk3xtjy4";

    /// <summary>A transparent address of another wallet.</summary>
    public static readonly string Dora = new Ledger.Address("kmdt", default, Ledger.Lock.Key(new PublicKey(Hash256.Parse("cecc1507dc1ddd7295951c290888f095adb9044d1b73d696e6df065d683bd4fc")))).ToString();

    /// <summary>A full view key.</summary>
    public const string ViewKey =
        "kmdtfvk1q8mmrr3yc5mup3c33papvjq5ydc45fs3ggdh9nradquqjrpr85kqzh326q3vd9a74d4n9dzejkqvkndjcvymm8hzafhp44srcp4p8jqdfq2jvnxx3yr27hkemxsdcl80e27v0pgy2ss307lgcrhrc5aks34k46v6vegcm9rwzjz0rmcgvpup7vqppfttrpzut0cca5avdzjt6s565hx02tqhuyt9fmfdcx7tzhstukv5sme70vnqgtnqm3cyjtq6qg43j8as";

    public int WordCount { get; set; } = 24;

    public WalletSight Sight { get; set; }

    public bool IsBackedUp { get; set; }

    /// <summary>How far it has read.</summary>
    public WalletScan? Scan { get; set; } = new(131, 130, 3);

    public List<WalletBalance> Balances { get; } =
    [
        new(AssetId.Kmcc, "KMCC", MoneyTier.Shielded, 1_600_000_000_000, 200_000_000, 0),
        new(AssetId.Kmcc, "KMCC", MoneyTier.Ring, 50_000_000, 0, 0),
        new(AssetId.Kmcc, "KMCC", MoneyTier.Transparent, 999_999_950_002_400, 0, 12_500_000_000),
        new(FakeChain.Gold, FakeChain.Hostile, MoneyTier.Transparent, 42, 0, 0),
    ];

    public List<WalletEntry> Entries { get; } =
    [
        Entry("one", WalletOutcome.Pending, 0, 2_500_000_000, FakeChain.Bob, "", null, null, 3),
        Entry("two", WalletOutcome.Final, 0, 100_002_400, FakeChain.Bob, FakeChain.Hostile, null, 231, 65),
        Entry("three", WalletOutcome.Final, 1_000_000_000_000_000, 0, null, null, null, null, 400) with { Kind = WalletEntryKind.Genesis },
        Entry("four", WalletOutcome.Rejected, 0, 700, FakeChain.Bob, "", "FeeTooLow", null, 4_000),
        Entry("five", WalletOutcome.Expired, 0, 800_000_000, FakeChain.Bob, "", null, null, 90_000),
        Entry("six", WalletOutcome.Final, 1_250_000_000, 0, null, "rent for May", null, null, 95_000) with { Tiers = "shielded" },
        Entry("seven", WalletOutcome.Final, 100, 2_500, null, "", null, null, 99_000) with { Tiers = "transparent and ring", Kind = WalletEntryKind.Own },
    ];

    /// <summary>What every payment becomes once it is waited for.</summary>
    public WalletOutcome Fate { get; set; } = WalletOutcome.Final;

    /// <summary>How long that takes.</summary>
    public TimeSpan FateTakes { get; set; } = TimeSpan.Zero;

    /// <summary>Thrown by the next quote.</summary>
    public string? QuoteRefusal { get; set; }

    /// <summary>What of the payment that refusal is about.</summary>
    public WalletField QuoteField { get; set; }

    /// <summary>Shown as why the balance is not of now.</summary>
    public string? Stale { get; set; }

    /// <summary>The shielded notes of all people.</summary>
    public ulong ShieldedNotes { get; set; }

    /// <summary>Thrown by everything that asks the node.</summary>
    public string? NodeProblem { get; set; }

    public List<WalletPayment> Sent { get; } = [];

    /// <summary>What a quote says beside the fee.</summary>
    public Func<WalletQuote, WalletQuote> Quoted { get; set; } = quote => quote;

    /// <summary>What opens.</summary>
    public OpenedTransaction? Opened { get; set; }

    /// <summary>What a proof is judged as.</summary>
    public DisclosureResult Judged { get; set; } = new(DisclosureFault.None, DisclosureKind.Payment, new TransactionId(FakeChain.Id("six")), Carol, 1_250_000_000, "rent for May");

    /// <summary>Everything private that was asked for, in order.</summary>
    public List<string> Asked { get; } = [];

    public Task<string> AddressAsync(bool hidden, bool fresh, CancellationToken cancellationToken)
    {
        Require(NodeProblem);
        _addresses += fresh ? 1 : 0;
        string first = hidden ? Carol : FakeChain.Alice;
        return Task.FromResult(_addresses == 1 ? first : $"{first[..^2]}{_addresses:00}");
    }

    public Task<WalletOverview> OverviewAsync(CancellationToken cancellationToken)
    {
        Require(NodeProblem);
        return Task.FromResult(new WalletOverview([.. Balances], Scan) { ShieldedNotes = ShieldedNotes, Problem = Stale, AsOf = Stale is null ? null : new Timestamp(0) });
    }

    public Task<IReadOnlyList<WalletEntry>> HistoryAsync(int limit, CancellationToken cancellationToken)
    {
        Require(NodeProblem);
        return Task.FromResult<IReadOnlyList<WalletEntry>>([.. Entries.Take(limit)]);
    }

    public Task<WalletQuote> QuoteAsync(WalletPayment payment, CancellationToken cancellationToken)
    {
        Require(QuoteRefusal, QuoteField);
        return Task.FromResult(Quoted(new WalletQuote(payment, 2_400, "Others see this.", this)));
    }

    public async Task<WalletReceipt> SendAsync(WalletQuote quote, IProgress<int>? roundsLeft)
    {
        Assert.Same(this, quote.Plan);
        for (int left = quote.Rounds; left > 1; left--)
        {
            roundsLeft?.Report(left);
            await Task.Delay(FateTakes);
        }

        Sent.Add(quote.Payment);
        return new WalletReceipt(new TransactionId(FakeChain.Id("sent")), WalletOutcome.Pending, null, null);
    }

    public async Task<WalletReceipt> WaitAsync(TransactionId id, CancellationToken cancellationToken)
    {
        await Task.Delay(FateTakes, cancellationToken);
        Require(NodeProblem);
        return new WalletReceipt(
            id, Fate, Fate == WalletOutcome.Rejected ? "ObjectVersionMismatch" : null, Fate == WalletOutcome.Final ? 231 : null);
    }

    public Task<OpenedTransaction?> OpenAsync(TransactionId id, string? viewKey, CancellationToken cancellationToken)
    {
        Require(NodeProblem);
        Asked.Add($"open {id} {viewKey}".Trim());
        return Task.FromResult(Opened);
    }

    public Task<string> ViewKeyAsync(bool full, CancellationToken cancellationToken)
    {
        Asked.Add(full ? "full" : "incoming");
        return Task.FromResult(ViewKey);
    }

    public Task<string> ProveAsync(DisclosureKind kind, TransactionId id, string message, CancellationToken cancellationToken)
    {
        Require(NodeProblem);
        Asked.Add($"{kind} {id} {message}");
        return Task.FromResult("komandorproof1abc");
    }

    public Task<string> ProveReserveAsync(ulong amount, string message, CancellationToken cancellationToken)
    {
        Asked.Add($"Reserve {amount} {message}");
        return Task.FromResult("komandorproof1def");
    }

    public Task<DisclosureResult> VerifyAsync(string proof, string message, CancellationToken cancellationToken)
    {
        Asked.Add($"verify {proof} {message}");
        return Task.FromResult(Judged);
    }

    public Task<bool> CheckBackupAsync(IReadOnlyList<(int Index, string Word)> answers, CancellationToken cancellationToken)
    {
        IsBackedUp = answers.All(answer => answer.Word == $"word{answer.Index}");
        return Task.FromResult(IsBackedUp);
    }

    private static WalletEntry Entry(
        string name, WalletOutcome outcome, ulong received, ulong spent, string? recipient, string? memo, string? fault, int? finalityMs, int agoSeconds) => new(
        new TransactionId(FakeChain.Id(name)), outcome, Timestamp.From(DateTimeOffset.UtcNow.AddSeconds(-agoSeconds)), AssetId.Kmcc, "KMCC",
        received, spent, recipient, memo, fault, finalityMs, "transparent", WalletEntryKind.Payment);

    private static void Require(string? refusal, WalletField field = WalletField.None)
    {
        if (refusal is not null)
        {
            throw new WalletSessionException(refusal, null) { Field = field };
        }
    }
}
