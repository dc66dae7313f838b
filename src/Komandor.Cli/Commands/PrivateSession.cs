using System.CommandLine;
using Komandor.Api;
using Komandor.Api.Messages;
using Komandor.Cli.Console;
using Komandor.Client;
using Komandor.Ledger;
using Komandor.Wallet;
using Komandor.Wallet.Keys;
using Komandor.Wallet.Private;
using Komandor.Wallet.Private.Scanning;
using Komandor.Wallet.Storage;

namespace Komandor.Cli.Commands;

/// <summary>An open wallet with both kinds of money, and its node.</summary>
internal sealed class PrivateSession : IDisposable
{
    private readonly NodeClient _node;
    private readonly Terminal _terminal;

    private PrivateSession(WalletFile file, NodeClient node, Terminal terminal)
    {
        (File, _node, _terminal) = (file, node, terminal);
        Service = new WalletService(file, node, terminal.Time);
        Private = new PrivateWallet(file, node, new NodePrivateChain(node), terminal.Time);
    }

    internal WalletFile File { get; }

    internal INodeApi Node => _node;

    internal WalletService Service { get; }

    internal PrivateWallet Private { get; }

    internal ChainInfo Chain { get; private set; } = null!;

    /// <summary>Opens the wallet that the line names and meets its node.</summary>
    internal static async Task<PrivateSession> OpenAsync(WalletOptions options, ParseResult parsed, Terminal terminal, CancellationToken cancellationToken)
    {
        WalletFile file = options.Open(parsed, terminal);
        NodeClient node = RpcOption.Connect(parsed.GetRequiredValue(options.Rpc));
        PrivateSession session = new(file, node, terminal);
        try
        {
            session.Chain = await session.Service.ConnectAsync(cancellationToken);
            return session;
        }
        catch
        {
            session.Dispose();
            throw;
        }
    }

    /// <summary>The addresses of keys that the words do not give, such as a development account's.</summary>
    internal IEnumerable<string> ImportedAddresses() => Enumerable.Range(0, File.ImportedCount).Select(index =>
        new Address(Chain.AddressPrefix, Chain.Shard, Ledger.Lock.Key(File.PublicKeyAt(new KeyPath(KeyChain.Imported, (uint)index)))).ToString());

    /// <summary>Reads what the wallet has not read yet; null from a node that serves no private money.</summary>
    internal async Task<ScanProgress?> ScanAsync(CancellationToken cancellationToken)
    {
        try
        {
            ScanReport? report = _terminal.Interactive ? new ScanReport(_terminal) : null;
            ScanProgress reached = await Private.ScanAsync(Chain, report, cancellationToken);
            Chain = await Service.ConnectAsync(cancellationToken);
            return reached;
        }
        catch (ApiException missing) when (missing.Code == ApiErrorCode.MethodNotFound)
        {
            return null;
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Private.Dispose();
        _node.Dispose();
        File.Dispose();
    }

    private sealed class ScanReport(Terminal terminal) : IProgress<ScanProgress>
    {
        public void Report(ScanProgress value) => terminal.Error.WriteLine($"Read up to block {Math.Min(value.Height, value.Tip)} of {value.Tip}: {value.Notes} notes, {value.Found} of them yours.");
    }
}
