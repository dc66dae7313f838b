using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using Komandor.Primitives;

namespace Komandor.Ledger;

/// <summary>Signatures of a header by more than two thirds of the roster's weight: docs/protocol/blocks.md §4.</summary>
/// <param name="Block">The header's id.</param>
/// <param name="Signatures">Strictly ascending by member; at least one.</param>
public sealed record Certificate(BlockId Block, ImmutableArray<HeaderSignature> Signatures)
{
    /// <summary>The canonical encoding.</summary>
    public byte[] Encode()
    {
        CanonicalWriter writer = new(64 + (Signatures.Length * HeaderSignature.SizeBytes));
        Write(writer);
        return writer.ToArray();
    }

    /// <summary>Writes the canonical encoding.</summary>
    public void Write(CanonicalWriter writer)
    {
        writer.Hash(Block.Value);
        writer.VarUInt((ulong)Signatures.Length);
        foreach (HeaderSignature signature in Signatures)
        {
            signature.Write(writer);
        }
    }

    /// <summary>Reads an untrusted certificate; meaningless when <paramref name="reader"/> then holds a fault.</summary>
    public static Certificate Read(ref CanonicalReader reader)
    {
        BlockId block = new(reader.Hash());
        int count = reader.Count(Roster.MaximumMembers, HeaderSignature.SizeBytes);
        ImmutableArray<HeaderSignature>.Builder signatures = ImmutableArray.CreateBuilder<HeaderSignature>(count);
        for (int index = 0; index < count; index++)
        {
            signatures.Add(HeaderSignature.Read(ref reader));
        }

        return new Certificate(block, signatures.MoveToImmutable());
    }

    /// <summary>Decodes untrusted bytes, all of them.</summary>
    public static bool TryDecode(ReadOnlySpan<byte> encoded, [NotNullWhen(true)] out Certificate? certificate, out BlockFault fault)
    {
        CanonicalReader reader = new(encoded);
        Certificate read = Read(ref reader);
        fault = reader.TryFinish(out _) ? CheckOrder(read.Signatures) : BlockFault.NotCanonical;
        certificate = fault == BlockFault.None ? read : null;
        return certificate is not null;
    }

    internal static BlockFault CheckOrder(ImmutableArray<HeaderSignature> signatures)
    {
        for (int index = 1; index < signatures.Length; index++)
        {
            if (signatures[index].Member.CompareTo(signatures[index - 1].Member) <= 0)
            {
                return BlockFault.SignersNotAscending;
            }
        }

        return BlockFault.None;
    }
}
