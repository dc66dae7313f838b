namespace Komandor.State.Compact;

/// <summary>A shelf some of whose hashes are to be computed.</summary>
/// <param name="Shelf">The shelf.</param>
/// <param name="Groups">Which groups of buckets, a bit for each; the thirty-third shares the bit of the first, and so on.</param>
internal readonly record struct TouchedShelf(Shelf Shelf, uint Groups)
{
    /// <summary>The bit of a bucket's group.</summary>
    internal static uint GroupOf(int bucket) => 1u << (bucket / Shelf.GroupBuckets & 31);
}
