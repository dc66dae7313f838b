using Komandor.Cryptography;
using Komandor.Primitives;

namespace Komandor.Wallet.Payments;

/// <summary>A coin that a transaction spends, with the key that opens its lock.</summary>
/// <param name="Id">The object.</param>
/// <param name="Version">Its version.</param>
/// <param name="Asset">The asset.</param>
/// <param name="Amount">Units of it.</param>
/// <param name="Lock">Its lock.</param>
/// <param name="Key">A key that opens the lock; borrowed.</param>
public sealed record SpentCoin(ObjectId Id, ulong Version, AssetId Asset, ulong Amount, Lock Lock, SigningKey Key)
{
    /// <summary>Tells no secret: what is printed ends in logs.</summary>
    public override string ToString() => nameof(SpentCoin);
}
