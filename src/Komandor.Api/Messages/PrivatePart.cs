namespace Komandor.Api.Messages;

/// <summary>All that can be said of the private part of a transaction.</summary>
/// <param name="Tier"><c>ring</c> or <c>shielded</c>.</param>
/// <param name="Entering">What entered the pool, in KMCC units.</param>
/// <param name="Leaving">What left it, in KMCC units.</param>
/// <param name="Inputs">The number of private inputs, padding included.</param>
/// <param name="Outputs">The number of private outputs.</param>
public sealed record PrivatePart(
    string Tier,
    ulong Entering,
    ulong Leaving,
    int Inputs,
    int Outputs);
