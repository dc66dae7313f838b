namespace Komandor.State.Compact;

/// <summary>A subtree whose hash a <see cref="HashPlan"/> will know.</summary>
/// <param name="Slot">Where the plan keeps its hash.</param>
/// <param name="Level">How many rounds of hashing come first.</param>
/// <param name="Count">Its number of entries; 2 also says more.</param>
internal readonly record struct PlannedNode(int Slot, int Level, byte Count);
