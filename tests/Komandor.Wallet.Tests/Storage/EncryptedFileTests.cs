using System.Text;
using Komandor.Cryptography;
using Komandor.Primitives;
using Komandor.Wallet.Storage;

namespace Komandor.Wallet.Tests.Storage;

public sealed class EncryptedFileTests
{
    private const string Path = "/wallets/a";
    private static readonly KeyCost _cheap = new(1, 8192);

    [Fact]
    public void Open_WhatWasSaved_HoldsIt()
    {
        CrashingFiles files = Saved("first");
        Assert.Equal("first", Read(files, "secret"));
    }

    [Fact]
    public void Save_CrashedAtEveryStep_LeavesTheOldOrTheNewContents()
    {
        for (int step = 0; step < 4; step++)
        {
            foreach (bool namesKept in new[] { false, true })
            {
                foreach (int tornSizeBytes in new[] { 0, 1, 70, int.MaxValue })
                {
                    CrashingFiles files = Saved("first");
                    using EncryptedFile file = EncryptedFile.Open(files, Path, "secret"u8, out _);
                    files.CrashAt(step);
                    Assert.Throws<PowerLossException>(() => file.Save("second"u8));
                    string read = Read(files.AfterCrash(namesKept, tornSizeBytes), "secret");
                    Assert.True(read == "first" || (read == "second" && step == 3), $"step {step}: {read}");
                }
            }
        }
    }

    [Fact]
    public void Save_ThatReturned_SurvivesACrash()
    {
        CrashingFiles files = Saved("first");
        using EncryptedFile file = EncryptedFile.Open(files, Path, "secret"u8, out _);
        file.Save("second"u8);
        Assert.Equal("second", Read(files.AfterCrash(namesKept: false, 0), "secret"));
    }

    [Fact]
    public void Create_CrashedAtEveryStep_LeavesNoWalletOrAWholeOne()
    {
        for (int step = 0; step < 4; step++)
        {
            foreach (bool namesKept in new[] { false, true })
            {
                CrashingFiles files = new();
                using EncryptedFile file = EncryptedFile.Create(files, Path, "secret"u8, _cheap);
                files.CrashAt(step);
                Assert.Throws<PowerLossException>(() => file.Save("first"u8));
                CrashingFiles restarted = files.AfterCrash(namesKept, 10);
                Assert.True(restarted.TryRead(Path) is null || Read(restarted, "secret") == "first");
            }
        }
    }

    [Fact]
    public void Open_WrongPassphrase_IsRefusedByRuleW15() =>
        Assert.Equal(WalletFault.WrongPassphrase, FaultOf(Saved("first"), "Secret"));

    [Fact]
    public void Open_AnyByteChanged_IsRefusedAsDamaged()
    {
        int size = Saved("first").TryRead(Path)!.Length;
        for (int position = 0; position < size; position++)
        {
            CrashingFiles files = Saved("first");
            files.Flip(Path, position);
            Assert.Equal(WalletFault.Damaged, FaultOf(files, "secret"));
        }
    }

    [Fact]
    public void Open_CutOffAnywhere_IsRefusedAsDamaged()
    {
        int size = Saved("first").TryRead(Path)!.Length;
        for (int length = 0; length < size; length++)
        {
            CrashingFiles files = Saved("first");
            files.Truncate(Path, length);
            Assert.Equal(WalletFault.Damaged, FaultOf(files, "secret"));
        }
    }

    [Fact]
    public void Open_HeaderChangedWithItsChecksum_IsRefusedByTheCipher() =>
        Assert.Equal(WalletFault.WrongPassphrase, FaultOf(Forged(bytes => bytes[40] ^= 1), "secret"));

    [Fact]
    public void Open_NewerVersion_IsRefusedByRuleW14() =>
        Assert.Equal(WalletFault.UnknownVersion, FaultOf(Forged(bytes => bytes[8] = 2), "secret"));

    [Fact]
    public void Open_CostlyParameters_AreRefusedByRuleW16()
    {
        Assert.Equal(WalletFault.CostlyParameters, FaultOf(Forged(bytes => bytes[13] = 0xff), "secret"));
        Assert.Equal(WalletFault.CostlyParameters, FaultOf(Forged(bytes => bytes[21] = 0xff), "secret"));
    }

    [Fact]
    public void Open_NoFile_IsRefusedByRuleW10() => Assert.Equal(WalletFault.NotFound, FaultOf(new CrashingFiles(), "secret"));

    [Fact]
    public void Create_WhereAFileIs_IsRefusedByRuleW11()
    {
        CrashingFiles files = Saved("first");
        WalletException refusal = Assert.Throws<WalletException>(() => EncryptedFile.Create(files, Path, "other"u8, _cheap));
        Assert.Equal(WalletFault.AlreadyExists, refusal.Fault);
        Assert.Equal("first", Read(files, "secret"));
    }

    [Fact]
    public void Save_Twice_UsesFreshNoncesAndHidesTheContents()
    {
        CrashingFiles files = Saved("first");
        byte[] before = files.TryRead(Path)!;
        using EncryptedFile file = EncryptedFile.Open(files, Path, "secret"u8, out _);
        file.Save("first"u8);
        byte[] after = files.TryRead(Path)!;
        Assert.NotEqual(before[38..62], after[38..62]);
        Assert.Equal(-1, after.AsSpan().IndexOf("first"u8));
    }

    [Fact]
    public void DiskFiles_Save_LeavesOneFileThatItsOwnerAloneReads()
    {
        string folder = Directory.CreateTempSubdirectory("komandor-wallet-").FullName;
        string path = System.IO.Path.Combine(folder, "wallet");
        using (EncryptedFile file = EncryptedFile.Create(DiskFiles.Instance, path, "secret"u8, _cheap))
        {
            file.Save("first"u8);
            file.Save("second"u8);
        }

        using EncryptedFile opened = EncryptedFile.Open(DiskFiles.Instance, path, "secret"u8, out byte[] contents);
        Assert.Equal("second", Encoding.UTF8.GetString(contents));
        Assert.Equal([path], Directory.GetFiles(folder));
        if (!OperatingSystem.IsWindows())
        {
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(path));
        }

        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public void WalletLock_HeldByAnother_IsRefusedByRuleW12()
    {
        string path = System.IO.Path.GetTempFileName();
        using (WalletLock.Acquire(path))
        {
            Assert.Equal(WalletFault.Locked, Assert.Throws<WalletException>(() => WalletLock.Acquire(path)).Fault);
        }

        WalletLock.Acquire(path).Dispose();
        File.Delete(path);
        File.Delete(path + ".lock");
    }

    private static CrashingFiles Saved(string contents)
    {
        CrashingFiles files = new();
        using EncryptedFile file = EncryptedFile.Create(files, Path, "secret"u8, _cheap);
        file.Save(Encoding.UTF8.GetBytes(contents));
        return files;
    }

    private static CrashingFiles Forged(Action<byte[]> change)
    {
        CrashingFiles files = Saved("first");
        byte[] bytes = files.TryRead(Path)!;
        change(bytes);
        int body = bytes.Length - Hash256.SizeBytes;
        Blake2b.Hash(new HashDomain("komandor.wallet"), bytes.AsSpan(0, body)).CopyTo(bytes.AsSpan(body));
        files.Put(Path, bytes);
        return files;
    }

    private static string Read(CrashingFiles files, string passphrase)
    {
        using EncryptedFile file = EncryptedFile.Open(files, Path, Encoding.UTF8.GetBytes(passphrase), out byte[] contents);
        return Encoding.UTF8.GetString(contents);
    }

    private static WalletFault FaultOf(CrashingFiles files, string passphrase) =>
        Assert.Throws<WalletException>(() => Read(files, passphrase)).Fault;
}
