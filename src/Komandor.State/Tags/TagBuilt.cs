namespace Komandor.State.Tags;

/// <summary>Where a subtree's hashes stand once they are made.</summary>
/// <param name="New">With the batch.</param>
/// <param name="Old">Without it.</param>
/// <param name="Height">Over how many steps of nodes it stands.</param>
internal readonly record struct TagBuilt(int New, int Old, int Height);
