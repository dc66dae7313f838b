using Komandor.Cryptography.ErasureCoding;
using Komandor.Ledger;
using Komandor.Primitives;

namespace Komandor.Replica.Archive;

/// <summary>A segment's pieces and the tree over their parts: docs/protocol/archive.md, AR2 and AR3.</summary>
internal sealed class CodedSegment
{
    private readonly byte[][] _pieces;
    private readonly Hash256[] _leaves;

    private CodedSegment(Segment segment, byte[][] pieces, Hash256[] leaves)
    {
        Segment = segment;
        _pieces = pieces;
        _leaves = leaves;
    }

    /// <summary>What the state says of it.</summary>
    public Segment Segment { get; }

    /// <summary>Codes the blocks of a segment.</summary>
    /// <param name="number">Its number.</param>
    /// <param name="first">Its lowest block.</param>
    /// <param name="last">Its highest block.</param>
    /// <param name="data">The blocks, each after its length.</param>
    /// <param name="total">How many pieces there are to be.</param>
    /// <param name="forkJoin">Hashes pieces in parallel.</param>
    public static CodedSegment Of(ulong number, ulong first, ulong last, ReadOnlySpan<byte> data, int total, IForkJoin forkJoin)
    {
        Segment segment = new(number, first, last, data.Length, total, default);
        ErasureCode code = segment.Code();
        int sizeBytes = segment.PieceSizeBytes;
        byte[][] pieces = new byte[total][];
        for (int place = 0; place < total; place++)
        {
            pieces[place] = new byte[sizeBytes];
            int start = Math.Min(data.Length, place < code.Needed ? place * sizeBytes : data.Length);
            data[start..Math.Min(data.Length, start + sizeBytes)].CopyTo(pieces[place]);
        }

        code.Encode(
            Array.ConvertAll(pieces[..code.Needed], piece => (ReadOnlyMemory<byte>)piece), Array.ConvertAll(pieces[code.Needed..], piece => piece.AsMemory()));
        int parts = segment.Parts;
        Hash256[] leaves = new Hash256[total * parts];
        forkJoin.Run(total, place =>
        {
            for (int index = 0; index < parts; index++)
            {
                leaves[(place * parts) + index] = Segment.Leaf(pieces[place].AsSpan(index * SegmentRules.PartSizeBytes, segment.PartSizeBytes(index)));
            }
        });
        return new CodedSegment(segment with { Root = MerkleTree.Root(leaves) }, pieces, leaves);
    }

    /// <summary>Part <paramref name="index"/> of the piece at <paramref name="place"/>.</summary>
    public PiecePart Part(int place, int index) => new(
        place,
        MerkleTree.Path(_leaves, (place * Segment.Parts) + index).AsMemory(),
        _pieces[place].AsMemory(index * SegmentRules.PartSizeBytes, Segment.PartSizeBytes(index)));
}
