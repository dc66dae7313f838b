namespace Komandor.Consensus;

/// <summary>What the rest of the member wants of event creation: docs/protocol/hashgraph.md §8.</summary>
public enum CreationCommand
{
    /// <summary>Create whenever it brings consensus forward.</summary>
    Create = 0,

    /// <summary>Create nothing: nothing is unordered, uncertified or due.</summary>
    Quiesce = 1,

    /// <summary>As <see cref="Create"/>, and one event even when it does not bring consensus forward, so that idle peers notice.</summary>
    Break = 2,
}
