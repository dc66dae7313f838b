using Komandor.Primitives;
using Komandor.Web.WalletPages;

namespace Komandor.Web.Tests.Fakes;

/// <summary>A wallet that has what it is given and pays as it is told.</summary>
internal sealed class FakeWallet : IWalletSession
{
    private int _addresses = 1;

    public string Network => "development";

    public List<WalletBalance> Balances { get; } =
    [
        new(AssetId.Kmcc, "KMCC", 999_999_950_002_400, 12_500_000_000),
        new(FakeChain.Gold, FakeChain.Hostile, 42, 0),
    ];

    public List<WalletEntry> Entries { get; } =
    [
        Entry("one", WalletOutcome.Pending, 0, 2_500_000_000, FakeChain.Bob, "", null, null, 3),
        Entry("two", WalletOutcome.Final, 0, 100_002_400, FakeChain.Bob, FakeChain.Hostile, null, 231, 65),
        Entry("three", WalletOutcome.Final, 1_000_000_000_000_000, 0, null, null, null, null, 400),
        Entry("four", WalletOutcome.Rejected, 0, 700, FakeChain.Bob, "", "FeeTooLow", null, 4_000),
        Entry("five", WalletOutcome.Expired, 0, 800_000_000, FakeChain.Bob, "", null, null, 90_000),
    ];

    /// <summary>What every payment becomes once it is waited for.</summary>
    public WalletOutcome Fate { get; set; } = WalletOutcome.Final;

    /// <summary>How long that takes.</summary>
    public TimeSpan FateTakes { get; set; } = TimeSpan.Zero;

    /// <summary>Thrown by the next quote.</summary>
    public string? QuoteRefusal { get; set; }

    /// <summary>Thrown by everything that asks the node.</summary>
    public string? NodeProblem { get; set; }

    public List<WalletPayment> Sent { get; } = [];

    public Task<string> AddressAsync(bool fresh, CancellationToken cancellationToken)
    {
        Require(NodeProblem);
        _addresses += fresh ? 1 : 0;
        return Task.FromResult(_addresses == 1 ? FakeChain.Alice : $"{FakeChain.Alice[..^2]}{_addresses:00}");
    }

    public Task<IReadOnlyList<WalletBalance>> BalancesAsync(CancellationToken cancellationToken)
    {
        Require(NodeProblem);
        return Task.FromResult<IReadOnlyList<WalletBalance>>([.. Balances]);
    }

    public Task<IReadOnlyList<WalletEntry>> HistoryAsync(int limit, CancellationToken cancellationToken)
    {
        Require(NodeProblem);
        return Task.FromResult<IReadOnlyList<WalletEntry>>([.. Entries.Take(limit)]);
    }

    public Task<WalletQuote> QuoteAsync(WalletPayment payment, CancellationToken cancellationToken)
    {
        Require(QuoteRefusal);
        return Task.FromResult(new WalletQuote(payment, 2_400, 1, this));
    }

    public Task<WalletReceipt> SendAsync(WalletQuote quote)
    {
        Assert.Same(this, quote.Plan);
        Sent.Add(quote.Payment);
        return Task.FromResult(new WalletReceipt(new TransactionId(FakeChain.Id("sent")), WalletOutcome.Pending, null, null));
    }

    public async Task<WalletReceipt> WaitAsync(TransactionId id, CancellationToken cancellationToken)
    {
        await Task.Delay(FateTakes, cancellationToken);
        Require(NodeProblem);
        return new WalletReceipt(
            id, Fate, Fate == WalletOutcome.Rejected ? "ObjectVersionMismatch" : null, Fate == WalletOutcome.Final ? 231 : null);
    }

    private static WalletEntry Entry(
        string name, WalletOutcome outcome, ulong received, ulong spent, string? recipient, string? memo, string? fault, int? finalityMs, int agoSeconds) => new(
        new TransactionId(FakeChain.Id(name)), outcome, Timestamp.From(DateTimeOffset.UtcNow.AddSeconds(-agoSeconds)), AssetId.Kmcc, "KMCC",
        received, spent, recipient, memo, fault, finalityMs);

    private static void Require(string? refusal)
    {
        if (refusal is not null)
        {
            throw new WalletSessionException(refusal, null);
        }
    }
}
