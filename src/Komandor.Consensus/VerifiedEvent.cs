namespace Komandor.Consensus;

/// <summary>An event whose creator, chain, shard and signature were checked, as the graph demands.</summary>
public sealed class VerifiedEvent
{
    internal VerifiedEvent(SignedEvent signed) => Signed = signed;

    /// <summary>The event.</summary>
    public SignedEvent Signed { get; }

    /// <summary>Vouches for an event without checking it again: one's own, or one read back from one's own log.</summary>
    public static VerifiedEvent Trust(SignedEvent signed) => new(signed);
}
