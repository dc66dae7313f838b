namespace Komandor.Replica;

/// <summary>Why a submission is refused: docs/protocol/gossip.md §6.</summary>
public enum PoolFault
{
    /// <summary>It is not.</summary>
    None = 0,

    /// <summary>Rule GP1: the pool is full, or ordering waits for execution: try again later.</summary>
    Busy = 1,

    /// <summary>Rule GP2: a pending transaction of this member uses the same version of an object, or the same tag.</summary>
    ObjectInUse = 2,

    /// <summary>Rule GP3: its validity ended before the last decided round.</summary>
    Expired = 3,

    /// <summary>Rule GP4: the member does not take part yet; its readiness says why.</summary>
    NotReady = 4,
}
