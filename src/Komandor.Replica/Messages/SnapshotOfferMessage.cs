using Komandor.Primitives;

namespace Komandor.Replica.Messages;

/// <summary>Offers the state after a certified block.</summary>
/// <param name="Certified">The block's header and certificate.</param>
/// <param name="Snapshot">The encoded consensus snapshot of the block's round.</param>
/// <param name="Proof">The proof that the header's state root commits to the snapshot's hash.</param>
/// <param name="Tags">What the state says of the spent tags; empty where it says nothing.</param>
/// <param name="TagsProof">The proof that it does.</param>
public sealed record SnapshotOfferMessage(
    CertifiedHeaderMessage Certified, ReadOnlyMemory<byte> Snapshot, ReadOnlyMemory<byte> Proof, ReadOnlyMemory<byte> Tags, ReadOnlyMemory<byte> TagsProof)
    : GossipMessage
{
    private const int MaxSnapshotSizeBytes = 128 * 1_024;
    private const int MaxProofSizeBytes = 64 * 1_024;
    private const int MaxTagsSizeBytes = 64;

    internal override MessageKind Kind => MessageKind.SnapshotOffer;

    internal override void Write(CanonicalWriter writer)
    {
        Certified.Write(writer);
        writer.Bytes(Snapshot.Span);
        writer.Bytes(Proof.Span);
        writer.Bytes(Tags.Span);
        writer.Bytes(TagsProof.Span);
    }

    internal static SnapshotOfferMessage Read(ref CanonicalReader reader) => new(
        CertifiedHeaderMessage.Read(ref reader), reader.Bytes(MaxSnapshotSizeBytes).ToArray(), reader.Bytes(MaxProofSizeBytes).ToArray(),
        reader.Bytes(MaxTagsSizeBytes).ToArray(), reader.Bytes(MaxProofSizeBytes).ToArray());
}
