using Komandor.Ledger.Private;
using Komandor.Primitives;
using Komandor.Wallet.Private;
using Komandor.Wallet.Private.Keys;
using Komandor.Wallet.Private.Scanning;

namespace Komandor.Wallet.Tests.Private;

/// <summary>What a node can make a wallet believe, and what it cannot.</summary>
public sealed class LyingNodeTests : IDisposable
{
    private static readonly PrivateParameters _numbers = new(1, 64, 16, 16);
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("komandor-lie-");
    private readonly SpendKey _alice = Sample.Wallet(1);
    private readonly SpendKey _bob = Sample.Wallet(2);

    public void Dispose()
    {
        _alice.Dispose();
        _bob.Dispose();
        _folder.Delete(recursive: true);
    }

    [Theory]
    [InlineData(PrivateTier.Ring)]
    [InlineData(PrivateTier.Shielded)]
    public void Scan_OneNoteToldTwiceUnderOneNonce_CountsOnce(PrivateTier tier)
    {
        using PoolCopy copy = new(Path.Combine(_folder.FullName, "twice"));
        CompactTransaction paid = Sample.Pay("a", tier, 0, (Own(_alice), 5), (Own(_bob), 6));
        CompactTransaction again = paid with { Id = new TransactionId(Sample.Hash("another")) };
        PrivateState state = Read(copy, new PrivateState(), Sample.Block(1, paid), Sample.Block(2, again));
        Assert.Equal([(0UL, 5UL)], state.Notes.Select(note => (note.Found.Index, note.Found.Value)));
        Assert.Equal(5UL, Assert.Single(state.Entries).Received);
    }

    [Fact]
    public void Scan_AfterANodeLiedAboutNumbers_FindsTheNoteWhereItStands()
    {
        using PoolCopy copy = new(Path.Combine(_folder.FullName, "shifted"));
        CompactTransaction foreign = Sample.Pay("b", PrivateTier.Ring, 0, (Own(_bob), 1), (Own(_bob), 2));
        CompactTransaction paid = Sample.Pay("a", PrivateTier.Ring, 0, (Own(_alice), 5), (Own(_bob), 6));
        PrivateState lied = Read(copy, new PrivateState(), Sample.Block(1, foreign), Sample.Block(2, paid));
        Assert.Equal([2UL], lied.Notes.Select(note => note.Found.Index));
        Assert.True(copy.Keep(0, 0));
        PrivateState told = Read(copy, lied with { NextHeight = 0, RingSize = 0, ShieldedSize = 0, Entries = [] }, Sample.Block(2, paid));
        Assert.Equal([(0UL, 5UL)], told.Notes.Select(note => (note.Found.Index, note.Found.Value)));
    }

    private static PrivateAddress Own(SpendKey key) => key.View.Incoming.AddressAt("kmdd", 0);

    private static PrivateState Read(PoolCopy copy, PrivateState state, params CompactBlock[] blocks)
    {
        using WalletKeys keys = new(Sample.Wallet(1));
        PrivateScanner scanner = new(keys, copy, _numbers, new ChainId(Sample.Hash("chain")), "kmdd", state);
        scanner.Read(new CompactPage([.. blocks], blocks[^1].Height + 1, blocks[^1].Height));
        return scanner.State;
    }
}
