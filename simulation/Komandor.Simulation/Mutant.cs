namespace Komandor.Simulation;

/// <summary>A fault planted to see that the simulation finds it.</summary>
internal enum Mutant
{
    None = 0,
    GossipBeforeFsync = 1,
    QuorumAtLeast = 2,
    CoinIgnored = 3,
}
