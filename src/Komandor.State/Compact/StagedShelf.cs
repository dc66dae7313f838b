namespace Komandor.State.Compact;

/// <summary>What a commit does to one shelf.</summary>
/// <param name="Shelf">The shelf as it is.</param>
/// <param name="FirstChange">The first of its changes.</param>
/// <param name="EndChange">Behind the last.</param>
/// <param name="FirstHash">The first of its new hashes: those of buckets, then those of groups.</param>
/// <param name="EndBucketHash">Behind the last of a bucket.</param>
/// <param name="EndHash">Behind the last.</param>
/// <param name="Replacements">The shelves that take its place; null when it is changed in place.</param>
internal readonly record struct StagedShelf(
    Shelf Shelf, int FirstChange, int EndChange, int FirstHash, int EndBucketHash, int EndHash, Shelf[]? Replacements);
