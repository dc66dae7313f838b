namespace Komandor.Node.Api;

/// <summary>Tells how consensus stands; implemented by what drives it.</summary>
public interface INodeObserver
{
    /// <summary>The newest snapshot; cheap, and from any thread.</summary>
    NodeSnapshot Snapshot();
}
