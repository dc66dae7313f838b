using Komandor.Api.Messages;

namespace Komandor.Node.Api;

/// <summary>What the API reads of final blocks' bytes. Implemented over the block store; null is what is not kept here.</summary>
public interface IBlockArchive
{
    /// <summary>The whole of a block.</summary>
    /// <param name="summary">Its row.</param>
    BlockDetails? Details(BlockSummary summary);

    /// <summary>A header that a light client can check.</summary>
    CertifiedHeaderBytes? Header(ulong height);

    /// <summary>The encoding of an executed transaction.</summary>
    ReadOnlyMemory<byte>? Transaction(ulong height, int position);

    /// <summary>The encoded proof that a transaction stands under its block's transactions root.</summary>
    byte[]? ProveTransaction(ulong height, int position);
}
