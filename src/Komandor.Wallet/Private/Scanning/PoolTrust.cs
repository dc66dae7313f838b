using Komandor.Ledger.Private;
using Komandor.Primitives;

namespace Komandor.Wallet.Private.Scanning;

/// <summary>What a chain's genesis says, which its id proves: who signs headers, and the numbers of private money.</summary>
/// <param name="Shard">The shard.</param>
/// <param name="Roster">Those whose signatures make a certificate.</param>
/// <param name="Parameters">The numbers.</param>
public sealed record PoolTrust(ShardId Shard, Roster Roster, PrivateParameters Parameters)
{
    internal void Write(CanonicalWriter writer)
    {
        writer.UInt16(Shard.Value);
        Roster.Write(writer);
        Parameters.Write(writer);
    }

    /// <summary>Reads what a wallet's file keeps; null, with a fault in the reader, when it is none.</summary>
    internal static PoolTrust? Read(ref CanonicalReader reader)
    {
        ShardId shard = new(reader.UInt16());
        Roster? roster = Roster.TryRead(ref reader);
        PrivateParameters parameters = PrivateParameters.Read(ref reader);
        if (roster is null || !parameters.IsSound)
        {
            reader.Fail(EncodingFault.UnknownTag);
            return null;
        }

        return new PoolTrust(shard, roster, parameters);
    }
}
