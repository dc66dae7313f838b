using Komandor.Cryptography;
using Komandor.Primitives;
using Komandor.State;

namespace Komandor.Ledger.Tests;

public sealed class LightClientTests
{
    private readonly TestChain _chain = new();
    private readonly LightClient _client;

    public LightClientTests() =>
        _client = new LightClient(_chain.Tip, _chain.Roster, _chain.Genesis.Parameters.WeakSubjectivityMicroseconds);

    [Fact]
    public void Follow_CertifiedHeaders_TrustsThemAndProvesWhatIsInThem()
    {
        Block first = _chain.Commit(_chain.Pay(0, 1));
        Block second = _chain.Commit(_chain.Pay(1, 2), _chain.Pay(2, 3), _chain.Pay(2, 4));
        Block third = _chain.Commit(_chain.Pay(3, 4));
        Assert.Equal(BlockFault.None, Follow(first.Header));
        Assert.Equal(BlockFault.None, Follow(third.Header));
        Assert.Equal(third.Header, _client.Trusted);

        Hash256[] receipts = Block.LeavesOf(second.Receipts.AsSpan());
        Assert.True(LightClient.IncludesReceipt(second.Header, second.Receipts[2], 2, 3, MerkleTree.Path(receipts, 2).AsSpan()));
        Assert.False(LightClient.IncludesReceipt(second.Header, second.Receipts[1], 2, 3, MerkleTree.Path(receipts, 2).AsSpan()));
        Hash256[] leaves = [.. second.Transactions.Select(one => MerkleTree.Leaf(one.WitnessId.Value.ToArray()))];
        Assert.True(LightClient.IncludesTransaction(
            second.Header, second.Transactions[1].WitnessId, 1, 2, MerkleTree.Path(leaves, 1).AsSpan()));
        Assert.False(LightClient.IncludesTransaction(
            second.Header, second.Transactions[0].WitnessId, 1, 2, MerkleTree.Path(leaves, 1).AsSpan()));
    }

    [Fact]
    public void ProvesObject_OfTheAuthenticatedStore_HoldsForItsValueAlone()
    {
        CompactStateStore store = new(new MemoryStateFiles(), "s");
        StagedCommit staged = store.Stage(_chain.Genesis.InitialState());
        store.Commit(staged);
        BlockHeader header = _chain.Genesis.Header(staged.Root);
        ObjectId coin = _chain.Genesis.ObjectOf(0);
        byte[] value = store.Get(coin.Value)!;
        StateProof proof = store.Prove(coin.Value);
        Assert.Equal(StateProofFault.None, LightClient.ProvesObject(header, coin, value, proof));
        Assert.NotEqual(StateProofFault.None, LightClient.ProvesObject(header, coin, null, proof));
        Assert.NotEqual(StateProofFault.None, LightClient.ProvesObject(header, coin, [.. value, 0], proof));
        ObjectId absent = LedgerHash.ObjectOf(default, 1);
        Assert.Equal(StateProofFault.None, LightClient.ProvesObject(header, absent, null, store.Prove(absent.Value)));
    }

    [Fact]
    public void Follow_OtherChainOrShard_IsRefusedByRuleB7()
    {
        BlockHeader next = _chain.Commit(_chain.Pay(0, 1)).Header;
        Refuse(BlockFault.WrongChain, next with { ChainId = default });
        Refuse(BlockFault.WrongChain, next with { Shard = new ShardId(9) });
    }

    [Fact]
    public void Follow_RosterThatTheTrustedHeaderDoesNotName_IsRefusedByRuleB8()
    {
        BlockHeader next = _chain.Commit(_chain.Pay(0, 1)).Header;
        Roster other = Roster.Create([new RosterMember(new MemberId(9), TestChain.Keys[9].PublicKey, 1)]);
        BlockHeader forged = next with { RosterHash = RosterHash.Of(other) };
        Certificate certificate = new(forged.Id, [HeaderSignature.Sign(forged.Id, new MemberId(9), TestChain.Keys[9])]);
        Assert.Equal(BlockFault.WrongRoster, _client.Follow(forged, certificate, other, _chain.Now));
        Assert.Equal(0UL, _client.Trusted.Height);
    }

    [Fact]
    public void Follow_NextRosterOfTheTrustedHeader_ChangesTheRoster()
    {
        Roster other = Roster.Create([new RosterMember(new MemberId(9), TestChain.Keys[9].PublicKey, 1)]);
        BlockHeader last = _chain.Commit(_chain.Pay(0, 1)).Header with { NextRosterHash = RosterHash.Of(other) };
        Assert.Equal(BlockFault.None, Follow(last));
        BlockHeader next = last with
        {
            Parent = last.Id,
            Height = 2,
            Round = last.Round + 1,
            Epoch = 1,
            RosterHash = last.NextRosterHash,
        };
        Certificate certificate = new(next.Id, [HeaderSignature.Sign(next.Id, new MemberId(9), TestChain.Keys[9])]);
        Assert.Equal(BlockFault.WrongRoster, _client.Follow(next, certificate, null, _chain.Now));
        Assert.Equal(BlockFault.WrongRoster, _client.Follow(next, certificate, _chain.Roster, _chain.Now));
        Assert.Equal(BlockFault.None, _client.Follow(next, certificate, other, _chain.Now));
        Assert.Same(other, _client.Roster);
    }

    [Fact]
    public void Follow_TooLittleWeight_IsRefusedByRuleB12()
    {
        BlockHeader next = _chain.Commit(_chain.Pay(0, 1)).Header;
        Certificate certificate = new(next.Id, _chain.SignHeader(next, 0, 1));
        Assert.Equal(BlockFault.TooLittleWeight, _client.Follow(next, certificate, null, _chain.Now));
        Assert.Equal(0UL, _client.Trusted.Height);
    }

    [Fact]
    public void Follow_WhatDoesNotComeAfter_IsRefusedByRuleB14()
    {
        BlockHeader next = _chain.Commit(_chain.Pay(0, 1)).Header;
        Refuse(BlockFault.NotAfterTrusted, next with { Height = 0 });
        Refuse(BlockFault.NotAfterTrusted, next with { Round = 0 });
        Refuse(BlockFault.NotAfterTrusted, next with { Timestamp = new Timestamp(1) });
        Refuse(BlockFault.NotAfterTrusted, next with { Parent = default });
        Assert.Equal(BlockFault.None, Follow(next));
        Refuse(BlockFault.NotAfterTrusted, next, 1);
    }

    [Fact]
    public void Follow_AfterTheWeakSubjectivityPeriod_IsRefusedByRuleB15()
    {
        BlockHeader next = _chain.Commit(_chain.Pay(0, 1)).Header;
        Timestamp late = _client.Trusted.Timestamp.Plus((14L * 24 * 3600 * Timestamp.PerSecond) + 1);
        Certificate certificate = new(next.Id, _chain.SignHeader(next, 0, 1, 2));
        Assert.Equal(BlockFault.TrustExpired, _client.Follow(next, certificate, null, late));
        Assert.Equal(BlockFault.None, _client.Follow(next, certificate, null, late.Plus(-1)));
    }

    private BlockFault Follow(BlockHeader header) =>
        _client.Follow(header, new Certificate(header.Id, _chain.SignHeader(header, 0, 1, 2)), null, _chain.Now);

    private void Refuse(BlockFault expected, BlockHeader header, ulong trusted = 0)
    {
        Assert.Equal(expected, Follow(header));
        Assert.Equal(trusted, _client.Trusted.Height);
    }
}
