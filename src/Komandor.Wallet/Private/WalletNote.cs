using System.Collections.Immutable;
using Komandor.Primitives;
using Komandor.Wallet.Private.Scanning;

namespace Komandor.Wallet.Private;

/// <summary>An own note with what became of it, as the wallet's file keeps it.</summary>
/// <param name="Found">The note.</param>
/// <param name="SpentBy">The transaction that spent it; null while it is not spent, or when a view key cannot tell.</param>
/// <param name="Ring">The members of its ring, once one was chosen: it keeps them for ever.</param>
/// <param name="Set">The number of its cover set, once one was chosen.</param>
/// <param name="Anchor">The height of the anchor under which it was chosen.</param>
internal sealed record WalletNote(FoundNote Found, TransactionId? SpentBy, ImmutableArray<ulong> Ring, ulong? Set, ulong? Anchor)
{
    /// <summary>A note that was just found.</summary>
    internal WalletNote(FoundNote found)
        : this(found, null, [], null, null)
    {
    }

    /// <summary>Its tag or image, once it is known: it never changes, and thousands of them take seconds to compute.</summary>
    /// <remarks>A wallet that only watches cannot compute a ring note's image: the machine with the secrets tells it, and by it the wallet sees when the note is spent.</remarks>
    internal Hash256? Tag { get; init; }
}
