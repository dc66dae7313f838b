using Komandor.Cryptography.Curve25519;
using Komandor.Cryptography.Proofs;
using Komandor.Ledger.Private;
using Komandor.Primitives;
using Komandor.Wallet.Private.Keys;

namespace Komandor.Wallet.Tests.Private;

public sealed class ViewKeyTests
{
    private static readonly ChainId _chain = new(Sample.Hash("chain"));

    [Fact]
    public void Address_RoundTripsAsText_AndIsOfItsNetwork()
    {
        using SpendKey wallet = Sample.Wallet(1);
        PrivateAddress address = wallet.View.Incoming.AddressAt("kmdd", 7);
        Assert.True(PrivateAddress.TryParse(address.ToString(), "kmdd", out PrivateAddress? read, out _));
        Assert.Equal(address, read);
        Assert.False(PrivateAddress.TryParse(address.ToString(), "kmd", out _, out Ledger.AddressFault fault));
        Assert.Equal(Ledger.AddressFault.WrongNetwork, fault);
    }

    [Fact]
    public void Addresses_OfOneWallet_ShareNothing()
    {
        using SpendKey wallet = Sample.Wallet(1);
        HashSet<Hash256> parts = [];
        HashSet<UInt128> diversifiers = [];
        for (ulong number = 0; number < 40; number++)
        {
            PrivateAddress address = wallet.View.Incoming.AddressAt("kmdd", number);
            Assert.True(diversifiers.Add(address.Diversifier));
            Assert.True(parts.Add(address.FindKey) && parts.Add(address.ShieldedKey) && parts.Add(address.RingKey));
        }
    }

    [Fact]
    public void ViewKeys_RoundTripAsText_AndGiveTheSameAddresses()
    {
        using SpendKey wallet = Sample.Wallet(2);
        PrivateAddress expected = wallet.View.Incoming.AddressAt("kmdt", 3);
        Assert.True(ViewKeyText.TryRead(ViewKeyText.Full("kmdt", wallet.View), out string prefix, out FullViewKey? full, out IncomingViewKey? none));
        Assert.Equal("kmdt", prefix);
        Assert.Null(none);
        Assert.True(ViewKeyText.TryRead(ViewKeyText.Incoming("kmdt", wallet.View.Incoming), out _, out _, out IncomingViewKey? incoming));
        using (full)
        using (incoming)
        {
            Assert.Equal(expected, full!.Incoming.AddressAt("kmdt", 3));
            Assert.Equal(expected, incoming!.AddressAt("kmdt", 3));
        }

        Assert.False(ViewKeyText.TryRead(expected.ToString(), out _, out _, out _));
        Assert.False(ViewKeyText.TryRead(null, out _, out _, out _));
    }

    [Fact]
    public void Tag_OfTheFullViewKey_IsTheSpendersTag()
    {
        using SpendKey wallet = Sample.Wallet(3);
        Scalar weight = KeyHash.Scalar(TestDomains.Test, [1], []);
        Scalar offset = KeyHash.Scalar(TestDomains.Test, [2], []);
        EdwardsPoint tagBase = Generators.TagBase(_chain, PoolId.Shielded.Value);
        EdwardsPoint tag = PrivateAssembler.Tag(tagBase, weight * (wallet.View.Serial + offset), weight * wallet.Spend);
        Assert.Equal(NoteMaker.Encode(tag), wallet.View.Tag(tagBase, weight, offset));
    }

    // T = (w·s′)⁻¹·(U − w·r·K) needs r·K and s′ apart. An incoming key holds P₂ = s·F + r·K, i, and the offsets alone: every combination of what it
    // knows, in the place of what it lacks, misses the tag.
    [Fact]
    public void IncomingViewKey_ComputesNoTag()
    {
        using SpendKey wallet = Sample.Wallet(4);
        IncomingViewKey incoming = wallet.View.Incoming;
        Scalar weight = KeyHash.Scalar(TestDomains.Test, [1], []);
        Scalar offset = KeyHash.Scalar(TestDomains.Test, [2], []);
        EdwardsPoint tagBase = Generators.TagBase(_chain, PoolId.Shielded.Value);
        Hash256 tag = wallet.View.Tag(tagBase, weight, offset);
        EdwardsPoint[] spendPoints = [incoming.ShieldedBase, incoming.RingBase, Generators.Spend, Generators.Serial, EdwardsPoint.Identity];
        Scalar[] serials = [offset, incoming.Find, incoming.Find + offset, Scalar.One, incoming.Find * offset];
        foreach (EdwardsPoint point in spendPoints)
        {
            foreach (Scalar serial in serials)
            {
                EdwardsPoint guess = (tagBase + -point.Multiply(weight)).Multiply(ScalarSpans.Invert(weight * serial));
                Assert.NotEqual(tag, NoteMaker.Encode(guess));
            }
        }

        // Two wallets with one incoming key and different s and r: what it sees is the same, so no function of it can be both tags.
        Scalar shift = KeyHash.Scalar(TestDomains.Test, [3], []);
        EdwardsPoint otherPoint = wallet.View.SpendPoint + -Generators.Serial.Multiply(shift);
        using FullViewKey other = new(incoming.Find, wallet.View.Serial + shift, otherPoint, incoming.RingBase, new byte[32]);
        byte[] left = new byte[IncomingViewKey.SizeBytes];
        byte[] right = new byte[IncomingViewKey.SizeBytes];
        incoming.Write(left);
        other.Incoming.Write(right);
        Assert.Equal(left, right);
        Assert.NotEqual(tag, other.Tag(tagBase, weight, offset));
    }
}
