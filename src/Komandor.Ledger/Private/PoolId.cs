using Komandor.Cryptography;
using Komandor.Primitives;

namespace Komandor.Ledger.Private;

/// <summary>Names the pool of one tier and one asset: docs/protocol/private-money.md §1.</summary>
public readonly record struct PoolId(Hash256 Value)
{
    private static readonly HashDomain _domain = new("komandor.pool");

    /// <summary>The pool of KMCC's ring notes.</summary>
    public static PoolId Ring { get; } = Of(PrivateTier.Ring, AssetId.Kmcc);

    /// <summary>The pool of KMCC's shielded notes.</summary>
    public static PoolId Shielded { get; } = Of(PrivateTier.Shielded, AssetId.Kmcc);

    /// <summary>Every pool there is: only KMCC has some.</summary>
    public static IReadOnlyList<PoolId> All { get; } = [Ring, Shielded];

    /// <summary>The pool of <paramref name="tier"/>'s notes of KMCC.</summary>
    public static PoolId Of(PrivateTier tier) => tier == PrivateTier.Ring ? Ring : Shielded;

    /// <summary>64 hexadecimal digits.</summary>
    public override string ToString() => Value.ToString();

    private static PoolId Of(PrivateTier tier, AssetId asset)
    {
        Span<byte> message = stackalloc byte[1 + Hash256.SizeBytes];
        message[0] = (byte)tier;
        asset.Value.CopyTo(message[1..]);
        return new PoolId(Blake2b.Hash(_domain, message));
    }
}
