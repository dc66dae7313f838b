namespace Komandor.State.Compact;

/// <summary>A bucket of the shelf that is being staged.</summary>
/// <param name="Bucket">Its index.</param>
/// <param name="FirstLeaf">The first of its entries.</param>
/// <param name="EndLeaf">Behind the last.</param>
/// <param name="EndChange">Behind the last of its changes; those of the bucket before end where its own begin.</param>
internal readonly record struct StagedBucket(int Bucket, int FirstLeaf, int EndLeaf, int EndChange);
