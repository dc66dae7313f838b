using Komandor.Api;
using Komandor.Api.Messages;
using Komandor.Ledger;
using Komandor.Primitives;
using Komandor.Wallet.Payments;

namespace Komandor.Wallet.Proofs;

/// <summary>Checks what a node says about coins against certified headers, with nothing but the chain's id: docs/protocol/wallet.md §8.</summary>
/// <remarks>A node may still show an old header, and so a coin that was spent since.</remarks>
internal sealed class CoinVerifier
{
    private readonly INodeApi _node;
    private readonly StateVerifier _verifier;

    private CoinVerifier(INodeApi node, StateVerifier verifier) => (_node, _verifier) = (node, verifier);

    /// <summary>A verifier for <paramref name="chainId"/>.</summary>
    /// <exception cref="ProofException">The node's genesis is another (W30).</exception>
    internal static async Task<CoinVerifier> CreateAsync(INodeApi node, ChainId chainId, CancellationToken cancellationToken)
    {
        Genesis genesis = await StateVerifier.GenesisAsync(node, chainId, cancellationToken).ConfigureAwait(false);
        return new CoinVerifier(node, new StateVerifier(chainId, genesis.Shard, genesis.Roster));
    }

    /// <summary>Checks that <paramref name="coin"/> is in the state under <paramref name="held"/>, as the wallet was told.</summary>
    /// <exception cref="ProofException">It is not, or the node cannot prove it (W31 to W33).</exception>
    internal async Task VerifyAsync(Coin coin, Lock held, CancellationToken cancellationToken)
    {
        ObjectProofBytes proof = await _node.CallAsync(ApiCatalogue.ObjectProve, new ObjectQuery(coin.Id.ToString()), cancellationToken)
            .ConfigureAwait(false);
        ProofFault? fault = Check(coin, held, proof);
        if (fault is ProofFault broken)
        {
            throw new ProofException(broken, $"The node cannot prove the coin {coin.Id} ({broken}). Do not trust it; ask another node.");
        }
    }

    private ProofFault? Check(Coin coin, Lock held, ObjectProofBytes proof)
    {
        if (_verifier.Check(coin.Id.Value, proof, out _, out byte[]? value) is ProofFault fault)
        {
            return fault;
        }

        if (value is null)
        {
            return ProofFault.StateProof;
        }

        bool same = LedgerObject.TryDecode(value, out LedgerObject? found) && found.Version == coin.Version && found.Lock.Equals(held)
            && found.Content is CoinContent content && content.Asset == coin.Asset && content.Amount == coin.Amount;
        return same ? null : ProofFault.OtherCoin;
    }
}
