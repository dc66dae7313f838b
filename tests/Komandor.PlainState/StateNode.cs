namespace Komandor.PlainState;

/// <summary>A piece of the tree held in memory: a page or a bucket. Never changed once a reader may see it.</summary>
internal abstract class StateNode
{
    /// <summary>Whether it was used since the cache last looked; a lost write of it does no harm.</summary>
    public bool Used { get; set; }

    /// <summary>About how much memory it takes.</summary>
    public abstract int SizeBytes { get; }
}
