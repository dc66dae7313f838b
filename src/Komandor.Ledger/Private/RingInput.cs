using System.Collections.Immutable;
using System.Runtime.InteropServices;
using Komandor.Primitives;

namespace Komandor.Ledger.Private;

/// <summary>A spent ring note, hidden among sixteen: docs/protocol/private-money.md §2.</summary>
/// <param name="Image">The image of the spent key: it can be spent once.</param>
/// <param name="Commitment">C′, to the spent value under a new blinding factor.</param>
/// <param name="Members">The indices of the sixteen members, strictly ascending.</param>
public sealed record RingInput(Hash256 Image, Hash256 Commitment, ImmutableArray<ulong> Members)
{
    /// <summary>The fewest bytes of an encoding.</summary>
    internal const int MinimumSizeBytes = (2 * Hash256.SizeBytes) + PrivateLimits.RingMembers;

    internal void Write(CanonicalWriter writer)
    {
        writer.Hash(Image);
        writer.Hash(Commitment);
        ulong before = 0;
        for (int member = 0; member < Members.Length; member++)
        {
            // Out of order wraps to a step that no reader takes: the draft is refused, not the program ended.
            writer.VarUInt(unchecked(Members[member] - before));
            before = Members[member];
        }
    }

    /// <summary>Reads an untrusted input; meaningless when <paramref name="reader"/> then holds a fault.</summary>
    internal static RingInput Read(ref CanonicalReader reader, ref LedgerFault fault)
    {
        Hash256 image = reader.Hash();
        Hash256 commitment = reader.Hash();
        ulong[] members = new ulong[PrivateLimits.RingMembers];
        ulong index = 0;
        for (int member = 0; member < members.Length; member++)
        {
            ulong step = reader.VarUInt();
            ReaderRules.Refuse(
                (member > 0 && step == 0) || step > PrivateLimits.MaximumIndex || index + step > PrivateLimits.MaximumIndex,
                LedgerFault.MembersNotAscending, ref reader, ref fault);
            index = reader.Fault == EncodingFault.None ? index + step : 0;
            members[member] = index;
        }

        return new RingInput(image, commitment, ImmutableCollectionsMarshal.AsImmutableArray(members));
    }
}
