using Komandor.Api;
using Komandor.Api.Messages;
using Komandor.Wallet.Private;
using Komandor.Web.WalletPages;

namespace Komandor.Cli.Serve;

/// <summary>Scans in slices of time, so that a long scan shows how far it came and lets others have their turn in between. What was read is on disk after every page.</summary>
internal sealed class ScanSlices(PrivateWallet wallet, TimeProvider time)
{
    private static readonly TimeSpan _slice = TimeSpan.FromMilliseconds(400);

    private bool _isServed = true;
    private WalletScan? _reached;

    /// <summary>Reads on for a slice of time, or to the end.</summary>
    /// <returns>How far it came; null from a node that serves no private money.</returns>
    internal async Task<WalletScan?> ReadAsync(ChainInfo chain, CancellationToken cancellationToken)
    {
        if (!_isServed)
        {
            return null;
        }

        using CancellationTokenSource slice = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        Progress progress = new(this, slice, time.GetTimestamp());
        try
        {
            await wallet.ScanAsync(chain, progress, slice.Token);
        }
        catch (OperationCanceledException) when (slice.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            // The slice is over; the next one goes on.
        }
        catch (ApiException missing) when (missing.Code == ApiErrorCode.MethodNotFound)
        {
            _isServed = false;
            return null;
        }

        return _reached;
    }

    private sealed class Progress(ScanSlices owner, CancellationTokenSource slice, long start) : IProgress<ScanProgress>
    {
        public void Report(ScanProgress value)
        {
            owner._reached = new WalletScan(value.Height, value.Tip, value.Found);

            // The last page ends the scan by itself.
            if (value.Height <= value.Tip && owner.Elapsed(start) > _slice)
            {
                slice.Cancel();
            }
        }
    }

    private TimeSpan Elapsed(long start) => time.GetElapsedTime(start);
}
