using System.Security.Cryptography;
using Komandor.Api.Messages;
using Komandor.Ledger;
using Komandor.Ledger.Private;
using Komandor.Node.Runtime;
using Komandor.Primitives;
using Komandor.Wallet.Payments;
using Komandor.Wallet.Private;
using Komandor.Wallet.Private.Building;
using Komandor.Wallet.Private.Keys;
using Komandor.Wallet.Private.Scanning;

namespace Komandor.Cli.Replay;

/// <summary>A wallet of fresh keys in memory that scans and pays by the wallet's own code, with an address for everybody in a file.</summary>
/// <remarks>Its copy of the pool is a temporary file. Its keys are forgotten with it: what a replay pays is for nobody.</remarks>
internal sealed class ShieldedPurse : IDisposable
{
    private readonly ChainInfo _chain;
    private readonly NodePrivateChain _node;
    private readonly PrivateParameters _parameters;
    private readonly string _folder = Directory.CreateTempSubdirectory("komandor-replay-").FullName;
    private readonly WalletKeys _keys;
    private readonly PoolCopy _copy;
    private readonly PrivateScanner _scanner;

    private ShieldedPurse(ChainInfo chain, NodePrivateChain node, PrivateParameters parameters, int addresses)
    {
        (_chain, _node, _parameters) = (chain, node, parameters);
        byte[] seed = RandomNumberGenerator.GetBytes(64);
        _keys = new WalletKeys(SpendKey.Derive(seed, 0));
        CryptographicOperations.ZeroMemory(seed);
        _copy = new PoolCopy(Path.Combine(_folder, "pool"));
        _scanner = new PrivateScanner(
            _keys, _copy, parameters, chain.ChainId, chain.AddressPrefix, new PrivateState { AddressCount = (ulong)Math.Max(addresses, 1) });
    }

    /// <summary>The number of the own address.</summary>
    internal static ulong OwnAddress => AddressTable.ChangeNumber;

    /// <summary>The notes that were found.</summary>
    internal IReadOnlyList<WalletNote> Notes => _scanner.State.Notes;

    /// <summary>A wallet that has not read anything yet.</summary>
    internal static async Task<ShieldedPurse> OpenAsync(ChainInfo chain, AnyNode node, int addresses, CancellationToken cancellationToken)
    {
        NodePrivateChain of = new(node);
        return new ShieldedPurse(chain, of, await of.ParametersAsync(cancellationToken), addresses);
    }

    /// <summary>The fee of a shielded transaction, whatever it pays.</summary>
    internal static ulong FeeOf(ChainInfo chain) => FeeQuote.OfPrivate(
        new TransactionDraft { ChainId = chain.ChainId, Shard = chain.Shard, ValidUntil = default }, PrivateTier.Shielded, PrivateLimits.ShieldedInputs,
        PrivateLimits.MinimumOutputs, [], chain.PricePerWork).Fee;

    /// <summary>The fee of a transaction by which one coin enters.</summary>
    internal static ulong EnteringFeeOf(ChainInfo chain, Lock held) => FeeQuote.OfPrivate(
        new TransactionDraft { ChainId = chain.ChainId, Shard = chain.Shard, ValidUntil = default, Inputs = [new TransactionInput(default, 1)] },
        PrivateTier.Shielded, 0, PrivateLimits.MinimumOutputs, [WitnessShape.Key(held)], chain.PricePerWork).Fee;

    /// <summary>Reads to the newest block.</summary>
    internal async Task ScanAsync(CancellationToken cancellationToken)
    {
        CompactPage page;
        do
        {
            page = await _node.BlocksAsync(_scanner.State.NextHeight, cancellationToken);
            IReadOnlyList<PoolAnchor> anchors;
            do
            {
                anchors = await _node.AnchorsAsync(PoolId.Shielded, _copy.HasAnchor ? _copy.NewestAnchor + 1 : 0, cancellationToken);
                foreach (PoolAnchor anchor in anchors)
                {
                    _copy.Append(anchor);
                }
            }
            while (anchors.Count > 0);

            _scanner.Read(page);
        }
        while (page.Next <= page.Tip);
    }

    /// <summary>A builder over what was read.</summary>
    internal PrivateBuilder Builder() => new(_keys.Spend!, _copy, _parameters, _chain.ChainId, _scanner.State.NextHeight, new ForkJoin(Environment.ProcessorCount));

    /// <summary>Pays found notes to one or two others, which are worth them less the fee.</summary>
    internal SignedTransaction Pay(PrivateBuilder builder, IReadOnlyList<WalletNote> spent, IReadOnlyList<ShieldedNote> made, ulong fee, Timestamp validUntil)
    {
        TransactionDraft draft = new() { ChainId = _chain.ChainId, Shard = _chain.Shard, ValidUntil = validUntil };
        return Signed(builder.Pay(Order(draft, made, fee), spent).Transaction);
    }

    /// <summary>Lets a coin enter as one or two notes, which are worth it less the fee.</summary>
    internal SignedTransaction Enter(MadeCoin coin, IReadOnlyList<ShieldedNote> made, ulong fee, Timestamp validUntil)
    {
        TransactionDraft draft = new()
        {
            ChainId = _chain.ChainId,
            Shard = _chain.Shard,
            Inputs = [new TransactionInput(coin.Id, 1)],
            ValidUntil = validUntil,
        };
        return Signed(PrivateBuilder.Enter(
            _keys.View!, Order(draft, made, fee), made.Count > 1 ? made[1].Units : 0, body => [Witness.Sign(coin.Owner.Lock, coin.Owner.Key, body)]));
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _copy.Dispose();
        _keys.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    private PrivateOrder Order(TransactionDraft draft, IReadOnlyList<ShieldedNote> made, ulong fee) =>
        new(draft, PrivateTier.Shielded, AddressOf(made[0]), made[0].Units, 0, string.Empty, fee)
        {
            RestTo = made.Count > 1 ? AddressOf(made[1]) : null,
        };

    private PrivateAddress AddressOf(ShieldedNote note) => _keys.Incoming.AddressAt(_chain.AddressPrefix, note.Address);

    private static SignedTransaction Signed(Transaction transaction) => new(transaction.Id, [.. transaction.Encoded.Span], []);
}
