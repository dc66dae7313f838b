using Komandor.Ledger.Private;
using Komandor.Testing;
using Komandor.Wallet.Private.Keys;
using Komandor.Wallet.Private.Scanning;

namespace Komandor.Wallet.Tests.Private;

public sealed class PrivateWalletVectors
{
    [Fact]
    public void Keys_OfTheDocument_AreDerived()
    {
        foreach (IReadOnlyDictionary<string, string> vector in DocumentVectors.Read("private-wallet.md", "private-keys"))
        {
            using SpendKey key = SpendKey.Derive(Convert.FromHexString(vector["seed"]), 0);
            string[] made =
            [
                ViewKeyText.Full("kmdt", key.View), ViewKeyText.Incoming("kmdt", key.View.Incoming),
                key.View.Incoming.AddressAt("kmdt", 0).ToString(), key.View.Incoming.AddressAt("kmdt", AddressTable.ChangeNumber).ToString(),
            ];
            Assert.Equal([vector["full"], vector["incoming"], vector["address"], vector["change"]], made);
        }
    }

    [Fact]
    public void Notes_OfTheDocument_AreMadeAndFound()
    {
        foreach (IReadOnlyDictionary<string, string> vector in DocumentVectors.Read("private-wallet.md", "private-notes"))
        {
            using SpendKey key = SpendKey.Derive(Convert.FromHexString(vector["seed"]), 0);
            PrivateTier tier = vector["tier"] == "ring" ? PrivateTier.Ring : PrivateTier.Shielded;
            CompactTransaction made = Sample.Pay(vector["name"], tier, 0, (key.View.Incoming.AddressAt("kmdt", 0), ulong.Parse(vector["value"], System.Globalization.CultureInfo.InvariantCulture)));
            Primitives.CanonicalWriter writer = new();
            made.Outputs[0].Output.Write(writer);
            Assert.Equal(vector["output"], Convert.ToHexStringLower(writer.Written));
            Assert.Single(new TrialDecryption(key.View.Incoming, new AddressTable(key.View.Incoming, 1)).Find(Sample.Block(1, made)));
        }
    }
}
