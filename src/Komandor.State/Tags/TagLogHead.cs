using Komandor.Primitives;

namespace Komandor.State.Tags;

/// <summary>What a log says of the set before its first batch.</summary>
/// <param name="Flushes">How many flushes there were.</param>
/// <param name="Version">The version.</param>
/// <param name="Origin">Of how many units the run was that the set began with; zero when it began empty.</param>
/// <param name="Root">The root.</param>
internal readonly record struct TagLogHead(long Flushes, ulong Version, long Origin, Hash256 Root);
