using System.Globalization;
using Komandor.Cryptography;
using Komandor.Testing;
using Komandor.Wallet.Keys;

namespace Komandor.Wallet.Tests.Keys;

public sealed class KeyDerivationTests
{
    [Fact]
    public void Vectors_OfSlip10_Agree()
    {
        foreach (IReadOnlyDictionary<string, string> vector in DocumentVectors.Read("wallet.md", "slip10"))
        {
            uint[] path = [.. vector["path"].Split('/').Skip(1).Select(step => uint.Parse(step.TrimEnd('\''), CultureInfo.InvariantCulture))];
            using SigningKey key = KeyDerivation.Derive(Convert.FromHexString(vector["seed"]), path);
            byte[] secret = new byte[SigningKey.SeedSizeBytes];
            key.CopySeedTo(secret);
            Assert.Equal(vector["private"], Convert.ToHexStringLower(secret));
            Assert.Equal(vector["public"], key.PublicKey.ToString());
        }
    }

    [Fact]
    public void Derive_ChainAndIndex_ArePlacesOfThePath()
    {
        byte[] seed = [.. Enumerable.Range(0, 64).Select(value => (byte)value)];
        using SigningKey named = KeyDerivation.Derive(seed, 0, KeyChain.Change, 7);
        using SigningKey spelled = KeyDerivation.Derive(seed, [44, 1263354691, 0, 1, 7]);
        Assert.Equal(spelled.PublicKey, named.PublicKey);
    }

    [Fact]
    public void DevelopmentAccounts_AreThoseOfTheDocument()
    {
        foreach (IReadOnlyDictionary<string, string> vector in DocumentVectors.Read("wallet.md", "development-accounts"))
        {
            using SigningKey key = vector.TryGetValue("account", out string? account)
                ? DevelopmentKeys.Account(int.Parse(account, CultureInfo.InvariantCulture))
                : DevelopmentKeys.Owner(vector["owner"]);
            Assert.Equal(vector["key"], key.PublicKey.ToString());
        }
    }
}
