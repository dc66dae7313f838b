using System.Buffers.Binary;
using System.Text;
using Komandor.Cryptography;
using Komandor.Primitives;

namespace Komandor.Ledger;

/// <summary>The hashes that name transactions and objects: docs/protocol/ledger.md §3.</summary>
public static class LedgerHash
{
    private static readonly HashDomain _transaction = new("komandor.txid");
    private static readonly HashDomain _witnessTransaction = new("komandor.wtxid");
    private static readonly HashDomain _signing = new("komandor.txsign");
    private static readonly HashDomain _object = new("komandor.object");
    private static readonly HashDomain _system = new("komandor.system");

    /// <summary>The id of the object that <paramref name="transaction"/> makes by its output <paramref name="output"/>.</summary>
    public static ObjectId ObjectOf(TransactionId transaction, int output)
    {
        Span<byte> message = stackalloc byte[Hash256.SizeBytes + sizeof(uint)];
        transaction.Value.CopyTo(message);
        BinaryPrimitives.WriteUInt32LittleEndian(message[Hash256.SizeBytes..], (uint)output);
        return new ObjectId(Blake2b.Hash(_object, message));
    }

    /// <summary>The id of the object that belongs to the ledger itself under <paramref name="name"/>.</summary>
    public static ObjectId SystemObject(string name) => new(Blake2b.Hash(_system, Encoding.UTF8.GetBytes(name)));

    internal static TransactionId Transaction(ReadOnlySpan<byte> body) => new(Blake2b.Hash(_transaction, body));

    internal static Hash256 Signing(ReadOnlySpan<byte> body) => Blake2b.Hash(_signing, body);

    internal static WitnessTransactionId WitnessTransaction(ReadOnlySpan<byte> encoded) =>
        new(Blake2b.Hash(_witnessTransaction, encoded));
}
