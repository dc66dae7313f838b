using Komandor.Primitives;

namespace Komandor.Web.Explorer;

/// <summary>What every page shows beside its subject.</summary>
/// <param name="Network">The network's name; empty when the node did not say.</param>
/// <param name="Software">The node's software; empty when the node did not say.</param>
/// <param name="Height">The newest final block; 0 when the node did not say.</param>
/// <param name="Now">The moment that relative times count from.</param>
/// <param name="Assets">The assets' names.</param>
public sealed record PageContext(string Network, string Software, ulong Height, Timestamp Now, AssetNames Assets);
