using Komandor.Cryptography;
using Komandor.Primitives;
using Komandor.State.Indexes;

namespace Komandor.Ledger;

/// <summary>The secondary index that coins and records declare: objects by their type and lock. docs/protocol/ledger.md §1, docs/protocol/state.md §9.</summary>
public sealed class ObjectsByLock : IIndexDefinition
{
    private static readonly HashDomain _domain = new("komandor.bylock");

    /// <summary>The number of this index.</summary>
    public const ushort Number = 1;

    /// <inheritdoc/>
    public ushort Id => Number;

    /// <summary>The term of the objects of a type under a lock: the type (1), the hash of the lock's encoding (32).</summary>
    public static byte[] TermOf(ObjectType type, Lock held)
    {
        byte[] term = new byte[1 + Hash256.SizeBytes];
        term[0] = (byte)type;
        Blake2b.Hash(_domain, held.Encoded.Span).CopyTo(term.AsSpan(1));
        return term;
    }

    /// <inheritdoc/>
    public void AddTerms(Hash256 key, ReadOnlySpan<byte> value, List<byte[]> terms)
    {
        if (LedgerObject.TryDecode(value, out LedgerObject? found))
        {
            terms.Add(TermOf(found.Content.Type, found.Lock));
        }
    }
}
