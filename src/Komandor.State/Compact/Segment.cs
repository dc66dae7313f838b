namespace Komandor.State.Compact;

/// <summary>One file of the log.</summary>
internal sealed class Segment(ulong sequence, string name, IStateFile file, ReplayStart replay)
{
    /// <summary>Its number.</summary>
    internal ulong Sequence => sequence;

    /// <summary>Its file's name.</summary>
    internal string Name => name;

    /// <summary>Its file.</summary>
    internal IStateFile File => file;

    /// <summary>What its header says.</summary>
    internal ReplayStart Replay => replay;
}
