using Komandor.Primitives;

namespace Komandor.Cryptography.Curve25519.Lanes;

/// <summary>Hands out aligned parts of one rented, pinned buffer, so that a sum rents once and a row lies in as few cache lines as it can.</summary>
internal unsafe struct LaneArena
{
    /// <summary>What a part's address and size are rounded up to: a cache line, in bytes.</summary>
    internal const int AlignmentBytes = 64;

    private byte* _next;
    private readonly byte* _end;

    /// <summary>Hands out of <paramref name="buffer"/>, which the caller keeps pinned for as long as any part is used.</summary>
    internal LaneArena(long* buffer, int length)
    {
        _next = (byte*)(((nuint)buffer + AlignmentBytes - 1) & ~(nuint)(AlignmentBytes - 1));
        _end = (byte*)(buffer + length);
    }

    /// <summary>The words of 64 bits that a part of so many <typeparamref name="TItem"/> takes at most, with the first part's alignment.</summary>
    internal static int Words<TItem>(int count)
        where TItem : unmanaged => ((count * sizeof(TItem)) + (2 * AlignmentBytes)) / sizeof(long);

    /// <summary>Hands out room for <paramref name="count"/> items; what it holds is unspecified.</summary>
    internal TItem* Take<TItem>(int count)
        where TItem : unmanaged
    {
        byte* part = _next;
        _next += (((nint)count * sizeof(TItem)) + AlignmentBytes - 1) & ~(nint)(AlignmentBytes - 1);
        Invariant.Require(_next <= _end);
        return (TItem*)part;
    }
}
