using Komandor.Api;
using Komandor.Api.Messages;
using Komandor.Ledger.Private;
using Komandor.Wallet.Private.Scanning;
using Komandor.Wallet.Proofs;

namespace Komandor.Wallet.Private;

/// <content>Holds the copy of the pools to certified headers: docs/protocol/private-wallet.md §7.</content>
public sealed partial class PrivateWallet
{
    private PoolTrust? _trust;

    // All blocks below are what members certified, in both pools; null where nothing can be proved.
    private ulong? ProvenNext => _trust is null ? null : Math.Min(_file.Private.ProvenRing.Next, _file.Private.ProvenShielded.Next);

    private async Task LearnNumbersAsync(ChainInfo chain, CancellationToken cancellationToken)
    {
        _trust ??= _file.Private.Trust ?? await _chain.TrustAsync(chain.ChainId, cancellationToken).ConfigureAwait(false);
        _parameters ??= _trust?.Parameters ?? await _chain.ParametersAsync(cancellationToken).ConfigureAwait(false);
    }

    private async Task<(PoolProof Ring, PoolProof Shielded)?> ProveAsync(ChainInfo chain, ulong tip, CancellationToken cancellationToken) => _trust is null
        ? null
        : (await _chain.ProveAsync(chain.ChainId, _trust, PoolId.Ring, tip, cancellationToken).ConfigureAwait(false),
            await _chain.ProveAsync(chain.ChainId, _trust, PoolId.Shielded, tip, cancellationToken).ConfigureAwait(false));

    // A node that proves a block which it then does not give makes no sense.
    private static bool Covers(CompactPage page, (PoolProof Ring, PoolProof Shielded)? proofs, bool wasAsked) =>
        proofs is not var (ring, shielded) || Math.Max(ring.Height, shielded.Height) < page.Next ? true
        : wasAsked ? throw new ApiException(ApiErrorCode.NotReady, "The node proves blocks that it does not give. Use another node.")
        : false;

    // Everything that was read since the last proof may be false: it goes, before anything is paid with it.
    private void Hold((PoolProof Ring, PoolProof Shielded)? proofs)
    {
        if (proofs is not var (ring, shielded))
        {
            return;
        }

        ProvenPool? nowRing = Follow(PrivateTier.Ring, _file.Private.ProvenRing, ring);
        ProvenPool? nowShielded = Follow(PrivateTier.Shielded, _file.Private.ProvenShielded, shielded);
        if (nowRing is null || nowShielded is null)
        {
            GoBack();
            throw new ProofException(
                ProofFault.OtherPools,
                $"The notes that the node gave are not those that the members certified. What it gave is forgotten from block {_file.Private.NextHeight} on, and nothing was paid. Use another node, and scan again.");
        }

        if (nowRing != _file.Private.ProvenRing || nowShielded != _file.Private.ProvenShielded || _file.Private.Trust is null)
        {
            _file.PutPrivate(state => state with { Trust = _trust, ProvenRing = nowRing.Value, ProvenShielded = nowShielded.Value });
        }
    }

    // An older header than was seen before proves nothing new.
    private ProvenPool? Follow(PrivateTier tier, ProvenPool proven, PoolProof proof)
    {
        if (proof.Height + 1 < proven.Next)
        {
            return proven;
        }

        bool isAnchor = tier == PrivateTier.Shielded && proof.Height % _parameters!.AnchorBlocks == 0;
        bool isOther = isAnchor && _copy.Anchor(proof.Height) is { } block && block != proof.Block;
        ProvenPool? now = isOther ? null : proven.Follow(_copy, tier, _parameters!, proof.Height);
        return now?.History == proof.History ? now : null;
    }

    private void GoBack()
    {
        PrivateState state = _file.Private;
        ulong next = Math.Min(state.ProvenRing.Next, state.ProvenShielded.Next);
        ProvenPool ring = next == 0 ? default : default(ProvenPool).Follow(_copy, PrivateTier.Ring, _parameters!, next - 1)!.Value;
        ProvenPool shielded = next == 0 ? default : default(ProvenPool).Follow(_copy, PrivateTier.Shielded, _parameters!, next - 1)!.Value;
        _copy.KeepAnchors(next == 0 ? 0 : shielded.NextAnchor);
        _file.PutPrivate(_ => state.GoBack(next) with
        {
            RingSize = ring.Size,
            ShieldedSize = shielded.Size,
            ProvenRing = ring,
            ProvenShielded = shielded,
        });
        _copy.Keep(ring.Size, shielded.Size);
        _tags.Clear();
    }
}
