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
        added.Byte(2);
        new PrivateState().Write(added);
        CanonicalReader reader = new(writer.Written[..^added.SizeBytes]);
        WalletContents? read = WalletContents.TryRead(ref reader);
        Assert.Equal((3U, 4U, 1UL), (read!.ReceiveCount, read.ChangeCount, read.Private.AddressCount));
        CanonicalReader cut = new(writer.Written[..^1]);
        Assert.Null(WalletContents.TryRead(ref cut));
    }

    [Fact]
    public void TryRead_ContentsOfBeforeImages_AreReadAndThoseWithOneKeepIt()
    {
        Hash256 image = Hash256.Parse(new string('7', 64));
        FoundNote found = new(PrivateTier.Ring, 1, default, default, default, 5, 0, default, 0, default, 2, default);
        WalletContents contents = new() { Private = new PrivateState { Notes = [new WalletNote(found) { Image = image }] } };
        CanonicalWriter writer = new();
        contents.Write(writer);
        CanonicalReader reader = new(writer.Written);
        Assert.Equal(image, Assert.Single(WalletContents.TryRead(ref reader)!.Private.Notes).Image);

        // Before, a note ended in front of the flag and the 32 bytes of its image; behind it here stands the empty history.
        const int Ending = 1;
        const int ImageSizeBytes = 1 + Hash256.SizeBytes;
        byte[] before = [.. writer.Written[..^(ImageSizeBytes + Ending)], .. writer.Written[^Ending..]];
        CanonicalWriter state = new();
        contents.Private.Write(state);
        before[writer.SizeBytes - state.SizeBytes - 1] = 2;
        CanonicalReader old = new(before);
        Assert.Null(Assert.Single(WalletContents.TryRead(ref old)!.Private.Notes).Image);
    }
}
