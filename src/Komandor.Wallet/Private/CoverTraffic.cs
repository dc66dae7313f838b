using Komandor.Api.Messages;
using Komandor.Ledger.Private;
using Komandor.Wallet.Payments;
using Komandor.Wallet.Private.Building;

namespace Komandor.Wallet.Private;

/// <summary>Pays the wallet itself in the shielded tier while the pool is quiet, so that a young pool's crowd grows.</summary>
/// <remarks>docs/privacy.md §8. A cover payment is made by the same calls as any other and looks like it: two notes in, two out, the same fee. Waits are exponential, so that
/// one says nothing of the next; a note that pays is drawn with equal chance, so that no value or age is the wallet's own.</remarks>
public sealed class CoverTraffic
{
    private readonly WalletService _service;
    private readonly PrivateWallet _wallet;
    private readonly Func<double> _uniform;
    private readonly Func<TimeSpan, CancellationToken, Task> _wait;

    /// <summary>Cover traffic of a wallet.</summary>
    /// <param name="service">Knows fates.</param>
    /// <param name="wallet">Pays.</param>
    /// <param name="time">The clock.</param>
    public CoverTraffic(WalletService service, PrivateWallet wallet, TimeProvider time)
        : this(service, wallet, PrivateBuilder.Uniform, (wait, cancellationToken) => Task.Delay(wait, time, cancellationToken))
    {
    }

    /// <summary>The same with chance and waiting from outside.</summary>
    internal CoverTraffic(WalletService service, PrivateWallet wallet, Func<double> uniform, Func<TimeSpan, CancellationToken, Task> wait) =>
        (_service, _wallet, _uniform, _wait) = (service, wallet, uniform, wait);

    /// <summary>Told of what was done so far, after each time.</summary>
    public IProgress<CoverResult>? Progress { get; init; }

    /// <summary>What one payment costs now, in units.</summary>
    public static ulong FeeOf(ChainInfo chain) => PrivateWallet.ShieldedFee(chain);

    /// <summary>The time to the next payment, memoryless: when the last one was says nothing of it. A day at most.</summary>
    internal static TimeSpan Wait(double perHour, double uniform) => TimeSpan.FromHours(Math.Min(-Math.Log(1 - uniform) / perHour, 24));

    /// <summary>Pays until the budget or the number is reached, or it is cancelled; then the result so far counts.</summary>
    public async Task<CoverResult> RunAsync(CoverPlan plan, CancellationToken cancellationToken)
    {
        CoverResult done = new(0, 0, 0, 0, IsBudgetSpent: false);
        try
        {
            while (done.Payments < plan.Most && !done.IsBudgetSpent)
            {
                await _wait(Wait(plan.PerHour, _uniform()), cancellationToken).ConfigureAwait(false);
                cancellationToken.ThrowIfCancellationRequested();
                done = await StepAsync(plan, done, cancellationToken).ConfigureAwait(false);
                Progress?.Report(done);
            }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // Its owner ends it so.
        }

        return done;
    }

    private async Task<CoverResult> StepAsync(CoverPlan plan, CoverResult done, CancellationToken cancellationToken)
    {
        ChainInfo chain = await _service.ConnectAsync(cancellationToken).ConfigureAwait(false);
        await _wallet.ScanAsync(chain, null, cancellationToken).ConfigureAwait(false);
        ulong fee = FeeOf(chain);
        if (done.Spent + (UInt128)fee > plan.Budget)
        {
            return done with { IsBudgetSpent = true };
        }

        PrivateNoteInfo[] notes = [.. _wallet.Notes().Where(note => note.Tier == PrivateTier.Shielded && note.State == PrivateNoteState.Available && note.Value > fee)];
        if (notes.Length == 0 || _wallet.RecentRate(chain) >= plan.BusyPerSecond)
        {
            return done with { Skipped = done.Skipped + 1 };
        }

        // All of one note: what is left is nothing, as of any payment that fits, and the number of notes stays.
        ulong amount = notes[(int)(_uniform() * notes.Length)].Value - fee;
        PrivateRequest request = new(_wallet.Address(chain, fresh: false), amount, string.Empty, PaymentSource.Shielded);
        PrivateQuote quote = await _wallet.QuoteAsync(chain, request, cancellationToken).ConfigureAwait(false);
        PaymentRecord payment = await _wallet.SendAsync(chain, quote, cancellationToken).ConfigureAwait(false);

        // Handed in is handed in: whoever stops now is told what was spent.
        payment = await _service.WaitAsync(payment, CancellationToken.None).ConfigureAwait(false);
        return payment.State == PaymentState.Final
            ? done with { Payments = done.Payments + 1, Spent = done.Spent + payment.Fee }
            : done with { Failed = done.Failed + 1 };
    }
}
