using System.Text.Json;
using Komandor.Primitives;
using Komandor.Testing;

namespace Komandor.Cryptography.Tests;

public sealed class WycheproofTests
{
    // R is the neutral point with a sign: RFC 8032 refuses the encoding, ZIP-215 reads it as the neutral point (rule Z2).
    private static readonly int[] _validByZip215Alone = [151];

    [Fact]
    public void Verify_TheCasesOfWycheproof_HaveTheirVerdict()
    {
        int cases = 0;
        using JsonDocument file = JsonDocument.Parse(File.ReadAllText(Repository.At("tests/data/wycheproof/ed25519_test.json")));
        foreach (JsonElement group in file.RootElement.GetProperty("testGroups").EnumerateArray())
        {
            Assert.True(PublicKey.TryParse(group.GetProperty("publicKey").GetProperty("pk").GetString(), out PublicKey key));
            foreach (JsonElement one in group.GetProperty("tests").EnumerateArray())
            {
                cases++;
                int id = one.GetProperty("tcId").GetInt32();
                byte[] signature = Convert.FromHexString(one.GetProperty("sig").GetString()!);
                bool valid = one.GetProperty("result").GetString() == "valid" || _validByZip215Alone.Contains(id);
                if (signature.Length != Signature.SizeBytes)
                {
                    Assert.False(valid);
                    continue;
                }

                byte[] message = Convert.FromHexString(one.GetProperty("msg").GetString()!);
                Assert.True(valid == Ed25519Zip215.Verify(key, message, new Signature(signature)), $"Case {id}.");
                Assert.True(valid == Ed25519Zip215.VerifyByEngine(key, message, new Signature(signature)), $"Case {id}.");
            }
        }

        Assert.Equal(151, cases);
    }
}
