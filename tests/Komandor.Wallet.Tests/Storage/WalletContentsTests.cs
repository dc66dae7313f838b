using Komandor.Ledger.Private;
using Komandor.Primitives;
using Komandor.Wallet.Private;
using Komandor.Wallet.Private.Scanning;
using Komandor.Wallet.Storage;

namespace Komandor.Wallet.Tests.Storage;

public sealed class WalletContentsTests
{
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
        Assert.Equal(3, bytes[version]);

        // Before the empty list of the history stood no byte that says whether there is a tag.
        byte[] before = [.. bytes[..version], 2, .. bytes[(version + 1)..^2], bytes[^1]];
        CanonicalReader reader = new(before);
        Assert.Equal(contents.Private.Notes, WalletContents.TryRead(ref reader)!.Private.Notes.Select(note => note with { Ring = [] }));
        CanonicalReader unknown = new([.. bytes[..version], 4, .. bytes[(version + 1)..]]);
        Assert.Null(WalletContents.TryRead(ref unknown));
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
