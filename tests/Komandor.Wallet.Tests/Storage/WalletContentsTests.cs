using Komandor.Primitives;
using Komandor.Wallet.Private;
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
}
