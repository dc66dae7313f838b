using Komandor.State;

namespace Komandor.PlainState;

/// <summary>The tree of one version, for proofs and export.</summary>
internal interface IStateView
{
    /// <summary>The whole tree.</summary>
    Slot Top { get; }

    /// <summary>The page at <paramref name="path"/>, which has more leaves than a bucket.</summary>
    Page LoadPage(NodePath path);

    /// <summary>The entries of a subtree, ascending; how many there are is known to be bearable.</summary>
    Leaf[] LoadLeaves(NodePath path);
}
