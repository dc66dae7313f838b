using Komandor.Cryptography;
using Komandor.Primitives;

namespace Komandor.Ledger.Blocks;

/// <summary>Evidence that a member signed two headers of one height: docs/protocol/blocks.md §5. Anyone can check it.</summary>
/// <param name="First">The header with the lower id.</param>
/// <param name="Second">The other header.</param>
/// <param name="Signer">Who signed both.</param>
/// <param name="FirstSignature">Its signature of the first.</param>
/// <param name="SecondSignature">Its signature of the second.</param>
public sealed record HeaderConflict(
    BlockHeader First, BlockHeader Second, MemberId Signer, Signature FirstSignature, Signature SecondSignature)
{
    /// <summary>Whether it proves the wrong of the member that <paramref name="roster"/> knows as <see cref="Signer"/>: rules B7 to B9.</summary>
    public HeaderConflictFault Verify(Roster roster)
    {
        int position = roster.IndexOf(Signer);
        if (position < 0)
        {
            return HeaderConflictFault.UnknownSigner;
        }

        if (First.Chain != Second.Chain || First.Shard != Second.Shard || First.Height != Second.Height || First.Id.CompareTo(Second.Id) >= 0)
        {
            return HeaderConflictFault.NoConflict;
        }

        PublicKey key = roster.Members[position].Key;
        Span<byte> message = stackalloc byte[Hash256.SizeBytes];
        HeaderSignature.SigningHash(First.Id).CopyTo(message);
        bool valid = Ed25519.Verify(key, message, FirstSignature);
        HeaderSignature.SigningHash(Second.Id).CopyTo(message);
        return valid && Ed25519.Verify(key, message, SecondSignature) ? HeaderConflictFault.None : HeaderConflictFault.WrongSignature;
    }
}
