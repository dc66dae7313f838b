namespace Komandor.Node.Configuration;

/// <summary>An option with its value.</summary>
/// <param name="Name">The option.</param>
/// <param name="Value">Its value as text.</param>
/// <param name="Origin">Where the value came from.</param>
public sealed record ConfiguredValue(string Name, string Value, string Origin);
