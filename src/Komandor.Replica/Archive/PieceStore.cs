using Komandor.Primitives;
using Komandor.State;

namespace Komandor.Replica.Archive;

/// <summary>The pieces of history that a member keeps, in its store: docs/protocol/store.md.</summary>
/// <param name="store">The store.</param>
public sealed class PieceStore(IKeyValueStore store)
{
    /// <summary>How many segments' whole blocks are gone; segments are given up in their order.</summary>
    public ulong GivenUp => store.Get(StoreKeys.GivenUpSegments) is byte[] value ? new CanonicalReader(value).UInt64() : 0;

    /// <summary>Whether the member's piece of <paramref name="segment"/> is here, and is that of <paramref name="place"/>.</summary>
    public bool Has(Segment segment, int place)
    {
        if (store.Get(StoreKeys.PieceOf(segment.Number)) is not byte[] value)
        {
            return false;
        }

        // The root too: a member that diverged may have coded another history under this number.
        CanonicalReader reader = new(value);
        return reader.Byte() == place && reader.Hash() == segment.Root;
    }

    /// <summary>A part of the member's piece of segment <paramref name="number"/>; null when it is not here.</summary>
    public PiecePart? Part(ulong number, int index)
    {
        if (store.Get(StoreKeys.PartOf(number, index)) is not byte[] encoded)
        {
            return null;
        }

        CanonicalReader reader = new(encoded);
        PiecePart part = PiecePart.Read(ref reader);
        Invariant.Require(reader.TryFinish(out _));
        return part;
    }

    /// <summary>Adds the piece at <paramref name="place"/> to <paramref name="batch"/>.</summary>
    internal static void Put(KeyValueBatch batch, CodedSegment coded, int place)
    {
        Segment segment = coded.Segment;
        CanonicalWriter writer = new(40);
        writer.Byte((byte)place);
        writer.Hash(segment.Root);
        batch.Put(StoreKeys.PieceOf(segment.Number), writer.ToArray());
        for (int index = 0; index < segment.Parts; index++)
        {
            CanonicalWriter part = new(segment.PartSizeBytes(index) + 1_024);
            coded.Part(place, index).Write(part);
            batch.Put(StoreKeys.PartOf(segment.Number, index), part.ToArray());
        }
    }

    /// <summary>Gives up the whole blocks of <paramref name="segment"/>, the next one, and of its certificates those that lie close below another.</summary>
    internal static void GiveUp(KeyValueBatch batch, BlockStore blocks, Segment segment)
    {
        ulong kept = ulong.MaxValue;
        for (ulong height = segment.Last; height >= segment.First; height--)
        {
            batch.Delete(StoreKeys.BlockAt(height));
            if (!blocks.HasCertificate(height))
            {
                continue;
            }

            if (kept - height < SegmentRules.CertificateSpacing)
            {
                batch.Delete(StoreKeys.CertificateAt(height));
            }
            else
            {
                kept = height;
            }
        }

        CanonicalWriter writer = new(8);
        writer.UInt64(segment.Number + 1);
        batch.Put(StoreKeys.GivenUpSegments, writer.ToArray());
    }
}
