namespace Komandor.State.Tags;

/// <summary>A subtree that is hashed anew as a whole, with the part of the batch that falls into it.</summary>
/// <param name="Code">The node at its top.</param>
/// <param name="Start">Where its part of the batch begins.</param>
/// <param name="End">Where it ends.</param>
internal readonly record struct TagUnit(uint Code, int Start, int End);
