namespace Komandor.Benchmarks;

/// <summary>One measured number.</summary>
/// <param name="Name">What was measured and how many, such as <c>events per cpu-second, 32 members</c>.</param>
/// <param name="Value">The number.</param>
/// <param name="Unit">Its unit, such as <c>events/cpu-s</c>, <c>ms</c>, <c>bytes</c>, <c>ratio</c>.</param>
internal sealed record Figure(string Name, double Value, string Unit);
