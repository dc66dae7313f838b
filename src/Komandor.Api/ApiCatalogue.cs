using Komandor.Api.Messages;

namespace Komandor.Api;

/// <summary>Every method of the node's public API.</summary>
public static class ApiCatalogue
{
    /// <summary>What chain this is, and how far it has come.</summary>
    public static ApiMethod<NoParameters, ChainInfo> ChainInfo { get; } =
        new("chain_info", "What chain this is, how far it has come, and what a transaction costs.");

    /// <summary>The genesis as its canonical bytes.</summary>
    public static ApiMethod<NoParameters, EncodedGenesis> ChainGenesis { get; } =
        new("chain_genesis", "The genesis, as the canonical bytes whose hash is the chain id, and as text.");

    /// <summary>One block.</summary>
    public static ApiMethod<BlockQuery, BlockDetails> ChainBlock { get; } =
        new("chain_block", "A block by height or by id, with its receipts.");

    /// <summary>A page of blocks, newest first.</summary>
    public static ApiMethod<PageQuery, BlockPage> ChainBlocks { get; } =
        new("chain_blocks", "A page of blocks, newest first.");

    /// <summary>A header with its certificate, for light clients.</summary>
    public static ApiMethod<BlockQuery, CertifiedHeaderBytes> ChainHeader { get; } =
        new("chain_header", "A header with its certificate, or the headers above it up to one that has one, and the roster that signed, as canonical bytes: a light client checks them itself.");

    /// <summary>Hands in a transaction.</summary>
    public static ApiMethod<SubmitRequest, SubmitResult> TransactionSubmit { get; } =
        new("transaction_submit", "Hands in a transaction; once accepted it becomes final, is rejected with its fault, or is reported expired.");

    /// <summary>What became of a transaction.</summary>
    public static ApiMethod<TransactionQuery, TransactionDetails> TransactionGet { get; } =
        new("transaction_get", "What became of a transaction; with waitMs, answers as soon as that is decided.");

    /// <summary>A proof that a transaction stands in a block.</summary>
    public static ApiMethod<TransactionQuery, TransactionProofBytes> TransactionProve { get; } =
        new("transaction_prove", "A proof that a transaction stands in a certified block.");

    /// <summary>One object.</summary>
    public static ApiMethod<ObjectQuery, ObjectDetails> ObjectGet { get; } =
        new("object_get", "An object by id: what it is now, or when it was used.");

    /// <summary>A proof of what an object is, or that there is none.</summary>
    public static ApiMethod<ObjectQuery, ObjectProofBytes> ObjectProve { get; } =
        new("object_prove", "A proof, against a certified state root, of an object's presence or absence.");

    /// <summary>The unspent coins of an address.</summary>
    public static ApiMethod<AddressQuery, CoinPage> AddressCoins { get; } =
        new("address_coins", "A page of the unspent coins under a lock.");

    /// <summary>The unspent coins of an address, with proofs.</summary>
    public static ApiMethod<AddressQuery, ProvedCoinPage> AddressProve { get; } =
        new("address_prove", "A page of the unspent coins under a lock, each with a proof against a certified state root; by nodes that keep an index of their state.");

    /// <summary>The balances of an address.</summary>
    public static ApiMethod<AddressQuery, AddressBalance> AddressBalance { get; } =
        new("address_balance", "What a lock holds, by asset.");

    /// <summary>The transactions of an address.</summary>
    public static ApiMethod<AddressQuery, AddressHistory> AddressHistory { get; } =
        new("address_history", "A page of the transactions that touched a lock, newest first.");

    /// <summary>The network as this node sees it.</summary>
    public static ApiMethod<NoParameters, NetworkStatus> NetworkStatus { get; } =
        new("network_status", "Members, rounds, finality and throughput, as this node sees them.");

    /// <summary>The supply of every asset.</summary>
    public static ApiMethod<NoParameters, SupplyReport> StateSupply { get; } =
        new("state_supply", "Supply, coins in circulation and fees of every asset, from the state; says whether they agree.");

    /// <summary>The pools of private money.</summary>
    public static ApiMethod<NoParameters, PoolReport> PoolList { get; } =
        new("pool_list", "The pools of private money: what is in them, how many notes, whether they are paused, and the numbers that bind them.");

    /// <summary>What is private in a range of blocks.</summary>
    public static ApiMethod<PrivateBlockQuery, PrivateBlockPage> PrivateBlocks { get; } =
        new("private_blocks", "What is private in a range of final blocks, all of it: a wallet finds its own notes without telling which.");

    /// <summary>A range of a pool's notes.</summary>
    public static ApiMethod<PoolQuery, PrivateNotePage> PrivateNotes { get; } =
        new("private_notes", "A range of a pool's notes, for cover sets and rings.");

    /// <summary>A range of a pool's anchors.</summary>
    public static ApiMethod<PoolQuery, PrivateAnchorPage> PrivateAnchors { get; } =
        new("private_anchors", "A range of a pool's anchors.");

    /// <summary>A proof that a tag was spent, or that it was not.</summary>
    public static ApiMethod<SpentTagQuery, SpentTagProofBytes> PrivateTag { get; } =
        new("private_tag", "A proof, against a certified state root, that a tag was spent or was not: for who checks another's claim. A wallet does not ask for its own.");

    /// <summary>Every method, in the order of the documentation.</summary>
    public static IReadOnlyList<ApiMethod> All { get; } =
    [
        ChainInfo, ChainGenesis, ChainBlock, ChainBlocks, ChainHeader, TransactionSubmit, TransactionGet, TransactionProve,
        ObjectGet, ObjectProve, AddressCoins, AddressProve, AddressBalance, AddressHistory, NetworkStatus, StateSupply,
        PoolList, PrivateBlocks, PrivateNotes, PrivateAnchors, PrivateTag,
    ];
}
