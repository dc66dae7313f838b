namespace Komandor.Wallet.Proofs;

/// <summary>What a node could not prove: docs/protocol/wallet.md §8.</summary>
public enum ProofFault
{
    /// <summary>W30: its genesis does not hash to the wallet's chain id.</summary>
    Genesis = 30,

    /// <summary>W31: the header is malformed, of another chain, or its certificate does not carry more than two thirds of the roster.</summary>
    Certificate = 31,

    /// <summary>W32: the proof does not lead from the coin to the header's state root.</summary>
    StateProof = 32,

    /// <summary>W33: what is proved is another amount, asset, version or lock than the node said.</summary>
    OtherCoin = 33,

    /// <summary>W34: the notes or anchors that the node gave are not those of the certified state.</summary>
    OtherPools = 34,
}
