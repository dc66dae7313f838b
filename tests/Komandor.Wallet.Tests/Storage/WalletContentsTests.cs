using Komandor.Ledger.Private;
using Komandor.Primitives;
using Komandor.Wallet.Private;
using Komandor.Wallet.Private.Scanning;
using Komandor.Wallet.Storage;

namespace Komandor.Wallet.Tests.Storage;

public sealed class WalletContentsTests
{
    // Whether the genesis is known, and twice how far the copy is proven.
    private const int ProofsSizeBytes = 1 + (2 * (3 + Hash256.SizeBytes));

    [Fact]
    public void TryRead_ContentsOfBeforePrivateMoney_AreRead()
    {
        CanonicalWriter writer = new();
        new WalletContents { ReceiveCount = 3, ChangeCount = 4 }.Write(writer);
        CanonicalWriter added = new();
        added.Byte(3);
        new PrivateState().Write(added);
        CanonicalReader reader = new(writer.Written[..^added.SizeBytes]);
        WalletContents? read = WalletContents.TryRead(ref reader);
        Assert.Equal((3U, 4U, 1UL), (read!.ReceiveCount, read.ChangeCount, read.Private.AddressCount));
        CanonicalReader cut = new(writer.Written[..^1]);
        Assert.Null(WalletContents.TryRead(ref cut));
    }

    [Fact]
    public void TryRead_NotesOfBeforeTagsWereKept_AreReadWithoutThem()
    {
        FoundNote found = new(PrivateTier.Ring, 7, default, default, default, 5, 0, default, 0, default, 9, default);
        WalletContents contents = new() { Private = new PrivateState { Notes = [new WalletNote(found)] } };
        CanonicalWriter writer = new();
        contents.Write(writer);
        CanonicalWriter head = new();
        new WalletContents().Write(head);
        CanonicalWriter empty = new();
        new PrivateState().Write(empty);
        byte[] bytes = writer.ToArray();
        int version = head.SizeBytes - empty.SizeBytes - 1;
        Assert.Equal(4, bytes[version]);

        // Files of before end with the history, an empty list here; those of before them had no byte before it that says whether a note has a tag.
        byte[] unproven = [.. bytes[..version], 3, .. bytes[(version + 1)..^ProofsSizeBytes]];
        byte[] before = [.. bytes[..version], 2, .. unproven[(version + 1)..^2], unproven[^1]];
        foreach (byte[] old in new[] { unproven, before })
        {
            CanonicalReader reader = new(old);
            Assert.Equal(contents.Private.Notes, WalletContents.TryRead(ref reader)!.Private.Notes.Select(note => note with { Ring = [] }));
        }

        CanonicalReader unknown = new([.. bytes[..version], 5, .. bytes[(version + 1)..]]);
        Assert.Null(WalletContents.TryRead(ref unknown));
    }

    [Fact]
    public void TryRead_WhatIsProven_IsWhatWasWritten()
    {
        Roster roster = Roster.Create([new RosterMember(new MemberId(7), new PublicKey(Hash256.Parse(new string('1', 64))), 5)]);
        PoolTrust trust = new(new ShardId(3), roster, new PrivateParameters(2, 3, 4, 16));
        ProvenPool ring = new(1, 2, 3, Hash256.Parse(new string('4', 64)));
        ProvenPool shielded = new(5, 6, 7, Hash256.Parse(new string('8', 64)));
        CanonicalWriter writer = new();
        new WalletContents { Private = new PrivateState { Trust = trust, ProvenRing = ring, ProvenShielded = shielded } }.Write(writer);
        CanonicalReader reader = new(writer.Written);
        PrivateState read = WalletContents.TryRead(ref reader)!.Private;
        Assert.Equal((ring, shielded), (read.ProvenRing, read.ProvenShielded));
        Assert.Equal((trust.Shard, trust.Parameters), (read.Trust!.Shard, read.Trust.Parameters));
        Assert.Equal(roster.Members, read.Trust.Roster.Members);
    }

    [Fact]
    public void TryRead_ANotesTag_IsWhatWasWritten()
    {
        Hash256 tag = Hash256.Parse(new string('7', 64));
        FoundNote found = new(PrivateTier.Shielded, 7, default, default, default, 5, 0, default, 0, default, 9, default);
        CanonicalWriter writer = new();
        new WalletContents { Private = new PrivateState { Notes = [new WalletNote(found) { Tag = tag }] } }.Write(writer);
        CanonicalReader reader = new(writer.Written);
        Assert.Equal(tag, Assert.Single(WalletContents.TryRead(ref reader)!.Private.Notes).Tag);
    }
}
