using System.Buffers;
using System.Text;
using Komandor.Api;
using Komandor.Api.Messages;
using Komandor.Ledger;
using Komandor.Primitives;
using Komandor.State;

namespace Komandor.Wallet.Proofs;

/// <summary>Checks what a node shows of the state against certified headers, with nothing but a roster that is trusted: docs/protocol/wallet.md §8.</summary>
/// <remarks>The roster is the genesis': it does not change yet. A node may still show an old header.</remarks>
internal sealed class StateVerifier(ChainId chain, ShardId shard, Roster roster)
{
    /// <summary>The genesis of a chain, from a node that need not be trusted: its hash is the chain's id.</summary>
    /// <exception cref="ProofException">The node's genesis is another (W30).</exception>
    internal static async Task<Genesis> GenesisAsync(INodeApi node, ChainId chainId, CancellationToken cancellationToken)
    {
        EncodedGenesis encoded = await node.CallAsync(ApiCatalogue.ChainGenesis, new NoParameters(), cancellationToken).ConfigureAwait(false);
        return Genesis.TryParse(Encoding.UTF8.GetBytes(encoded.Json), out Genesis? genesis, out _) && genesis.ChainId == chainId
            ? genesis
            : throw new ProofException(ProofFault.Genesis, "The node's genesis is not that of the wallet's chain. Do not trust it; use another node.");
    }

    /// <summary>Checks a header and its certificate, and that the state which they certify has a value, or none, under a key (W31, W32).</summary>
    internal ProofFault? Check(Hash256 key, ObjectProofBytes proof, out BlockHeader? header, out byte[]? value)
    {
        value = null;
        if (!TryHex(proof.Header?.Header, out byte[] encoded) || !TryHex(proof.Header?.Certificate, out byte[] certificate)
            || !BlockHeader.TryDecode(encoded, out header, out _)
            || !Certificate.TryDecode(certificate, out Certificate? certified, out _)
            || header.ChainId != chain || header.Shard != shard
            || CertificateVerifier.Verify(header, certified, roster) != BlockFault.None)
        {
            header = null;
            return ProofFault.Certificate;
        }

        byte[] shown = [];
        if ((proof.Value is not null && !TryHex(proof.Value, out shown)) || !TryHex(proof.Proof, out byte[] path))
        {
            return ProofFault.StateProof;
        }

        value = proof.Value is null ? null : shown;
        return StateProofVerifier.Verify(header.StateRoot, key, value, new StateProof([.. path])) == StateProofFault.None ? null : ProofFault.StateProof;
    }

    private static bool TryHex(string? text, out byte[] bytes)
    {
        bytes = new byte[(text?.Length ?? 0) / 2];
        return text is { Length: var length } && length % 2 == 0 && Convert.FromHexString(text, bytes, out _, out _) == OperationStatus.Done;
    }
}
