using Komandor.Primitives;

namespace Komandor.Api.Messages;

/// <summary>What a wallet needs of a private transaction to find its notes and see what it spent.</summary>
/// <param name="Id">The transaction's id; that of the genesis is the chain's.</param>
/// <param name="Nonce">What the outputs' keys hang on, 64 hexadecimal digits.</param>
/// <param name="Tier"><c>ring</c> or <c>shielded</c>.</param>
/// <param name="Tags">The tags or images that it spent, 64 hexadecimal digits each.</param>
/// <param name="Outputs">Its outputs in their order, 121 bytes each in hexadecimal digits: key, commitment, ephemeral key, view tag, sealed value.</param>
/// <param name="SealedMemo">528 bytes in hexadecimal digits; empty in the genesis.</param>
/// <param name="Recovery">160 bytes in hexadecimal digits; empty in the genesis.</param>
/// <param name="Entering">What entered the pool, in KMCC units.</param>
/// <param name="Leaving">What left it, in KMCC units.</param>
/// <param name="Fee">What it paid, in KMCC units.</param>
public sealed record PrivateTransaction(
    TransactionId Id,
    string Nonce,
    string Tier,
    IReadOnlyList<string> Tags,
    IReadOnlyList<string> Outputs,
    string SealedMemo,
    string Recovery,
    ulong Entering,
    ulong Leaving,
    ulong Fee);
