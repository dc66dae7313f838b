using Komandor.Primitives;

namespace Komandor.State;

/// <summary>A subtree as its parent sees it.</summary>
/// <param name="Count">How many leaves it has.</param>
/// <param name="Hash">Zero when it has none, the leaf's hash when it has one, a node's hash otherwise.</param>
internal readonly record struct Slot(long Count, Hash256 Hash);
