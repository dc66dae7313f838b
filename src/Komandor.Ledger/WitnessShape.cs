namespace Komandor.Ledger;

/// <summary>How an input will be opened, known before anything is signed.</summary>
/// <param name="Lock">The input's lock.</param>
/// <param name="Leaves">The leaves that will be opened, in pre-order.</param>
public sealed record WitnessShape(Lock Lock, IReadOnlyList<int> Leaves)
{
    /// <summary>A lock of one key, opened by its signature.</summary>
    public static WitnessShape Key(Lock held) => new(held, [0]);
}
