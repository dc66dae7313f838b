using System.Collections.Immutable;

namespace Komandor.Cli.Replay;

/// <summary>One shielded transaction of a payment.</summary>
/// <param name="Payment">The payment's place in the file.</param>
/// <param name="Spent">One or two notes, by their numbers in the plan.</param>
/// <param name="Made">One or two notes, which are worth what is spent less the fee.</param>
internal sealed record ShieldedStep(int Payment, ImmutableArray<int> Spent, ImmutableArray<int> Made);
