using System.Diagnostics.CodeAnalysis;
using Komandor.Primitives;

namespace Komandor.Network;

/// <summary>The first frame of each side of a link: docs/protocol/link.md §4.</summary>
/// <remarks>Encoding: <c>u16 version, u64 capabilities, text software</c>; 11 to 75 bytes.</remarks>
/// <param name="Version">The protocol's version, <see cref="CurrentVersion"/> in what is accepted.</param>
/// <param name="Capabilities">A bit for each optional behaviour; unknown bits are ignored.</param>
/// <param name="Software">The software's name and version, for people; at most <see cref="MaximumSoftwareSizeBytes"/> of UTF-8.</param>
public sealed record Hello(ushort Version, ulong Capabilities, string Software)
{
    /// <summary>The only version.</summary>
    public const ushort CurrentVersion = 1;

    /// <summary>The most bytes of <see cref="Software"/>.</summary>
    public const int MaximumSoftwareSizeBytes = 64;

    /// <summary>The most bytes of an encoding.</summary>
    public const int MaximumSizeBytes = 2 + 8 + 1 + MaximumSoftwareSizeBytes;

    /// <summary>The canonical encoding.</summary>
    public byte[] Encode()
    {
        CanonicalWriter writer = new(MaximumSizeBytes);
        writer.UInt16(Version);
        writer.UInt64(Capabilities);
        writer.Text(Software);
        return writer.ToArray();
    }

    /// <summary>Reads untrusted bytes; the version is for the caller to judge.</summary>
    public static bool TryDecode(ReadOnlySpan<byte> bytes, [NotNullWhen(true)] out Hello? hello, out EncodingFault fault)
    {
        CanonicalReader reader = new(bytes);
        Hello read = new(reader.UInt16(), reader.UInt64(), reader.Text(MaximumSoftwareSizeBytes));
        hello = reader.TryFinish(out fault) ? read : null;
        return hello is not null;
    }
}
