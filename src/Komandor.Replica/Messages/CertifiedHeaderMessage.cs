using Komandor.Primitives;

namespace Komandor.Replica.Messages;

/// <summary>The newest certified header of the sender.</summary>
/// <param name="Header">The encoded header.</param>
/// <param name="Certificate">The encoded certificate.</param>
public sealed record CertifiedHeaderMessage(ReadOnlyMemory<byte> Header, ReadOnlyMemory<byte> Certificate) : GossipMessage
{
    private const int MaxHeaderSizeBytes = 4_096;
    private const int MaxCertificateSizeBytes = 128 * Roster.MaximumMembers;

    internal override MessageKind Kind => MessageKind.CertifiedHeader;

    internal override void Write(CanonicalWriter writer)
    {
        writer.Bytes(Header.Span);
        writer.Bytes(Certificate.Span);
    }

    internal static CertifiedHeaderMessage Read(ref CanonicalReader reader) => new(
        reader.Bytes(MaxHeaderSizeBytes).ToArray(), reader.Bytes(MaxCertificateSizeBytes).ToArray());
}
