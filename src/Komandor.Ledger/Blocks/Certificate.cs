using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using Komandor.Primitives;

namespace Komandor.Ledger.Blocks;

/// <summary>Signatures of one header, ascending by member. It certifies once <see cref="CertificateVerifier"/> finds enough weight.</summary>
public sealed class Certificate
{
    private const int SignatureSizeBytes = 4 + Signature.SizeBytes;

    /// <summary>A certificate of signatures in any order.</summary>
    public Certificate(BlockId header, IEnumerable<HeaderSignature> signatures)
        : this(header, [.. signatures.OrderBy(signature => signature.Member)])
    {
    }

    private Certificate(BlockId header, ImmutableArray<HeaderSignature> ascending)
    {
        Header = header;
        Signatures = ascending;
    }

    /// <summary>The header that is signed.</summary>
    public BlockId Header { get; }

    /// <summary>The signatures, ascending by member.</summary>
    public ImmutableArray<HeaderSignature> Signatures { get; }

    /// <summary>The canonical encoding: the header's id, then a list of <c>{u32 member, signature}</c>.</summary>
    public byte[] Encode()
    {
        CanonicalWriter writer = new(Hash256.SizeBytes + 2 + (Signatures.Length * SignatureSizeBytes));
        Write(writer);
        return writer.ToArray();
    }

    /// <summary>Writes the canonical encoding.</summary>
    public void Write(CanonicalWriter writer)
    {
        writer.Hash(Header.Value);
        writer.VarUInt((ulong)Signatures.Length);
        foreach (HeaderSignature signature in Signatures)
        {
            writer.UInt32(signature.Member.Value);
            writer.Signature(signature.Signature);
        }
    }

    /// <summary>Reads an untrusted encoding; the reader holds the fault when it is none.</summary>
    public static Certificate Read(ref CanonicalReader reader)
    {
        BlockId header = new(reader.Hash());
        ImmutableArray<HeaderSignature>.Builder signatures =
            ImmutableArray.CreateBuilder<HeaderSignature>(reader.Count(Roster.MaximumMembers, SignatureSizeBytes));
        while (signatures.Count < signatures.Capacity)
        {
            HeaderSignature signature = new(new MemberId(reader.UInt32()), reader.Signature());
            if (signatures.Count > 0 && signature.Member.CompareTo(signatures[^1].Member) <= 0)
            {
                reader.Fail(EncodingFault.NotAscending);
            }

            signatures.Add(signature);
        }

        return new Certificate(header, signatures.MoveToImmutable());
    }

    /// <summary>Decodes untrusted bytes.</summary>
    public static bool TryDecode(ReadOnlySpan<byte> encoded, [NotNullWhen(true)] out Certificate? certificate, out EncodingFault fault)
    {
        CanonicalReader reader = new(encoded);
        certificate = Read(ref reader);
        if (!reader.TryFinish(out fault))
        {
            certificate = null;
        }

        return certificate is not null;
    }
}
