using Komandor.Api;
using Komandor.Api.Messages;
using Komandor.Primitives;
using Komandor.Wallet;
using Komandor.Wallet.Payments;
using Komandor.Wallet.Private;
using Komandor.Wallet.Private.Scanning;
using Komandor.Wallet.Storage;
using Komandor.Web.WalletPages;

namespace Komandor.Cli.Serve;

/// <summary>A wallet's file and a node, as the wallet's pages use them.</summary>
internal sealed partial class LocalWalletSession : IWalletSession, IDisposable
{
    // A page that finds the wallet at a long payment shows what it last knew.
    private static readonly TimeSpan _patience = TimeSpan.FromMilliseconds(500);

    private readonly WalletFile _file;
    private readonly INodeApi _node;
    private readonly TimeProvider _time;
    private readonly WalletService _wallet;
    private readonly PrivateWallet _private;
    private readonly ScanSlices _scan;
    private readonly Rounds _rounds = new();

    // Changes of the wallet go one after another; waiting for a payment's fate holds nobody up.
    private readonly SemaphoreSlim _turn = new(1, 1);

    /// <summary>A session.</summary>
    /// <param name="file">The open wallet; whoever makes the session disposes it.</param>
    /// <param name="node">A node of its chain.</param>
    /// <param name="network">The network's name.</param>
    /// <param name="time">The clock.</param>
    internal LocalWalletSession(WalletFile file, INodeApi node, string network, TimeProvider time)
    {
        (_file, _node, Network, _time) = (file, node, network, time);
        _wallet = new WalletService(file, node, time);
        _private = new PrivateWallet(file, node, new NodePrivateChain(node), time) { RoundsLeft = _rounds };
        _scan = new ScanSlices(_private, time);
    }

    /// <inheritdoc/>
    public string Network { get; }

    /// <inheritdoc/>
    public string Name => Path.GetFileName(_file.Path);

    /// <inheritdoc/>
    public string AddressPrefix => _file.Chain?.AddressPrefix ?? string.Empty;

    /// <inheritdoc/>
    public int WordCount => _file.WordCount;

    /// <inheritdoc/>
    public WalletSight Sight => _file.Sight;

    /// <inheritdoc/>
    public bool IsBackedUp => _file.IsBackedUp;

    /// <inheritdoc/>
    public Task<string> AddressAsync(bool hidden, bool fresh, CancellationToken cancellationToken) => InTurnAsync(
        async () =>
        {
            ChainInfo chain = await _wallet.ConnectAsync(cancellationToken);
            return hidden ? _private.Address(chain, fresh) : await _wallet.AddressAsync(chain, fresh, cancellationToken);
        },
        cancellationToken);

    /// <inheritdoc/>
    public Task<WalletReceipt> WaitAsync(TransactionId id, CancellationToken cancellationToken) => ExplainedAsync(async () =>
    {
        PaymentRecord payment = _file.Payments.Find(one => one.Id == id)
            ?? throw new WalletSessionException("This wallet made no such payment.", null);
        return Receipt(await _wallet.WaitAsync(payment, cancellationToken));
    });

    /// <inheritdoc/>
    public Task<bool> CheckBackupAsync(IReadOnlyList<(int Index, string Word)> answers, CancellationToken cancellationToken) =>
        InTurnAsync(() => Task.FromResult(_file.CheckBackup(answers)), cancellationToken);

    /// <inheritdoc/>
    public void Dispose()
    {
        _private.Dispose();
        _turn.Dispose();
    }

    private static WalletReceipt Receipt(PaymentRecord payment) => new(payment.Id, Outcome(payment.State), payment.Fault, payment.FinalityMs);

    private static WalletOutcome Outcome(PaymentState state) => state switch
    {
        PaymentState.Final => WalletOutcome.Final,
        PaymentState.Rejected => WalletOutcome.Rejected,
        PaymentState.Expired => WalletOutcome.Expired,
        _ => WalletOutcome.Pending,
    };

    private static async Task<T> ExplainedAsync<T>(Func<Task<T>> work)
    {
        try
        {
            return await work();
        }
        catch (Exception refusal) when (refusal is ApiException or PaymentException or WalletException or IOException)
        {
            throw new WalletSessionException(refusal.Message, refusal) { Field = refusal is PaymentException payment ? FieldOf(payment.Fault) : WalletField.None };
        }
    }

    private static WalletField FieldOf(PaymentFault fault) => fault switch
    {
        PaymentFault.Recipient => WalletField.Recipient,
        PaymentFault.Amount or PaymentFault.InsufficientFunds => WalletField.Amount,
        PaymentFault.Memo => WalletField.Memo,
        _ => WalletField.None,
    };

    private async Task<T> InTurnAsync<T>(Func<Task<T>> work, CancellationToken cancellationToken)
    {
        await _turn.WaitAsync(cancellationToken);
        try
        {
            return await ExplainedAsync(work);
        }
        finally
        {
            _turn.Release();
        }
    }

    // What is shown must not wait for a payment of many rounds: what was last known is shown meanwhile.
    private async Task<T> InTurnOrAsync<T>(T? known, Func<Task<T>> work, CancellationToken cancellationToken)
        where T : class
    {
        if (known is not null && !await _turn.WaitAsync(_patience, cancellationToken))
        {
            return known;
        }

        if (known is null)
        {
            await _turn.WaitAsync(cancellationToken);
        }

        try
        {
            return await ExplainedAsync(work);
        }
        finally
        {
            _turn.Release();
        }
    }
}
