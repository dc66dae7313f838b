namespace Komandor.Consensus;

/// <summary>What became of an event, and why.</summary>
/// <param name="Status">What became of it.</param>
/// <param name="Fault">The broken rule when it was refused; else none.</param>
public readonly record struct AddOutcome(AddStatus Status, EventFault Fault)
{
    internal AddOutcome(AddStatus status)
        : this(status, EventFault.None)
    {
    }
}
