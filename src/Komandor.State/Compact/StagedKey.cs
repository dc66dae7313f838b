using Komandor.Primitives;

namespace Komandor.State.Compact;

/// <summary>A key that a commit changed, and where its entry stood before; zero when it had none.</summary>
internal readonly record struct StagedKey(Hash256 Key, ulong OldPlace);
