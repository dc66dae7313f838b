using Komandor.Primitives;

namespace Komandor.State.Compact;

/// <summary>A new hash of a shelf.</summary>
/// <param name="Position">Its index among the shelf's hashes.</param>
/// <param name="Hash">The hash.</param>
internal readonly record struct StagedHash(int Position, Hash256 Hash);
