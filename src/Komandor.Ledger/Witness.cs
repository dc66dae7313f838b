using System.Collections.Immutable;
using System.Runtime.InteropServices;
using Komandor.Cryptography;
using Komandor.Primitives;

namespace Komandor.Ledger;

/// <summary>The lock of an input's object, and what opens it.</summary>
/// <param name="Lock">The whole lock; execution compares it with the object's.</param>
/// <param name="Openings">Strictly ascending by leaf.</param>
public sealed record Witness(Lock Lock, ImmutableArray<LockOpening> Openings)
{
    /// <summary>Opens a lock of one key by a signature of <paramref name="body"/>.</summary>
    public static Witness Sign(Lock held, SigningKey key, TransactionBody body) =>
        new(held, [new LockOpening(0, SignatureBytes(key, body))]);

    /// <summary>A signature of <paramref name="body"/> as an opening's data.</summary>
    public static byte[] SignatureBytes(SigningKey key, TransactionBody body)
    {
        byte[] bytes = new byte[Signature.SizeBytes];
        key.Sign(body.SigningHash).CopyTo(bytes);
        return bytes;
    }

    internal static int OpeningSizeBytes(LockKind kind) => kind switch
    {
        LockKind.Key => Signature.SizeBytes,
        LockKind.Sha256 => Hash256.SizeBytes,
        _ => 0,
    };

    internal void Write(CanonicalWriter writer)
    {
        writer.Raw(Lock.Encoded.Span);
        writer.VarUInt((ulong)Openings.Length);
        foreach (LockOpening opening in Openings)
        {
            writer.VarUInt((ulong)opening.Leaf);
            writer.Raw(opening.Data.Span);
        }
    }

    /// <summary>Reads an untrusted witness; null when it breaks a rule.</summary>
    internal static Witness? TryRead(ref CanonicalReader reader, ReadOnlyMemory<byte> source, ref LedgerFault fault)
    {
        if (Lock.TryRead(ref reader, source, ref fault) is not { } held)
        {
            return null;
        }

        int count = reader.Count(LedgerLimits.LockLeaves, 1);
        LockOpening[] openings = new LockOpening[count];
        int previous = -1;
        for (int index = 0; index < count; index++)
        {
            int leaf = (int)reader.VarUInt(int.MaxValue);
            LedgerFault broken = leaf <= previous ? LedgerFault.OpeningsNotAscending
                : leaf >= held.Root.LeafCount ? LedgerFault.OpeningOfNoLeaf
                : LedgerFault.None;
            if (reader.Fault != EncodingFault.None || broken != LedgerFault.None)
            {
                fault = reader.Fault == EncodingFault.None ? broken : fault;
                reader.Fail(EncodingFault.OutOfRange);
                return null;
            }

            int start = reader.Position;
            reader.Raw(OpeningSizeBytes(LockKeys.Leaf(held.Root, leaf).Kind));
            openings[index] = new LockOpening(leaf, source[start..reader.Position]);
            previous = leaf;
        }

        return new Witness(held, ImmutableCollectionsMarshal.AsImmutableArray(openings));
    }
}
