using Komandor.Primitives;
using Komandor.State;

namespace Komandor.Ledger;

/// <summary>What a block executes on: the objects, and beside them the tags that were spent.</summary>
public interface ILedgerState : IStateReader
{
    /// <summary>Whether a tag was spent. Safe from many threads while no commit runs.</summary>
    /// <param name="tag">Its name, <see cref="Private.PrivateObjects.Tag"/>.</param>
    bool IsSpent(ObjectId tag);
}
