namespace Komandor.Api.Messages;

/// <summary>A range of a pool's notes.</summary>
/// <param name="Notes">72 bytes each in hexadecimal digits: key, commitment, height of the block as <c>u64</c>.</param>
/// <param name="From">The index of the first.</param>
/// <param name="Size">The notes of the pool.</param>
/// <param name="Height">The block after which this holds.</param>
public sealed record PrivateNotePage(
    IReadOnlyList<string> Notes,
    ulong From,
    ulong Size,
    ulong Height);
