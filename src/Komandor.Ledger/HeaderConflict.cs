using Komandor.Primitives;

namespace Komandor.Ledger;

/// <summary>Evidence that a member signed two blocks of one height: docs/protocol/blocks.md §5.</summary>
/// <param name="First">One header.</param>
/// <param name="FirstSignature">The member's signature of it.</param>
/// <param name="Second">Another header.</param>
/// <param name="SecondSignature">The same member's signature of that.</param>
public sealed record HeaderConflict(
    BlockHeader First, HeaderSignature FirstSignature, BlockHeader Second, HeaderSignature SecondSignature)
{
    /// <summary>Whether this proves that a member of <paramref name="roster"/> signed both.</summary>
    public BlockFault Verify(Roster roster)
    {
        BlockId first = First.Id;
        BlockId second = Second.Id;
        if (first == second || First.ChainId != Second.ChainId || First.Shard != Second.Shard || First.Height != Second.Height
            || FirstSignature.Member != SecondSignature.Member)
        {
            return BlockFault.NoConflict;
        }

        int place = roster.IndexOf(FirstSignature.Member);
        if (place < 0)
        {
            return BlockFault.UnknownMember;
        }

        PublicKey key = roster.Members[place].Key;
        return FirstSignature.Verify(first, key) && SecondSignature.Verify(second, key)
            ? BlockFault.None
            : BlockFault.WrongSignature;
    }
}
