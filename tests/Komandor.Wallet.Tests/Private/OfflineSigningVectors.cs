using Komandor.Ledger.Private;
using Komandor.Primitives;
using Komandor.Testing;
using Komandor.Wallet.Keys;
using Komandor.Wallet.Private.Keys;
using Komandor.Wallet.Private.Offline;
using Komandor.Wallet.Storage;

namespace Komandor.Wallet.Tests.Private;

public sealed class OfflineSigningVectors
{
    private const int OwnPlace = 5;

    [Theory]
    [InlineData(PrivateTier.Shielded)]
    [InlineData(PrivateTier.Ring)]
    public void Requests_OfTheDocument_AreMadeAndSigned(PrivateTier tier)
    {
        IReadOnlyDictionary<string, string> vector = DocumentVectors.Read("private-wallet.md", "offline-requests").Single(one => one["tier"] == TierText.Of(tier));
        using SpendKey key = KeyOf(vector["entropy"]);
        Assert.Equal(vector["request"], OfflineText.Write(OfflineKind.Request, Request(key, tier).Encode()));
        Assert.Equal(OfflineFault.None, SigningRequest.TryRead(vector["request"], out SigningRequest? request));
        Assert.Equal(vector["name"], request!.Id.ToString());
        using WalletFile cold = WalletFile.Create(
            new Storage.CrashingFiles(), null, "cold", "test"u8, new Mnemonic(Convert.FromHexString(vector["entropy"])), new KeyCost(1, 8192));
        Assert.Equal(vector["transaction"], ColdSigner.Sign(cold, request).Transaction.ToString());
    }

    [Fact]
    public void Parts_OfTheDocument_AreCutAndJoined()
    {
        foreach (IReadOnlyDictionary<string, string> vector in DocumentVectors.Read("private-wallet.md", "offline-parts"))
        {
            byte[] bytes = Convert.FromHexString(vector["bytes"]);
            string[] parts = [vector["first"], vector["second"]];
            Assert.Equal(parts, OfflineParts.Split(OfflineKind.Answer, bytes));
        }
    }

    [Theory]
    [InlineData(PrivateTier.Shielded)]
    [InlineData(PrivateTier.Ring)]
    public void TryRead_ARequestThatIsCutOff_IsMalformed(PrivateTier tier)
    {
        using SpendKey key = Sample.Wallet(1);
        byte[] bytes = Request(key, tier).Encode();
        for (int size = 0; size < bytes.Length; size++)
        {
            Assert.Equal(OfflineFault.Malformed, SigningRequest.TryRead(OfflineText.Write(OfflineKind.Request, bytes.AsSpan(0, size)), out _));
        }
    }

    private static SpendKey KeyOf(string entropy)
    {
        using Mnemonic words = new(Convert.FromHexString(entropy));
        byte[] seed = new byte[Mnemonic.SeedSizeBytes];
        words.DeriveSeed([], seed);
        return SpendKey.Derive(seed, 0);
    }

    // Sixteen notes of 100,000 units, of which number 5 is the wallet's own, and a payment of 30,000 to the address number 3 of another wallet.
    private static SigningRequest Request(SpendKey key, PrivateTier tier)
    {
        using SpendKey other = Sample.Wallet(7);
        Hash256 nonce = Sample.Hash("nonce of the notes");
        byte[] seed = Sample.Hash("seed of the notes").ToArray();
        PrivateOutput[] made = [.. Enumerable.Range(0, PrivateLimits.RingMembers).Select(output => NoteMaker.Make(
            (output == OwnPlace ? key : other).View.Incoming.AddressAt("kmdt", 0), tier, 100_000, seed, nonce, output, out _, out _))];
        bool isRing = tier == PrivateTier.Ring;
        SigningNote note = new()
        {
            Tier = tier,
            Index = 100 + OwnPlace,
            Key = made[OwnPlace].Key,
            Commitment = made[OwnPlace].Commitment,
            EphemeralKey = made[OwnPlace].EphemeralKey,
            Value = 100_000,
            AddressNumber = 0,
            Nonce = nonce,
            Output = OwnPlace,
            Weight = isRing ? default : NoteWeight.Of(new ChainId(Sample.Hash("chain")), PoolId.Shielded, 64, new BlockId(Sample.Hash("block"))),
            Set = isRing ? 0UL : 2,
            Members = isRing ? [.. made.Select((_, index) => 100 + (ulong)index)] : [],
            Ring = isRing ? made.SelectMany(one => (byte[])[.. one.Key.ToArray(), .. one.Commitment.ToArray()]).ToArray() : default,
        };
        SigningRequest request = new()
        {
            Chain = new ChainBinding(new ChainId(Sample.Hash("chain")), "test", "kmdt", default),
            Tier = tier,
            ValidUntil = new Timestamp(1_800_000_000_000_000),
            Recipient = other.View.Incoming.AddressAt("kmdt", 3).ToString(),
            Amount = 30_000,
            Memo = "from afar",
            Fee = isRing ? 3_262UL : 6_462,
            AnchorHeight = isRing ? 0UL : 128,
            PaddingSet = isRing ? 0UL : 1,
            Place = 1,
            Seed = Sample.Hash("seed").ToArray(),
            Randomness = Sample.Hash("randomness").ToArray(),
            Notes = [note],
        };
        return isRing ? request : request with
        {
            Transaction = OfflineBody.OfShielded(request, key.View, [note.Find(key.View.Incoming.Find)!]).Made.Body.Id,
        };
    }
}
