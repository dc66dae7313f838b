using Komandor.Api;
using Komandor.Api.Messages;
using Komandor.Ledger.Private;
using Komandor.Primitives;
using Komandor.Wallet.Payments;
using Komandor.Wallet.Private.Building;
using Komandor.Wallet.Private.Keys;
using Komandor.Wallet.Private.Scanning;
using Komandor.Wallet.Storage;

namespace Komandor.Wallet.Private;

/// <summary>A wallet's private money: scans, shows, pays.</summary>
/// <remarks>docs/protocol/private-wallet.md. One call at a time. Whoever makes it disposes it, and the file after it.</remarks>
public sealed partial class PrivateWallet : IPrivateWallet, IDisposable
{
    private const int SaveIntervalMs = 1_000;

    private readonly WalletFile _file;
    private readonly IPrivateChain _chain;
    private readonly TimeProvider _time;
    private readonly WalletService _service;
    private readonly WalletKeys _keys;
    private readonly PoolCopy _copy;
    private readonly Dictionary<(PrivateTier Tier, ulong Index), ObjectId> _tags = [];
    private PrivateParameters? _parameters;

    /// <summary>A wallet's private money.</summary>
    /// <param name="file">The open wallet.</param>
    /// <param name="node">A node of its chain.</param>
    /// <param name="chain">What that node says of private money.</param>
    /// <param name="time">The clock.</param>
    public PrivateWallet(WalletFile file, INodeApi node, IPrivateChain chain, TimeProvider time)
    {
        (_file, _chain, _time) = (file, chain, time);
        _service = new WalletService(file, node, time);
        _copy = new PoolCopy(file.Path);
        _keys = file.PrivateKeys();
        if (!_copy.Keep(file.Private.RingSize, file.Private.ShieldedSize))
        {
            // The copy is not what the file counts on, such as after a move without it: everything is read again, the choices of rings stay, and so do images, which depend on no chain.
            _copy.KeepAnchors(0);
            file.PutPrivate(state => state with
            {
                NextHeight = 0,
                RingSize = 0,
                ShieldedSize = 0,
                ProvenRing = default,
                ProvenShielded = default,
                Entries = [],
                Notes = [.. state.Notes.Select(note => note with { SpentBy = null, Tag = note.Found.Tier == PrivateTier.Ring ? note.Tag : null })],
            });
        }
    }

    /// <inheritdoc/>
    public async Task<ScanProgress> ScanAsync(ChainInfo chain, IProgress<ScanProgress>? progress, CancellationToken cancellationToken)
    {
        await LearnNumbersAsync(chain, cancellationToken).ConfigureAwait(false);
        (PoolProof, PoolProof)? proofs = null;
        PrivateScanner? scanner = null;
        (PrivateState saved, PrivateState whole) = (_file.Private, _file.Private);
        long savedAt = _time.GetTimestamp();
        try
        {
            while (true)
            {
                if (scanner is null || saved != _file.Private)
                {
                    // At the start, or when another call changed the file: what was read since it was saved is read again.
                    saved = whole = _file.Private;
                    Invariant.Require(_copy.Keep(saved.RingSize, saved.ShieldedSize));
                    scanner = new PrivateScanner(_keys, _copy, _parameters!, chain.ChainId, chain.AddressPrefix, saved);
                }

                CompactPage page = await _chain.BlocksAsync(whole.NextHeight, cancellationToken).ConfigureAwait(false);
                await CopyAnchorsAsync(cancellationToken).ConfigureAwait(false);
                if (saved != _file.Private)
                {
                    continue;
                }

                scanner.Read(page);
                whole = scanner.State;
                bool isEnd = page.Next > page.Tip;
                if (isEnd || _time.GetElapsedTime(savedAt).TotalMilliseconds >= SaveIntervalMs)
                {
                    (saved, savedAt) = (Save(whole, saved), _time.GetTimestamp());
                }

                ScanProgress reached = new(page.Next, page.Tip, whole.RingSize + whole.ShieldedSize, whole.Notes.Count);
                progress?.Report(reached);
                if (isEnd)
                {
                    bool wasAsked = proofs is not null;
                    proofs ??= await ProveAsync(chain, page.Tip, cancellationToken).ConfigureAwait(false);
                    if (Covers(page, proofs, wasAsked) && saved == _file.Private)
                    {
                        Hold(proofs);
                        return reached;
                    }
                }

                Invariant.Require(page.Next == whole.NextHeight);
            }
        }
        finally
        {
            // A node that goes away takes nothing of it along; of a page that was read in part nothing counts.
            Save(whole, saved);
            _copy.Keep(_file.Private.RingSize, _file.Private.ShieldedSize);
        }
    }

    // Every save writes the whole file: one a page would make a long sync of a wallet with many notes quadratic.
    private PrivateState Save(PrivateState whole, PrivateState saved)
    {
        if (whole != saved && saved == _file.Private)
        {
            _copy.Flush();
            _file.PutPrivate(_ => whole);
        }

        return _file.Private;
    }

    /// <inheritdoc/>
    public string Address(ChainInfo chain, bool fresh)
    {
        if (fresh)
        {
            _file.PutPrivate(state => state with { AddressCount = state.AddressCount + 1 });
        }

        return _keys.Incoming.AddressAt(chain.AddressPrefix, _file.Private.AddressCount - 1).ToString();
    }

    /// <inheritdoc/>
    public IReadOnlyList<PrivateNoteInfo> Notes()
    {
        HashSet<ObjectId> reserved = Reserved();
        PrivateBuilder? builder = _keys.Spend is null || _parameters is null || _file.Chain is null ? null : Builder();
        return
        [
            .. _file.Private.Notes.Select(note => new PrivateNoteInfo(
                note.Found.Tier, note.Found.Index, note.Found.Value, note.Found.Height, note.Found.Transaction,
                note.Found.IsChange ? null : note.Found.AddressNumber, StateOf(note, reserved, builder), note.Found.Key.ToString())),
        ];
    }

    /// <inheritdoc/>
    public string ViewKey(ChainInfo chain, bool full) => !full ? ViewKeyText.Incoming(chain.AddressPrefix, _keys.Incoming)
        : _keys.View is null ? throw WalletException.WatchOnly()
        : ViewKeyText.Full(chain.AddressPrefix, _keys.View);

    /// <inheritdoc/>
    public void Dispose()
    {
        _copy.Dispose();
        _keys.Dispose();
    }

    private PrivateNoteState StateOf(WalletNote note, HashSet<ObjectId> reserved, PrivateBuilder? builder)
    {
        bool isUnknown = note.Found.Tier == PrivateTier.Ring ? _keys.Spend is null && note.Tag is null : _keys.View is null;
        if (note.SpentBy is not null || isUnknown)
        {
            return note.SpentBy is not null ? PrivateNoteState.Spent : PrivateNoteState.Unknown;
        }

        return TagOf(note) is not { } tag ? PrivateNoteState.Waiting
            : reserved.Contains(tag) ? PrivateNoteState.Reserved
            : builder?.IsSpendable(note) == false ? PrivateNoteState.Waiting
            : PrivateNoteState.Available;
    }

    // A note's tag costs three multiplications, and never changes once it is known.
    private ObjectId? TagOf(WalletNote note)
    {
        if (_tags.TryGetValue((note.Found.Tier, note.Found.Index), out ObjectId known))
        {
            return known;
        }

        if (note.Tag is { } kept)
        {
            return _tags[(note.Found.Tier, note.Found.Index)] = PrivateObjects.Tag(PoolId.Of(note.Found.Tier), kept);
        }

        if (_parameters is null || _file.Chain is null || PrivateScanner.TagOf(_keys, _copy, _parameters, _file.Chain.ChainId, note.Found) is not { } tag)
        {
            return null;
        }

        return _tags[(note.Found.Tier, note.Found.Index)] = PrivateObjects.Tag(PoolId.Of(note.Found.Tier), tag);
    }

    // A final payment whose block was not read yet reserves too: its notes are spent, and not yet seen to be.
    private HashSet<ObjectId> Reserved() => [.. _file.Payments
        .Where(payment => payment.State is PaymentState.Pending or PaymentState.Final).SelectMany(payment => payment.Inputs)];

    // It knows nothing of blocks that no header proved.
    private PrivateBuilder Builder() =>
        new(_keys, _copy, _parameters!, _file.Chain!.ChainId, Math.Min(_file.Private.NextHeight, ProvenNext ?? ulong.MaxValue));

    private async Task CopyAnchorsAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            ulong from = _copy.HasAnchor ? _copy.NewestAnchor + 1 : 0;
            IReadOnlyList<PoolAnchor> anchors = await _chain.AnchorsAsync(PoolId.Shielded, from, cancellationToken).ConfigureAwait(false);
            if (anchors.Count == 0)
            {
                return;
            }

            foreach (PoolAnchor anchor in anchors)
            {
                _copy.Append(anchor);
            }
        }
    }
}
