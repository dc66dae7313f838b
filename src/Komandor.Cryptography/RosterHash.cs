using Komandor.Primitives;

namespace Komandor.Cryptography;

/// <summary>The hash by which headers and light clients name a roster.</summary>
public static class RosterHash
{
    private static readonly HashDomain _domain = new("komandor.roster");

    /// <summary>BLAKE2b-256 of the roster's canonical encoding.</summary>
    public static Hash256 Of(Roster roster)
    {
        CanonicalWriter writer = new();
        roster.Write(writer);
        return Blake2b.Hash(_domain, writer.Written);
    }
}
