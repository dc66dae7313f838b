namespace Komandor.Replica.Indexes;

/// <summary>How far a member's secondary indexes are.</summary>
internal enum IndexPhase : byte
{
    /// <summary>What another state left is being taken out.</summary>
    Clearing = 0,

    /// <summary>The state is walked in key order.</summary>
    Walking = 1,

    /// <summary>Every entry of the state has its terms.</summary>
    Whole = 2,
}
