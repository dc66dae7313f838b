using Komandor.Cryptography;
using Komandor.Primitives;
using Komandor.Wallet.Keys;
using Komandor.Wallet.Payments;
using Komandor.Wallet.Storage;

namespace Komandor.Wallet.Tests.Storage;

public sealed class WalletFileTests
{
    private const string Path = "/wallets/a";

    [Fact]
    public void Open_AfterChanges_HoldsThem()
    {
        CrashingFiles files = new();
        ChainBinding chain = new(new ChainId(Hash256.Parse(new string('1', 64))), "development", "kmdd", new ShardId(2));
        using (WalletFile wallet = Create(files))
        {
            wallet.Bind(chain);
            wallet.CountAddresses(3, 2);
            wallet.Put(Payment(1));
            wallet.Put(Payment(2));
            wallet.Put(Payment(1) with { State = PaymentState.Final, Height = 9, FinalityMs = 120 });
        }

        using WalletFile opened = Open(files);
        Assert.Equal(chain, opened.Chain);
        Assert.Equal((3u, 2u), (opened.ReceiveCount, opened.ChangeCount));
        Assert.Equal(2, opened.Payments.Count);
        Assert.Equal((PaymentState.Final, 9UL, 120), (opened.Payments[0].State, opened.Payments[0].Height, opened.Payments[0].FinalityMs));
        Assert.Equal(Payment(2).Inputs, opened.Payments[1].Inputs);
        Assert.Equal(Payment(2).Encoded, opened.Payments[1].Encoded);
        Assert.Equal(5, opened.UsedPaths().Count());
    }

    [Fact]
    public void Bind_AnotherChain_IsRefusedByRuleW17AndChangesNothing()
    {
        CrashingFiles files = new();
        using WalletFile wallet = Create(files);
        wallet.Bind(new ChainBinding(new ChainId(Hash256.Zero), "one", "kmdd", default));
        byte[] before = files.TryRead(Path)!;
        WalletException refusal = Assert.Throws<WalletException>(
            () => wallet.Bind(new ChainBinding(new ChainId(Hash256.Parse(new string('1', 64))), "two", "kmdd", default)));
        Assert.Equal(WalletFault.OtherChain, refusal.Fault);
        Assert.Equal(before, files.TryRead(Path));
    }

    [Fact]
    public void Put_TextsThatANodeMadeUp_CanBeReadBack()
    {
        CrashingFiles files = new();
        using (WalletFile wallet = Create(files))
        {
            wallet.Put(Payment(1) with { Fault = "a\nb\0" + new string('x', 100_000), Memo = "tab\t", State = PaymentState.Rejected });
        }

        using WalletFile opened = Open(files);
        Assert.StartsWith("abx", opened.Payments[0].Fault, StringComparison.Ordinal);
    }

    [Fact]
    public void Put_CrashedAtEveryStep_KeepsThePaymentOrNothingOfIt()
    {
        for (int step = 0; step < 4; step++)
        {
            CrashingFiles files = new();
            using WalletFile wallet = Create(files);
            wallet.Put(Payment(1));
            files.CrashAt(step);
            Assert.Throws<PowerLossException>(() => wallet.Put(Payment(2)));
            using WalletFile opened = Open(files.AfterCrash(namesKept: step % 2 == 0, 100));
            Assert.InRange(opened.Payments.Count, 1, step == 3 ? 2 : 1);
            Assert.Equal(Payment(1).Id, opened.Payments[0].Id);
            Assert.Equal(wallet.PublicKeyAt(new KeyPath(KeyChain.Receive, 0)), opened.PublicKeyAt(new KeyPath(KeyChain.Receive, 0)));
        }
    }

    [Fact]
    public void CheckBackup_RightWordsAlone_AreRememberedInTheFile()
    {
        CrashingFiles files = new();
        using (WalletFile wallet = Create(files))
        {
            Assert.False(wallet.IsBackedUp);
            Assert.False(wallet.CheckBackup([(0, "abandon"), (23, "zoo")]));
            Assert.False(wallet.IsBackedUp);
            Assert.True(wallet.CheckBackup([(0, "abandon"), (5, " Abandon "), (23, "art")]));
        }

        using WalletFile opened = Open(files);
        Assert.True(opened.IsBackedUp);
    }

    [Theory]
    [InlineData(0, "zoo")]
    [InlineData(24, "abandon")]
    [InlineData(-1, "abandon")]
    [InlineData(0, "")]
    public void CheckBackup_AnythingElse_ChangesNothing(int index, string word)
    {
        CrashingFiles files = new();
        using WalletFile wallet = Create(files);
        byte[] before = files.TryRead(Path)!;
        Assert.False(wallet.CheckBackup([(index, word)]));
        Assert.False(wallet.CheckBackup([]));
        Assert.False(wallet.IsBackedUp);
        Assert.Equal(before, files.TryRead(Path));
    }

    [Fact]
    public void Import_Key_IsKeptBesideTheWords()
    {
        CrashingFiles files = new();
        using SigningKey key = DevelopmentKeys.Account(3);
        using (WalletFile wallet = Create(files))
        {
            wallet.Import(key);
        }

        using WalletFile opened = Open(files);
        Assert.Contains(new KeyPath(KeyChain.Imported, 0), opened.UsedPaths());
        Assert.Equal(key.PublicKey, opened.PublicKeyAt(new KeyPath(KeyChain.Imported, 0)));
    }

    [Fact]
    public void Open_InASecondProcess_IsRefusedByRuleW12()
    {
        string path = System.IO.Path.Combine(Directory.CreateTempSubdirectory("komandor-wallet-").FullName, "wallet");
        using WalletFile wallet = WalletFile.Create(path, "secret"u8, new Mnemonic(new byte[32]), new KeyCost(1, 8192));
        Assert.Equal(WalletFault.Locked, Assert.Throws<WalletException>(() => WalletFile.Open(path, "secret"u8)).Fault);
        wallet.Dispose();
        WalletFile.Open(path, "secret"u8).Dispose();
        Directory.Delete(System.IO.Path.GetDirectoryName(path)!, recursive: true);
    }

    private static WalletFile Create(CrashingFiles files) =>
        WalletFile.Create(files, null, Path, "secret"u8, new Mnemonic(new byte[32]), new KeyCost(1, 8192));

    private static WalletFile Open(CrashingFiles files) => WalletFile.Open(files, null, Path, "secret"u8);

    private static PaymentRecord Payment(byte number) => new(
        new TransactionId(Hash256.Parse(new string((char)('0' + number), 64))), PaymentState.Pending, "kmdd1x", AssetId.Kmcc, 5, 6, "memo",
        new Timestamp(7), new Timestamp(8), [new ObjectId(Hash256.Parse(new string('a', 64)))], [1, 2, 3]);
}
