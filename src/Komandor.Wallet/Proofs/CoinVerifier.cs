using System.Buffers;
using System.Text;
using Komandor.Api;
using Komandor.Api.Messages;
using Komandor.Ledger;
using Komandor.Primitives;
using Komandor.State;
using Komandor.Wallet.Payments;

namespace Komandor.Wallet.Proofs;

/// <summary>Checks what a node says about coins against certified headers, with nothing but the chain's id: docs/protocol/wallet.md §8.</summary>
/// <remarks>The roster is the genesis': it does not change yet. A node may still show an old header, and so a coin that was spent since.</remarks>
internal sealed class CoinVerifier
{
    private readonly INodeApi _node;
    private readonly Genesis _genesis;

    private CoinVerifier(INodeApi node, Genesis genesis)
    {
        _node = node;
        _genesis = genesis;
    }

    /// <summary>A verifier for <paramref name="chainId"/>.</summary>
    /// <exception cref="ProofException">The node's genesis is another (W30).</exception>
    internal static async Task<CoinVerifier> CreateAsync(INodeApi node, ChainId chainId, CancellationToken cancellationToken)
    {
        EncodedGenesis encoded = await node.CallAsync(ApiCatalogue.ChainGenesis, new NoParameters(), cancellationToken).ConfigureAwait(false);
        return Genesis.TryParse(Encoding.UTF8.GetBytes(encoded.Json), out Genesis? genesis, out _) && genesis.ChainId == chainId
            ? new CoinVerifier(node, genesis)
            : throw new ProofException(ProofFault.Genesis, "The node's genesis is not that of the wallet's chain. Do not trust it; use another node.");
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
        if (!TryHex(proof.Header.Header, out byte[] header) || !TryHex(proof.Header.Certificate, out byte[] certificate)
            || !BlockHeader.TryDecode(header, out BlockHeader? decoded, out _)
            || !Certificate.TryDecode(certificate, out Certificate? certified, out _)
            || decoded.ChainId != _genesis.ChainId || decoded.Shard != _genesis.Shard
            || CertificateVerifier.Verify(decoded, certified, _genesis.Roster) != BlockFault.None)
        {
            return ProofFault.Certificate;
        }

        if (proof.Value is null || !TryHex(proof.Value, out byte[] value) || !TryHex(proof.Proof, out byte[] path)
            || StateProofVerifier.Verify(decoded.StateRoot, coin.Id.Value, value, new StateProof([.. path])) != StateProofFault.None)
        {
            return ProofFault.StateProof;
        }

        bool same = LedgerObject.TryDecode(value, out LedgerObject? found) && found.Version == coin.Version && found.Lock.Equals(held)
            && found.Content is CoinContent content && content.Asset == coin.Asset && content.Amount == coin.Amount;
        return same ? null : ProofFault.OtherCoin;
    }

    private static bool TryHex(string text, out byte[] bytes)
    {
        bytes = new byte[text.Length / 2];
        return text.Length % 2 == 0 && Convert.FromHexString(text, bytes, out _, out _) == OperationStatus.Done;
    }
}
