using Komandor.Primitives;

namespace Komandor.State.Tags;

/// <summary>What the root binds of a run.</summary>
/// <param name="Count">Its number of tags; not zero.</param>
/// <param name="Top">The top of its tree.</param>
internal readonly record struct TagRunSummary(long Count, Hash256 Top);
