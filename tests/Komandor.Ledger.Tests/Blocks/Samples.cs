using Komandor.Cryptography;
using Komandor.Ledger.Blocks;
using Komandor.Primitives;

namespace Komandor.Ledger.Tests.Blocks;

/// <summary>Members with weights 1, 2, 3 and 4, and headers that they sign.</summary>
internal static class Samples
{
    internal static readonly SigningKey[] Keys = [.. Enumerable.Range(0, 4).Select(index => new SigningKey(Seed(index)))];

    internal static readonly Roster Roster = Roster.Create(
        Keys.Select((key, index) => new RosterMember(new MemberId((uint)index + 1), key.PublicKey, (ulong)index + 1)));

    internal static BlockHeader Header(ulong height = 5, Hash256 stateRoot = default) => new()
    {
        Chain = new ChainId(Blake2b.Hash(new HashDomain("test"), [1])),
        Shard = new ShardId(0),
        Height = height,
        Round = 9,
        Parent = new BlockId(Blake2b.Hash(new HashDomain("test"), [2])),
        RosterHash = RosterHash.Of(Roster),
        NextRosterHash = RosterHash.Of(Roster),
        TransactionsRoot = default,
        StateRoot = stateRoot,
        ReceiptsRoot = default,
        Timestamp = new Timestamp(1_800_000_000_000_000),
        Sealer = new MemberId(2),
    };

    internal static HeaderSignature Sign(BlockHeader header, int member) =>
        new(new MemberId((uint)member + 1), Keys[member].Sign(HeaderSignature.SigningHash(header.Id)));

    internal static Certificate Certify(BlockHeader header, params int[] members) =>
        new(header.Id, members.Select(member => Sign(header, member)));

    private static byte[] Seed(int index)
    {
        byte[] seed = new byte[SigningKey.SeedSizeBytes];
        seed[0] = (byte)(index + 1);
        return seed;
    }
}
