using System.Security.Cryptography;
using Komandor.Api;
using Komandor.Api.Messages;
using Komandor.Cryptography.Curve25519;
using Komandor.Ledger.Private;
using Komandor.Primitives;
using Komandor.Wallet.Private.Scanning;

namespace Komandor.Benchmarks;

/// <summary>A node that a wallet syncs from: a pool of one tier in pages of a block each, every tenth note the wallet's. It takes every payment on and executes none.</summary>
internal sealed class WalletChain : IPrivateChain, INodeApi
{
    /// <summary>What each own note is worth, in units.</summary>
    internal const ulong NoteUnits = 100_000_000;

    /// <summary>The notes of the pool at the start.</summary>
    internal const int PoolNotes = Pages * PageNotes;

    /// <summary>The pages at the start.</summary>
    internal const int Pages = 100;

    private const int PageNotes = 1_000;
    private const int OwnEvery = 10;
    private const ulong BlocksAPage = 10;

    private static readonly PrivateParameters _parameters = PrivateParameters.Default;

    private readonly PrivateAddress _own;
    private readonly PrivateTier _tier;
    private readonly List<CompactBlock> _blocks = [];

    /// <summary>A chain whose notes are made; it takes some seconds.</summary>
    internal WalletChain(PrivateAddress own, PrivateTier tier)
    {
        (_own, _tier) = (own, tier);
        for (int page = 0; page < Pages; page++)
        {
            AddPage();
        }
    }

    /// <summary>What the node says of the chain.</summary>
    internal ChainInfo Info => new(
        "bench", _own.Prefix, new ChainId(IdOf(0)), default, Tip, new BlockId(IdOf(Tip)), Tip, TimeOf(Tip), IdOf(1), 1, 86_400_000, "bench");

    private ulong Tip => ((ulong)_blocks.Count * BlocksAPage) + _parameters.AnchorBlocks;

    /// <summary>One page more, of as many notes as the others.</summary>
    internal void AddPage()
    {
        ulong height = (ulong)(_blocks.Count + 1) * BlocksAPage;
        CompactTransaction[] transactions = new CompactTransaction[PageNotes / 2];
        for (int index = 0; index < transactions.Length; index++)
        {
            ulong first = (ulong)((_blocks.Count * PageNotes) + (2 * index));
            transactions[index] = Transaction(first);
        }

        _blocks.Add(new CompactBlock(height, new BlockId(IdOf(height)), TimeOf(height), [.. transactions]));
    }

    /// <inheritdoc/>
    public Task<PrivateParameters> ParametersAsync(CancellationToken cancellationToken) => Task.FromResult(_parameters);

    /// <inheritdoc/>
    public Task<CompactPage> BlocksAsync(ulong from, CancellationToken cancellationToken)
    {
        CompactBlock? block = _blocks.FirstOrDefault(one => one.Height >= from);
        return Task.FromResult(block is null
            ? new CompactPage([], Math.Max(from, Tip + 1), Tip)
            : new CompactPage([block], block == _blocks[^1] ? Tip + 1 : block.Height + 1, Tip));
    }

    /// <inheritdoc/>
    public Task<IReadOnlyList<PoolAnchor>> AnchorsAsync(PoolId pool, ulong from, CancellationToken cancellationToken)
    {
        List<PoolAnchor> anchors = [];
        for (ulong height = 0; height <= _parameters.NewestAnchor(Tip); height += _parameters.AnchorBlocks)
        {
            if (height >= from)
            {
                anchors.Add(new PoolAnchor(height, Math.Min(height / BlocksAPage, (ulong)_blocks.Count) * PageNotes, new BlockId(IdOf(height))));
            }
        }

        return Task.FromResult<IReadOnlyList<PoolAnchor>>(anchors);
    }

    /// <inheritdoc/>
    public Task<PoolTrust?> TrustAsync(ChainId chain, CancellationToken cancellationToken) => Task.FromResult<PoolTrust?>(null);

    /// <inheritdoc/>
    public Task<PoolProof> ProveAsync(ChainId chain, PoolTrust trust, PoolId pool, ulong tip, CancellationToken cancellationToken) => throw new NotSupportedException();

    /// <inheritdoc/>
    public Task<TResult> CallAsync<TParameters, TResult>(ApiMethod<TParameters, TResult> method, TParameters parameters, CancellationToken cancellationToken)
        where TParameters : notnull
        where TResult : notnull =>
        parameters is SubmitRequest
            ? Task.FromResult((TResult)(object)new SubmitResult(default, TimeOf(Tip)))
            : throw new NotSupportedException(method.Name);

    /// <inheritdoc/>
    public IAsyncEnumerable<BlockSummary> BlocksAsync(CancellationToken cancellationToken) => throw new NotSupportedException();

    private static Hash256 IdOf(ulong number) => new(SHA256.HashData(BitConverter.GetBytes(number)));

    private static Timestamp TimeOf(ulong height) => Timestamp.From(DateTimeOffset.UnixEpoch.AddYears(56)).Plus((long)height * 60 * Timestamp.PerSecond);

    private CompactTransaction Transaction(ulong first)
    {
        Hash256 nonce = IdOf(first + (1UL << 40));
        PrivateOutput mine = first % OwnEvery == 0 ? Own(nonce) : Foreign(first);
        return new CompactTransaction(
            new TransactionId(nonce), _tier, nonce, 1, 0, 0, [], [new CompactOutput(first, mine), new CompactOutput(first + 1, Foreign(first + 1))],
            new byte[PrivateLimits.SealedMemoSizeBytes], new byte[PrivateLimits.RecoverySizeBytes]);
    }

    private PrivateOutput Own(Hash256 nonce)
    {
        PrivateOutput made = NoteMaker.Make(_own, _tier, NoteUnits, nonce.ToArray(), nonce, 0, out NoteSecrets secrets, out _);
        secrets.Dispose();
        return made;
    }

    // Any element is a key, a commitment and an ephemeral key of somebody.
    private static PrivateOutput Foreign(ulong index)
    {
        byte[] encoded = new byte[Hash256.SizeBytes];
        Ristretto255.Write(Ristretto255.FromUniformBytes(SHA512.HashData(BitConverter.GetBytes(index))), encoded);
        Hash256 element = new(encoded);
        return new PrivateOutput(element, element, element, unchecked((byte)index), new byte[PrivateLimits.SealedValueSizeBytes]);
    }
}
