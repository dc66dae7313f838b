using Komandor.Primitives;

namespace Komandor.Cli.Replay;

/// <summary>A coin that exists on the chain.</summary>
/// <param name="Id">The object.</param>
/// <param name="Units">Its amount.</param>
/// <param name="Owner">Its owner.</param>
internal sealed record MadeCoin(ObjectId Id, ulong Units, Owner Owner);
