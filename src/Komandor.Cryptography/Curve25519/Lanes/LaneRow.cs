namespace Komandor.Cryptography.Curve25519.Lanes;

/// <summary>The sizes of what lanes read from memory: one row a lane, in limbs of 64 bits.</summary>
internal static class LaneRow
{
    /// <summary>A point to be added: y + x, y − x, 2·d·x·y, and a limb that is not used, so that a row is two cache lines.</summary>
    internal const int TripleLimbs = 16;

    /// <summary>A point in extended coordinates.</summary>
    internal const int QuadrupleLimbs = 20;

    /// <summary>The most lanes that a backend has: a pair of AVX-512 vectors.</summary>
    internal const int MaxLanes = 16;
}
