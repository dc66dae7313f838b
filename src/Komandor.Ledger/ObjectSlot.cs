using Komandor.Primitives;

namespace Komandor.Ledger;

/// <summary>An object while a block executes. Written only by the one cluster that names it.</summary>
internal struct ObjectSlot
{
    /// <summary>Which.</summary>
    internal ObjectId Id;

    /// <summary>Its value now; null when there is none.</summary>
    internal byte[]? Value;

    /// <summary>Whether it is no object but the name of a tag: there is a value once that is spent.</summary>
    internal bool IsTag;

    /// <summary>Whether the state before the block was asked.</summary>
    internal bool Loaded;

    /// <summary>Whether the state before the block had it.</summary>
    internal bool ExistedBefore;

    /// <summary>Whether a transaction changed it.</summary>
    internal bool Changed;
}
