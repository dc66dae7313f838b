namespace Komandor.Network;

/// <summary>Unwinds a link's loops when the other side breaks a rule; it never leaves this project.</summary>
internal sealed class LinkException(LinkFault fault) : Exception(fault.ToString())
{
    /// <summary>The rule that was broken.</summary>
    public LinkFault Fault { get; } = fault;
}
