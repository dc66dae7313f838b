namespace Komandor.Consensus;

/// <summary>A witness of the round being elected.</summary>
internal struct Candidate(int slot, int position)
{
    /// <summary>Its slot.</summary>
    public readonly int Slot = slot;

    /// <summary>Its creator's position.</summary>
    public readonly int Position = position;

    /// <summary>Whether its fame is decided.</summary>
    public bool IsDecided;

    /// <summary>Whether it is famous, once decided.</summary>
    public bool IsFamous;
}
