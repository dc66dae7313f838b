using System.Buffers.Binary;
using Komandor.Ledger;
using Komandor.Primitives;
using Komandor.State;

namespace Komandor.Replica;

/// <summary>Blocks and certificates in a member's store: docs/protocol/store.md. Reads at once; writes go into the caller's batch.</summary>
/// <param name="store">The store. Reading is safe from any thread from which reading the store is.</param>
public sealed class BlockStore(IKeyValueStore store)
{
    /// <summary>The height of the newest block; 0 for genesis, and before it was written.</summary>
    public ulong Height => ReadHeight(StoreKeys.Height);

    /// <summary>The height of the newest certified block; 0 when there is none.</summary>
    public ulong FinalHeight => ReadHeight(StoreKeys.FinalHeight);

    /// <summary>Whether genesis was written.</summary>
    public bool IsInitialised => store.Get(StoreKeys.Height) is not null;

    /// <summary>The encoded block at <paramref name="height"/>; null when it is not here.</summary>
    public byte[]? EncodedBlock(ulong height) => store.Get(StoreKeys.BlockAt(height));

    /// <summary>The block at <paramref name="height"/>; null when it is not here, as below a learned state until it was fetched.</summary>
    public Block? Block(ulong height)
    {
        if (EncodedBlock(height) is not byte[] encoded)
        {
            return null;
        }

        Invariant.Require(Ledger.Block.TryDecode(encoded, out Block? block, out _));
        return block;
    }

    /// <summary>The header at <paramref name="height"/>; null when it is not here.</summary>
    public BlockHeader? Header(ulong height) => Block(height)?.Header;

    /// <summary>The certificate at <paramref name="height"/>; null when that block is final through a later one, is not final, or was given up (archive.md, AR8).</summary>
    public Certificate? Certificate(ulong height)
    {
        if (store.Get(StoreKeys.CertificateAt(height)) is not byte[] encoded)
        {
            return null;
        }

        Invariant.Require(Ledger.Certificate.TryDecode(encoded, out Certificate? certificate, out _));
        return certificate;
    }

    /// <summary>Whether the certificate at <paramref name="height"/> is here.</summary>
    internal bool HasCertificate(ulong height) => store.Get(StoreKeys.CertificateAt(height)) is not null;

    /// <summary>The version of the state after the block at <paramref name="height"/>: genesis is the first commit.</summary>
    public static ulong StateVersion(ulong height) => height + 1;

    /// <summary>Adds a block to <paramref name="batch"/>, without making it the newest.</summary>
    /// <returns>How many bytes its encoding has.</returns>
    internal static int PutBlock(KeyValueBatch batch, Block block)
    {
        byte[] encoded = block.Encode();
        batch.Put(StoreKeys.BlockAt(block.Header.Height), encoded);
        return encoded.Length;
    }

    /// <summary>Takes a block out that this member should never have made.</summary>
    internal static void Remove(KeyValueBatch batch, ulong height)
    {
        batch.Delete(StoreKeys.BlockAt(height));
        batch.Delete(StoreKeys.SnapshotAt(height));
        batch.Delete(StoreKeys.CertificateAt(height));
    }

    /// <summary>Makes <paramref name="height"/> that of the newest block.</summary>
    internal static void PutHeight(KeyValueBatch batch, ulong height) => batch.Put(StoreKeys.Height, Number(height));

    /// <summary>Adds a certificate, which is the newest.</summary>
    internal static void PutCertificate(KeyValueBatch batch, ulong height, Certificate certificate)
    {
        batch.Put(StoreKeys.CertificateAt(height), certificate.Encode());
        PutFinalHeight(batch, height);
    }

    /// <summary>Makes <paramref name="height"/> that of the newest certified block.</summary>
    internal static void PutFinalHeight(KeyValueBatch batch, ulong height) => batch.Put(StoreKeys.FinalHeight, Number(height));

    private ulong ReadHeight(byte[] key) => store.Get(key) is byte[] value ? BinaryPrimitives.ReadUInt64BigEndian(value) : 0;

    private static byte[] Number(ulong value)
    {
        byte[] bytes = new byte[8];
        BinaryPrimitives.WriteUInt64BigEndian(bytes, value);
        return bytes;
    }
}
