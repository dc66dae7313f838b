using System.Collections.Concurrent;
using System.Threading.Channels;
using Komandor.Api.Messages;
using Komandor.Ledger;
using Komandor.Primitives;
using Komandor.Wallet.Keys;
using Komandor.Wallet.Payments;

namespace Komandor.Cli.Replay;

/// <summary>Pays the payments of a file: each once the coins that it spends exist, and many at once.</summary>
/// <remarks>Every output gets its exact amount. What a payment leaves in the file is its fee here; when that is less than the chain asks, it spends
/// one coin more, which was made beforehand and holds just the difference.</remarks>
internal sealed class Replayer : IDisposable
{
    private readonly Nodes _nodes;
    private readonly ChainInfo _chain;
    private readonly ReplayFile _file;
    private readonly Timestamp _validUntil;
    private readonly Dictionary<string, Owner> _owners = [];
    private readonly ConcurrentDictionary<CoinName, MadeCoin> _coins = [];
    private readonly Dictionary<string, MadeCoin> _feeCoins = [];

    /// <summary>A replay that has not begun.</summary>
    internal Replayer(Nodes nodes, ChainInfo chain, ReplayFile file, Timestamp validUntil)
    {
        _nodes = nodes;
        _chain = chain;
        _file = file;
        _validUntil = validUntil;
        foreach (string name in file.Payments.SelectMany(payment =>
            payment.Inputs.Select(input => input.Owner).Concat(payment.Outputs.Select(output => output.Owner))).Distinct())
        {
            _owners.Add(name, new Owner(DevelopmentKeys.Owner(name)));
        }
    }

    /// <summary>How many payments are decided.</summary>
    internal int Done => _done;

    private int _done;

    /// <summary>Makes the coins that exist before, and those that fill up fees.</summary>
    /// <param name="funding">What makes them.</param>
    /// <param name="payer">Who owns the coins that fill up fees.</param>
    /// <param name="cancellationToken">Honoured between payments.</param>
    /// <returns>How many were made.</returns>
    internal async Task<int> PrepareAsync(Funding funding, Owner payer, CancellationToken cancellationToken)
    {
        ReplayInput[] before = [.. _file.Before()];
        (ReplayPayment Payment, ulong Missing)[] lacking =
            [.. _file.Payments.Select(payment => (payment, MissingFee(payment))).Where(one => one.Item2 > 0)];
        IReadOnlyList<MadeCoin> made = await funding.MakeAsync(
            [.. before.Select(input => (_owners[input.Owner], input.Units)), .. lacking.Select(one => (payer, one.Missing))], cancellationToken);
        for (int index = 0; index < before.Length; index++)
        {
            _coins[before[index].Source] = made[index];
        }

        for (int index = 0; index < lacking.Length; index++)
        {
            _feeCoins.Add(lacking[index].Payment.Id, made[before.Length + index]);
        }

        return made.Count;
    }

    /// <summary>Pays everything.</summary>
    /// <param name="window">How many payments are under way at once, at most.</param>
    /// <param name="cancellationToken">Honoured between payments.</param>
    internal async Task<IReadOnlyList<Result>> RunAsync(int window, CancellationToken cancellationToken)
    {
        Dependencies dependencies = new(_file);
        Result[] results = new Result[_file.Payments.Length];

        // Bounded by the file: every payment is written once.
        Channel<int> ready = Channel.CreateUnbounded<int>();
        foreach (int index in dependencies.Free())
        {
            ready.Writer.TryWrite(index);
        }

        if (results.Length == 0)
        {
            ready.Writer.Complete();
        }

        async Task WorkAsync()
        {
            await foreach (int index in ready.Reader.ReadAllAsync(cancellationToken))
            {
                results[index] = await PayAsync(_file.Payments[index], cancellationToken);
                foreach (int next in dependencies.Finish(index))
                {
                    ready.Writer.TryWrite(next);
                }

                if (Interlocked.Increment(ref _done) == results.Length)
                {
                    ready.Writer.Complete();
                }
            }
        }

        await Task.WhenAll(Enumerable.Range(0, window).Select(_ => Task.Run(WorkAsync, cancellationToken)));
        return results;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (Owner owner in _owners.Values)
        {
            owner.Dispose();
        }
    }

    private static IEnumerable<(ReplayOutput Output, int Place)> Paid(ReplayPayment payment) =>
        payment.Outputs.Select((output, place) => (output, place)).Where(one => one.output.Units > 0);

    private ulong MissingFee(ReplayPayment payment)
    {
        Lock[] outputs = [.. Paid(payment).Select(one => _owners[one.Output.Owner].Lock)];
        if (payment.Fee >= TransactionAssembler.Fee(_chain.PricePerWork, payment.Inputs.Length, outputs, string.Empty))
        {
            return 0;
        }

        return TransactionAssembler.Fee(_chain.PricePerWork, payment.Inputs.Length + 1, outputs, string.Empty) - payment.Fee;
    }

    private async Task<Result> PayAsync(ReplayPayment payment, CancellationToken cancellationToken)
    {
        List<SpentCoin> inputs = [];
        foreach (ReplayInput input in payment.Inputs)
        {
            if (!_coins.TryGetValue(input.Source, out MadeCoin? coin))
            {
                return new Result(payment, null, []);
            }

            inputs.Add(Spend(coin));
        }

        ulong fee = payment.Fee;
        if (_feeCoins.TryGetValue(payment.Id, out MadeCoin? feeCoin))
        {
            inputs.Add(Spend(feeCoin));
            fee += feeCoin.Units;
        }

        (ReplayOutput Output, int Place)[] paid = [.. Paid(payment)];
        SignedTransaction transaction = TransactionAssembler.Sign(
            _chain, inputs, [.. paid.Select(one => TransactionOutput.Coin(_owners[one.Output.Owner].Lock, AssetId.Kmcc, one.Output.Units))], fee,
            string.Empty, _validUntil);
        Fate fate = await _nodes.PayAsync(transaction, cancellationToken);
        if (fate.State != PaymentState.Final)
        {
            return new Result(payment, fate, []);
        }

        List<(CoinName Name, MadeCoin Coin)> coins = [];
        for (int index = 0; index < paid.Length; index++)
        {
            CoinName name = new(payment.Id, paid[index].Place);
            MadeCoin coin = new(transaction.OutputIds[index], paid[index].Output.Units, _owners[paid[index].Output.Owner]);
            coins.Add((name, coin));
            _coins[name] = coin;
        }

        return new Result(payment, fate, coins);
    }

    private static SpentCoin Spend(MadeCoin coin) => new(coin.Id, 1, AssetId.Kmcc, coin.Units, coin.Owner.Lock, coin.Owner.Key);
}
