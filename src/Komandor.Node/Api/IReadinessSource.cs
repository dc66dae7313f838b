namespace Komandor.Node.Api;

/// <summary>Tells whether the node serves.</summary>
public interface IReadinessSource
{
    /// <summary>The node's readiness now; cheap, and from any thread.</summary>
    Readiness Current();
}
