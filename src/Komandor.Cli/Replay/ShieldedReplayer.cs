using Komandor.Api.Messages;
using Komandor.Primitives;
using Komandor.Wallet.Payments;
using Komandor.Wallet.Private;
using Komandor.Wallet.Private.Building;

namespace Komandor.Cli.Replay;

/// <summary>Pays the payments of a file by shielded notes: what exists before enters the pool, then every payment becomes as many transactions as its plan says.</summary>
/// <remarks>A wallet reads the chain, spends what it finds there under the newest anchor, and reads on: nothing is spent before it was found.</remarks>
internal sealed class ShieldedReplayer : IDisposable
{
    // More at once would be spent under an anchor that grows old while they are built.
    private const int StepsPerAnchor = 32;
    private const int AgainMs = 50;

    private static readonly TimeSpan _patience = TimeSpan.FromMinutes(2);

    private readonly Nodes _nodes;
    private readonly ReplayFile _file;
    private readonly ShieldedPurse _purse;
    private readonly TimeProvider _time;
    private readonly Func<Timestamp> _validUntil;
    private readonly WalletNote?[] _found;
    private readonly Dictionary<TransactionId, List<int>> _expected = [];
    private readonly List<Task<(ShieldedStep Step, Fate Fate)>> _underWay = [];
    private readonly Fate?[] _fates;
    private readonly long[] _starts;
    private readonly int[] _left;
    private readonly ulong _fee;
    private int _seen;
    private int _done;

    private ShieldedReplayer(
        Nodes nodes, ReplayFile file, ShieldedPlan plan, ShieldedPurse purse, ulong fee, TimeProvider time, Func<Timestamp> validUntil)
    {
        (_nodes, _file, Plan, _purse, _fee, _time, _validUntil) = (nodes, file, plan, purse, fee, time, validUntil);
        _found = new WalletNote?[plan.Notes.Count];
        _fates = new Fate?[file.Payments.Length];
        _starts = new long[file.Payments.Length];
        _left = new int[file.Payments.Length];
        foreach (ShieldedStep step in plan.Steps)
        {
            _left[step.Payment]++;
        }
    }

    /// <summary>What is to be paid.</summary>
    internal ShieldedPlan Plan { get; }

    /// <summary>How many of the plan's transactions are final.</summary>
    internal int Done => Volatile.Read(ref _done);

    /// <summary>A replay that has not begun.</summary>
    internal static async Task<ShieldedReplayer> OpenAsync(
        Nodes nodes, ChainInfo chain, ReplayFile file, TimeProvider time, Func<Timestamp> validUntil, CancellationToken cancellationToken)
    {
        ulong fee = ShieldedPurse.FeeOf(chain);
        ShieldedPlan plan = new(file, fee, ShieldedPurse.OwnAddress);
        ShieldedPurse purse = await ShieldedPurse.OpenAsync(chain, new AnyNode(nodes), plan.Owners, cancellationToken);
        return new ShieldedReplayer(nodes, file, plan, purse, fee, time, validUntil);
    }

    /// <summary>Lets what exists before enter the pool, two notes a coin, and waits until it is found there.</summary>
    /// <param name="funding">What makes the coins.</param>
    /// <param name="payer">Who holds them for a moment.</param>
    /// <param name="chain">The chain.</param>
    /// <param name="cancellationToken">Honoured between payments.</param>
    /// <returns>How many transactions that took.</returns>
    internal async Task<int> EnterAsync(Funding funding, Owner payer, ChainInfo chain, CancellationToken cancellationToken)
    {
        ulong fee = ShieldedPurse.EnteringFeeOf(chain, payer.Lock);
        int[][] groups = [.. Plan.Entering.Chunk(2)];
        IReadOnlyList<MadeCoin> coins = await funding.MakeAsync(
            [.. groups.Select(group => (payer, ReplayPayment.Sum(group.Select(note => Plan.Notes[note].Units)) + fee))], cancellationToken);
        List<SignedTransaction> entering = [];
        for (int index = 0; index < groups.Length; index++)
        {
            SignedTransaction transaction = _purse.Enter(coins[index], [.. groups[index].Select(note => Plan.Notes[note])], fee, _validUntil());
            _expected[transaction.Id] = [.. groups[index]];
            entering.Add(transaction);
        }

        await Parallel.ForEachAsync(entering, new ParallelOptions { MaxDegreeOfParallelism = 64, CancellationToken = cancellationToken }, async (one, cancelled) =>
        {
            Fate fate = await _nodes.PayAsync(one, cancelled);
            if (fate.State != PaymentState.Final)
            {
                throw new Komandor.Api.ApiException(Komandor.Api.ApiErrorCode.TransactionRefused, $"A coin could not enter the pool: {fate.Fault}.", fate.Fault);
            }
        });
        await FindAsync(cancellationToken);
        return entering.Count;
    }

    /// <summary>Pays everything.</summary>
    /// <param name="window">How many transactions are under way at once, at most.</param>
    /// <param name="cancellationToken">Honoured between transactions.</param>
    internal async Task<IReadOnlyList<Result>> RunAsync(int window, CancellationToken cancellationToken)
    {
        List<ShieldedStep> waiting = [.. Plan.Steps];
        long progress = _time.GetTimestamp();
        while (waiting.Count + _underWay.Count > 0 && _time.GetElapsedTime(progress) < _patience)
        {
            bool any = await CollectAsync();
            await FindAsync(cancellationToken);
            waiting.RemoveAll(step => _fates[step.Payment] is { State: not PaymentState.Final });
            PrivateBuilder builder = _purse.Builder();
            ShieldedStep[] ready = [.. waiting.Where(step => IsReady(step, builder)).Take(Math.Min(StepsPerAnchor, window - _underWay.Count))];
            foreach (ShieldedStep step in ready)
            {
                Begin(builder, step, cancellationToken);
                waiting.Remove(step);
            }

            if (any || ready.Length > 0)
            {
                progress = _time.GetTimestamp();
            }
            else
            {
                await Task.WhenAny([.. _underWay, Task.Delay(TimeSpan.FromMilliseconds(AgainMs), _time, cancellationToken)]);
            }
        }

        await FindAsync(cancellationToken);
        return [.. _file.Payments.Select((payment, index) => new Result(payment, _left[index] == 0 || _fates[index]?.State != PaymentState.Final ? _fates[index] : null, []))];
    }

    /// <summary>Tells what the wallet misses of what final payments made, and whether its notes are worth what entered less the fees.</summary>
    /// <returns>How many outputs of the file it found.</returns>
    internal int Check(Audit audit)
    {
        int outputs = 0;
        for (int note = 0; note < Plan.Notes.Count; note++)
        {
            if (Plan.Notes[note] is { Output: { } name, Units: > 0 } && _found[note] is not null)
            {
                outputs++;
            }
        }

        int expected = Plan.Notes.Count(note => note is { Output: not null, Units: > 0 });
        if (outputs != expected)
        {
            audit.Note($"The wallet found {outputs} of {expected} outputs.");
        }

        ulong entered = ReplayPayment.Sum(Plan.Entering.Select(note => Plan.Notes[note].Units));
        ulong unspent = ReplayPayment.Sum(_purse.Notes.Where(note => note.SpentBy is null).Select(note => note.Found.Value));
        if (entered - ((ulong)Done * _fee) != unspent)
        {
            audit.Note($"The wallet's unspent notes are worth {unspent} units; {entered} entered, and {Done} transactions paid {_fee} each.");
        }

        return outputs;
    }

    /// <inheritdoc/>
    public void Dispose() => _purse.Dispose();

    private bool IsReady(ShieldedStep step, PrivateBuilder builder)
    {
        foreach (int note in step.Spent)
        {
            if (_found[note] is not { } found || !builder.IsSpendable(found))
            {
                return false;
            }
        }

        return true;
    }

    private void Begin(PrivateBuilder builder, ShieldedStep step, CancellationToken cancellationToken)
    {
        SignedTransaction transaction = _purse.Pay(
            builder, [.. step.Spent.Select(note => _found[note]!)], [.. step.Made.Select(note => Plan.Notes[note])], _fee, _validUntil());
        _expected[transaction.Id] = [.. step.Made.Where(note => Plan.Notes[note].Units > 0)];
        _starts[step.Payment] = _starts[step.Payment] == 0 ? _time.GetTimestamp() : _starts[step.Payment];
        _underWay.Add(PayAsync(step, transaction, cancellationToken));
    }

    private async Task<(ShieldedStep Step, Fate Fate)> PayAsync(ShieldedStep step, SignedTransaction transaction, CancellationToken cancellationToken)
    {
        // Off this thread, which builds the next one.
        await Task.Yield();
        Fate fate = await _nodes.PayAsync(transaction, cancellationToken);
        return (step, fate with { ElapsedMs = (int)_time.GetElapsedTime(_starts[step.Payment]).TotalMilliseconds });
    }

    private async Task<bool> CollectAsync()
    {
        Task<(ShieldedStep Step, Fate Fate)>[] ended = [.. _underWay.Where(task => task.IsCompleted)];
        foreach (Task<(ShieldedStep Step, Fate Fate)> task in ended)
        {
            (ShieldedStep step, Fate fate) = await task;
            _underWay.Remove(task);
            if (fate.State == PaymentState.Final)
            {
                _left[step.Payment]--;
                Interlocked.Increment(ref _done);
            }

            // The first refusal is the payment's fate; else the last transaction's.
            if (_fates[step.Payment] is null or { State: PaymentState.Final })
            {
                _fates[step.Payment] = fate;
            }
        }

        return ended.Length > 0;
    }

    private async Task FindAsync(CancellationToken cancellationToken)
    {
        await _purse.ScanAsync(cancellationToken);
        for (; _seen < _purse.Notes.Count; _seen++)
        {
            WalletNote note = _purse.Notes[_seen];
            if (_expected.TryGetValue(note.Found.Transaction, out List<int>? expected))
            {
                int place = expected.FindIndex(one =>
                    Plan.Notes[one].Units == note.Found.Value && Plan.Notes[one].Address == note.Found.AddressNumber);
                if (place >= 0)
                {
                    _found[expected[place]] = note;
                    expected.RemoveAt(place);
                }
            }
        }
    }
}
