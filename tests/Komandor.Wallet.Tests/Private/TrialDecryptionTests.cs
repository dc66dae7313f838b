using Komandor.Ledger.Private;
using Komandor.Primitives;
using Komandor.Wallet.Private.Keys;
using Komandor.Wallet.Private.Scanning;

namespace Komandor.Wallet.Tests.Private;

public sealed class TrialDecryptionTests
{
    [Theory]
    [InlineData(PrivateTier.Ring)]
    [InlineData(PrivateTier.Shielded)]
    public void Find_OwnNotes_AreFoundAndOthersAreNot(PrivateTier tier)
    {
        using SpendKey alice = Sample.Wallet(1);
        using SpendKey bob = Sample.Wallet(2);
        PrivateAddress given = alice.View.Incoming.AddressAt("kmdd", 0);
        PrivateAddress ahead = alice.View.Incoming.AddressAt("kmdd", 15);
        PrivateAddress change = alice.View.Incoming.AddressAt("kmdd", AddressTable.ChangeNumber);
        PrivateAddress foreign = bob.View.Incoming.AddressAt("kmdd", 0);
        CompactBlock block = Sample.Block(
            9, Sample.Pay("a", tier, 100, (given, 5), (foreign, 6)), Sample.Pay("b", tier, 102, (foreign, 7), (ahead, 8)), Sample.Pay("c", tier, 104, (change, 0), (foreign, 1)));
        AddressTable addresses = new(alice.View.Incoming, 1);
        List<FoundNote> found = new TrialDecryption(alice.View.Incoming, addresses).Find(block);
        Assert.Equal([(100UL, 5UL, 0UL), (103, 8, 15), (104, 0, AddressTable.ChangeNumber)], found.Select(note => (note.Index, note.Value, note.AddressNumber)));
        Assert.Equal(16UL, addresses.Given);

        // What was found spends: the key's secret is the one of the note.
        FoundNote note = found[1];
        Assert.Equal(note.Key, OwnedKeys.KeyOf(alice, note));
    }

    [Fact]
    public void Find_NoteUnderAnothersAddressBase_IsNotAnswered()
    {
        // Who pays address 1's keys under the base of address 0 would learn from "paid" that both are one person's.
        using SpendKey alice = Sample.Wallet(1);
        PrivateAddress first = alice.View.Incoming.AddressAt("kmdd", 0);
        PrivateAddress second = alice.View.Incoming.AddressAt("kmdd", 1);
        PrivateAddress mixed = second with { Diversifier = first.Diversifier, FindKey = first.FindKey };
        CompactBlock block = Sample.Block(1, Sample.Pay("a", PrivateTier.Shielded, 0, (mixed, 5), (first, 6)));
        List<FoundNote> found = new TrialDecryption(alice.View.Incoming, new AddressTable(alice.View.Incoming, 2)).Find(block);
        Assert.Equal([6UL], found.Select(note => note.Value));
    }

    [Fact]
    public void Find_TwoNotesWithOneKey_CountOnce()
    {
        using SpendKey alice = Sample.Wallet(1);
        PrivateAddress address = alice.View.Incoming.AddressAt("kmdd", 0);
        CompactTransaction made = Sample.Pay("a", PrivateTier.Shielded, 0, (address, 5), (address, 6));

        // The first output's bytes again, in the second's place and in another transaction: h hangs on both, so neither agrees.
        CompactTransaction twice = made with { Outputs = [made.Outputs[0], made.Outputs[0] with { Index = 1 }] };
        CompactTransaction elsewhere = made with { Nonce = Sample.Hash("other"), Id = new TransactionId(Sample.Hash("other")) };
        TrialDecryption trial = new(alice.View.Incoming, new AddressTable(alice.View.Incoming, 1));
        Assert.Equal([5UL], trial.Find(Sample.Block(1, twice)).Select(note => note.Value));
        Assert.Empty(trial.Find(Sample.Block(2, elsewhere)));
    }

    [Fact]
    public void Find_AnyChangedPartOfAnOutput_IsNotCounted()
    {
        using SpendKey alice = Sample.Wallet(1);
        PrivateAddress address = alice.View.Incoming.AddressAt("kmdd", 0);
        CompactTransaction made = Sample.Pay("a", PrivateTier.Ring, 0, (address, 5), (address, 6));
        PrivateOutput own = made.Outputs[0].Output;
        PrivateOutput other = made.Outputs[1].Output;
        byte[] wrongValue = own.SealedValue.ToArray();
        wrongValue[0] ^= 1;
        byte[] wrongAnchor = own.SealedValue.ToArray();
        wrongAnchor[23] ^= 1;
        PrivateOutput[] changed =
        [
            own with { Key = other.Key }, own with { Commitment = other.Commitment }, own with { EphemeralKey = other.EphemeralKey },
            own with { SealedValue = wrongValue }, own with { SealedValue = wrongAnchor }, own with { ViewTag = (byte)(own.ViewTag ^ 1) },
            own with { EphemeralKey = Hash256.Zero }, own with { EphemeralKey = new Hash256([.. Enumerable.Repeat((byte)255, 32)]) },
        ];
        TrialDecryption trial = new(alice.View.Incoming, new AddressTable(alice.View.Incoming, 1));
        foreach (PrivateOutput output in changed)
        {
            Assert.Empty(trial.Find(Sample.Block(1, made with { Outputs = [new CompactOutput(0, output)] })));
        }
    }

    [Fact]
    public void Find_OfAnotherWalletsViewKey_ShowsNothing()
    {
        using SpendKey alice = Sample.Wallet(1);
        using SpendKey bob = Sample.Wallet(2);
        CompactBlock block = Sample.Block(1, Sample.Pay("a", PrivateTier.Shielded, 0, (alice.View.Incoming.AddressAt("kmdd", 0), 5)));
        Assert.Empty(new TrialDecryption(bob.View.Incoming, new AddressTable(bob.View.Incoming, 1)).Find(block));
    }
}
