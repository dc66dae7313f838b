using System.Collections.Immutable;

namespace Komandor.Cli.Replay;

/// <summary>A payment of the file.</summary>
/// <param name="Id">Its id there.</param>
/// <param name="Inputs">The coins that it spends.</param>
/// <param name="Outputs">The coins that it makes.</param>
internal sealed record ReplayPayment(string Id, ImmutableArray<ReplayInput> Inputs, ImmutableArray<ReplayOutput> Outputs)
{
    /// <summary>What it leaves to the fee.</summary>
    internal ulong Fee => Sum(Inputs.Select(input => input.Units)) - Sum(Outputs.Select(output => output.Units));

    /// <summary>The sum of amounts.</summary>
    internal static ulong Sum(IEnumerable<ulong> units) => units.Aggregate(0UL, (sum, one) => sum + one);
}
