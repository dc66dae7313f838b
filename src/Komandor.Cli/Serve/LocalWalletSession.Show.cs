using Komandor.Api;
using Komandor.Api.Messages;
using Komandor.Ledger.Private;
using Komandor.Primitives;
using Komandor.Wallet;
using Komandor.Wallet.Payments;
using Komandor.Web.WalletPages;

namespace Komandor.Cli.Serve;

/// <content>Balance and history. While no node answers they are what was last known, and say so.</content>
internal sealed partial class LocalWalletSession
{
    private const int MostEntries = 200;

    private WalletOverview? _overview;
    private IReadOnlyList<WalletEntry>? _history;
    private Timestamp? _asOf;

    /// <inheritdoc/>
    public async Task<WalletOverview> OverviewAsync(CancellationToken cancellationToken)
    {
        try
        {
            return _overview = await InTurnOrAsync(_overview, () => ReadOverviewAsync(cancellationToken), cancellationToken);
        }
        catch (WalletSessionException away) when (IsAway(away))
        {
            WalletOverview known = _overview ?? await InTurnAsync(() => Task.FromResult(new WalletOverview([.. Notes()], null)), cancellationToken);
            return known with { Problem = away.Message, AsOf = _asOf };
        }
    }

    /// <inheritdoc/>
    public async Task<IReadOnlyList<WalletEntry>> HistoryAsync(int limit, CancellationToken cancellationToken)
    {
        IReadOnlyList<WalletEntry> shown;
        try
        {
            shown = _history = await InTurnOrAsync(_history, () => ReadHistoryAsync(cancellationToken), cancellationToken);
        }
        catch (WalletSessionException away) when (IsAway(away))
        {
            shown = _history ?? await InTurnAsync(() => Task.FromResult(Entries([], new Dictionary<AssetId, string> { [AssetId.Kmcc] = "KMCC" })), cancellationToken);
        }

        return [.. shown.Take(limit)];
    }

    private static bool IsAway(WalletSessionException refusal) => refusal.InnerException is ApiException { Code: ApiErrorCode.NotReady };

    private async Task<WalletOverview> ReadOverviewAsync(CancellationToken cancellationToken)
    {
        ChainInfo chain = await _wallet.ConnectAsync(cancellationToken);
        WalletScan? scan = await _scan.ReadAsync(chain, cancellationToken);
        IReadOnlyDictionary<AssetId, string> names = await AssetNaming.AskAsync(_node, cancellationToken);
        IReadOnlyList<AssetBalance> coins = await _wallet.BalanceAsync(cancellationToken);
        _asOf = Timestamp.From(_time.GetUtcNow());
        return new WalletOverview(
            [.. Notes(), .. coins.Select(one => new WalletBalance(one.Asset, NameOf(names, one.Asset), MoneyTier.Transparent, one.Available, 0, one.Reserved))], scan)
        {
            ShieldedNotes = _private.ShieldedNotes,
        };
    }

    private async Task<IReadOnlyList<WalletEntry>> ReadHistoryAsync(CancellationToken cancellationToken)
    {
        ChainInfo chain = await _wallet.ConnectAsync(cancellationToken);
        await _scan.ReadAsync(chain, cancellationToken);
        IReadOnlyDictionary<AssetId, string> names = await AssetNaming.AskAsync(_node, cancellationToken);
        return Entries(await _wallet.HistoryAsync(MostEntries, cancellationToken), names);
    }

    private IReadOnlyList<WalletEntry> Entries(IReadOnlyList<HistoryEntry> coins, IReadOnlyDictionary<AssetId, string> names) =>
        [.. Activity.Merge(coins, _private.History(), _file.Payments, MostEntries).Select(one => Entry(one, NameOf(names, one.Asset)))];

    private IEnumerable<WalletBalance> Notes() => _private.Balance().Where(one => one.Notes > 0 || one.Received > 0).Select(one => new WalletBalance(
        AssetId.Kmcc, "KMCC", one.Tier == PrivateTier.Ring ? MoneyTier.Ring : MoneyTier.Shielded, one.Available ?? 0, one.Waiting ?? 0, one.Reserved ?? 0)
    {
        Received = one.Received,
    });

    private static WalletEntry Entry(Activity one, string name) => new(
        one.Id, Outcome(one.State), one.Time, one.Asset, name, one.Received, one.Spent, one.Recipient.Length == 0 ? null : one.Recipient, one.Memo, one.Fault,
        one.FinalityMs, TierText.Of(one), one.IsGenesis ? WalletEntryKind.Genesis : one.IsOwn ? WalletEntryKind.Own : WalletEntryKind.Payment)
    {
        Units = one.Units,
        IsOutgoing = one.IsOutgoing,
    };

    private static string NameOf(IReadOnlyDictionary<AssetId, string> names, AssetId asset) =>
        names.TryGetValue(asset, out string? name) && name.Length > 0 ? name : asset.ToString();
}
