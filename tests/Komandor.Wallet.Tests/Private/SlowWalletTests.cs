using System.Globalization;
using Komandor.Ledger.Private;
using Komandor.Primitives;
using Komandor.Testing;
using Komandor.Wallet.Private.Keys;

namespace Komandor.Wallet.Tests.Private;

/// <summary>The document's vectors, computed a second time by what was written from the document alone.</summary>
public sealed class SlowWalletTests
{
    [Fact]
    public void Keys_OfTheDocument_AreDerivedFromItsWords()
    {
        foreach (IReadOnlyDictionary<string, string> vector in DocumentVectors.Read("private-wallet.md", "private-keys"))
        {
            SlowWallet slow = new(Convert.FromHexString(vector["seed"]), 0);
            Assert.Equal(
                [vector["full"], vector["incoming"], vector["address"], vector["change"]],
                new[]
                {
                    Bech32m.Encode("kmdtfvk", slow.FullViewKey()), Bech32m.Encode("kmdtivk", slow.IncomingViewKey()),
                    Bech32m.Encode("kmdt", slow.Address(0)), Bech32m.Encode("kmdt", slow.Address(SlowWallet.Change)),
                });
        }
    }

    [Fact]
    public void Notes_OfTheDocument_AreMadeAndFoundFromItsWords()
    {
        foreach (IReadOnlyDictionary<string, string> vector in DocumentVectors.Read("private-wallet.md", "private-notes"))
        {
            SlowWallet slow = new(Convert.FromHexString(vector["seed"]), 0);
            bool isRing = vector["tier"] == "ring";
            byte[] pool = PoolId.Of(isRing ? PrivateTier.Ring : PrivateTier.Shielded).Value.ToArray();
            ulong value = ulong.Parse(vector["value"], CultureInfo.InvariantCulture);
            byte[] nonce = Sample.Hash("nonce" + vector["name"]).ToArray();
            byte[] made = SlowWallet.Pay(slow.Address(0), pool, isRing, value, Sample.Hash("seed" + vector["name"]).ToArray(), nonce, 0);
            Assert.Equal(vector["output"], Convert.ToHexStringLower(made));
            Assert.Equal(value, slow.Find(made, pool, isRing, nonce, 0, 0));
            Assert.Null(slow.Find(made, pool, isRing, nonce, 1, 0));
            Assert.Null(slow.Find(made, pool, isRing, nonce, 0, 1));
        }
    }

    [Theory]
    [InlineData(3, 0UL)]
    [InlineData(4, 77UL)]
    public void Address_OfAnyWallet_IsTheOneThatTheSlowWayMakes(byte number, ulong address)
    {
        byte[] seed = [.. Enumerable.Repeat(number, 64)];
        using SpendKey key = SpendKey.Derive(seed, 0);
        Assert.Equal(key.View.Incoming.AddressAt("kmdd", address).Encode(), new SlowWallet(seed, 0).Address(address));
    }
}
