using System.Collections.Immutable;
using System.Globalization;
using System.Text.RegularExpressions;
using Komandor.Ledger.Private;
using Komandor.Primitives;
using Komandor.Testing;

namespace Komandor.Ledger.Tests;

public sealed partial class DocumentedVectors
{
    private const string P = "cecc1507dc1ddd7295951c290888f095adb9044d1b73d696e6df065d683bd4fc";
    private const string Q = "6b79c57e6a095239282c04818e96112f3f03a4001ba97a564c23852a3f1ea5fc";

    [Theory]
    [InlineData("ledger.md", "G", typeof(GenesisFault))]
    [InlineData("blocks.md", "B", typeof(BlockFault))]
    [InlineData("locks.md", "K", typeof(LockTextFault))]
    [InlineData("addresses.md", "A", typeof(AddressFault))]
    public void Rules_OfTheDocument_AreTheFaults(string document, string letter, Type faults)
    {
        Dictionary<string, int> documented = new() { ["None"] = 0 };
        AddRules(documented, document, letter, 0);
        Assert.Equal(Numbers(faults), documented);
    }

    [Fact]
    public void Rules_OfTheLedgerAndOfPrivateMoney_AreTheFaultsOfTransactions()
    {
        Dictionary<string, int> documented = new() { ["None"] = 0 };
        AddRules(documented, "ledger.md", "L", 0);
        AddRules(documented, "private-money.md", "N", 100);
        Assert.Equal(Numbers(typeof(LedgerFault)), documented);
    }

    [Fact]
    public void Locks_HaveTheDocumentedEncodings()
    {
        foreach (IReadOnlyDictionary<string, string> vector in DocumentVectors.Read("locks.md", "lock"))
        {
            Assert.True(LockText.TryParse(Expand(vector["text"]), out Lock? value, out _, out _), vector["text"]);
            Assert.Equal(Expand(vector["encoding"]), Convert.ToHexStringLower(value.Encoded.Span));
            Assert.Equal(Expand(vector["text"]), value.ToString());
            Assert.True(Lock.TryDecode(value.Encoded.Span, out Lock? again, out _));
            Assert.Equal(value, again);
        }
    }

    [Fact]
    public void Locks_DocumentedRefusals_GiveTheDocumentedFault()
    {
        foreach (IReadOnlyDictionary<string, string> vector in DocumentVectors.Read("locks.md", "lock-refused"))
        {
            Assert.False(Lock.TryDecode(Convert.FromHexString(Expand(vector["encoding"])), out _, out LedgerFault fault));
            Assert.Equal(vector["fault"], fault.ToString());
        }

        foreach (IReadOnlyDictionary<string, string> vector in DocumentVectors.Read("locks.md", "lock-text-refused"))
        {
            Assert.False(LockText.TryParse(Expand(vector["text"]), out _, out LockTextFault fault, out int position));
            Assert.Equal((vector["fault"], vector["position"]), (fault.ToString(), position.ToString(CultureInfo.InvariantCulture)));
        }
    }

    [Fact]
    public void Openings_HaveTheDocumentedVerdict()
    {
        TestChain chain = new();
        byte[] secret = new byte[32];
        Hash256 digest = new(System.Security.Cryptography.SHA256.HashData(secret));
        Lock held = Lock.Create(LockNode.Or(
            LockNode.Key(TestChain.Keys[0].PublicKey),
            LockNode.Threshold(2, LockNode.Key(TestChain.Keys[1].PublicKey), LockNode.Sha256(digest), LockNode.After(default))));
        TransactionBody body = chain.Draft(chain.Coin(0)).Build();
        ReadOnlyMemory<byte>[] data =
            [Witness.SignatureBytes(TestChain.Keys[0], body), Witness.SignatureBytes(TestChain.Keys[1], body), secret, default];
        foreach (IReadOnlyDictionary<string, string> vector in DocumentVectors.Read("locks.md", "opening"))
        {
            ImmutableArray<LockOpening> openings =
            [
                .. vector["opened"].Split(' ', StringSplitOptions.RemoveEmptyEntries)
                    .Select(leaf => int.Parse(leaf, CultureInfo.InvariantCulture)).Select(leaf => new LockOpening(leaf, data[leaf])),
            ];
            LedgerFault fault = chain.Verifier.Verify(Transaction.Create(body, new Witness(held, openings)), out _);
            Assert.Equal(vector["fault"], fault.ToString());
        }
    }

    [Fact]
    public void Addresses_HaveTheDocumentedTexts()
    {
        foreach (IReadOnlyDictionary<string, string> vector in DocumentVectors.Read("addresses.md", "address"))
        {
            Assert.True(Address.TryParse(vector["text"], vector["prefix"], out Address? address, out _));
            Assert.Equal(vector["shard"], address.Shard.ToString());
            Assert.Equal(vector["lock"], address.Lock.ToString());
            Assert.Equal(vector["text"], address.ToString());
            Assert.True(Address.TryParse(vector["text"].ToUpperInvariant(), out Address? upper, out _));
            Assert.Equal(address, upper);
        }

        foreach (IReadOnlyDictionary<string, string> vector in DocumentVectors.Read("addresses.md", "address-refused"))
        {
            Assert.False(Address.TryParse(vector["text"], "kmd", out Address? address, out AddressFault fault));
            Assert.Null(address);
            Assert.Equal(vector["fault"], fault.ToString());
        }
    }

    [Fact]
    public void Transactions_HaveTheDocumentedNames()
    {
        foreach (IReadOnlyDictionary<string, string> vector in DocumentVectors.Read("ledger.md", "transaction"))
        {
            byte[] bytes = Convert.FromHexString(vector["body"] + vector["witnesses"]);
            Assert.True(Transaction.TryDecode(bytes, out Transaction? transaction, out _));
            Assert.Equal(vector["body"], Convert.ToHexStringLower(transaction.Body.Encoded.Span));
            Assert.Equal(vector["id"], transaction.Id.ToString());
            Assert.Equal(vector["witnessId"], transaction.WitnessId.ToString());
            Assert.Equal(vector["signed"], transaction.Body.SigningHash.ToString());
            Assert.Equal(vector["output0"], transaction.Body.ObjectOf(0).ToString());
            Assert.Equal(vector["work"], transaction.Work.ToString(CultureInfo.InvariantCulture));
            TransactionVerifier verifier = new(transaction.Body.ChainId, transaction.Body.Shard);
            Assert.Equal(LedgerFault.None, verifier.Verify(transaction, out _));
        }
    }

    [Fact]
    public void SystemObjects_HaveTheDocumentedIds()
    {
        foreach (IReadOnlyDictionary<string, string> vector in DocumentVectors.Read("ledger.md", "system-object"))
        {
            Assert.Equal(vector["id"], LedgerHash.SystemObject(vector["name"]).ToString());
        }
    }

    [Fact]
    public void PoolHistory_Documented_IsWhatIsHashed()
    {
        IReadOnlyDictionary<string, string> vector = DocumentVectors.Read("private-money.md", "pool-history").Single();
        Hash256 note = PoolHistory.Add(Hash256.Zero, new PoolNote(Hash256.Parse(string.Concat(Enumerable.Repeat("44", 32))), Hash256.Parse(string.Concat(Enumerable.Repeat("55", 32))), 7));
        Assert.Equal(vector["note"], note.ToString());
        Assert.Equal(vector["anchor"], PoolHistory.Add(note, new PoolAnchor(64, 1, new BlockId(Hash256.Parse(string.Concat(Enumerable.Repeat("33", 32)))))).ToString());
    }

    [Fact]
    public void Pools_HaveTheDocumentedIdsObjectsAndWeights()
    {
        foreach (IReadOnlyDictionary<string, string> vector in DocumentVectors.Read("private-money.md", "pool"))
        {
            PrivateTier tier = (PrivateTier)byte.Parse(vector["tier"], CultureInfo.InvariantCulture);
            Assert.Equal(vector["id"], PoolId.Of(tier).ToString());
        }

        foreach (IReadOnlyDictionary<string, string> vector in DocumentVectors.Read("private-money.md", "pool-object"))
        {
            ulong number = ulong.Parse(vector.GetValueOrDefault("number", "0"), CultureInfo.InvariantCulture);
            ObjectId id = vector["kind"] switch
            {
                "pool" => PrivateObjects.Pool(PoolId.Shielded),
                "note" => PrivateObjects.Note(PoolId.Shielded, number),
                "anchor" => PrivateObjects.Anchor(PoolId.Shielded, number),
                "history" => PrivateObjects.History(PoolId.Shielded),
                _ => PrivateObjects.Tag(PoolId.Shielded, Hash256.Parse(vector["tag"])),
            };
            Assert.Equal(vector["id"], id.ToString());
        }

        foreach (IReadOnlyDictionary<string, string> vector in DocumentVectors.Read("private-money.md", "note-weight"))
        {
            byte[] weight = new byte[32];
            NoteWeight.Of(
                new ChainId(Hash256.Parse(vector["chain"])), PoolId.Shielded, ulong.Parse(vector["height"], CultureInfo.InvariantCulture),
                new BlockId(Hash256.Parse(vector["block"]))).Write(weight);
            Assert.Equal(vector["weight"], Convert.ToHexStringLower(weight));
        }
    }

    [Fact]
    public void Headers_HaveTheDocumentedNames()
    {
        foreach (IReadOnlyDictionary<string, string> vector in DocumentVectors.Read("blocks.md", "header"))
        {
            Assert.True(BlockHeader.TryDecode(Convert.FromHexString(vector["bytes"]), out BlockHeader? header, out _));
            Assert.Equal(vector["id"], header.Id.ToString());
            Assert.Equal(vector["signed"], header.SigningHash.ToString());
            Assert.Equal(vector["bytes"], Convert.ToHexStringLower(header.Encode()));
        }
    }

    [Fact]
    public void MerkleRoots_AreTheDocumented()
    {
        foreach (IReadOnlyDictionary<string, string> vector in DocumentVectors.Read("blocks.md", "merkle"))
        {
            Hash256[] leaves =
            [
                .. vector["leaves"].Split(' ', StringSplitOptions.RemoveEmptyEntries)
                    .Select(leaf => MerkleTree.Leaf(Convert.FromHexString(leaf))),
            ];
            Assert.Equal(vector["root"], MerkleTree.Root(leaves).ToString());
        }
    }

    private static void AddRules(Dictionary<string, int> documented, string document, string letter, int offset)
    {
        foreach (Match match in Rule().Matches(File.ReadAllText(Repository.At($"docs/protocol/{document}"))))
        {
            if (match.Groups[1].Value == letter)
            {
                documented.Add(match.Groups[3].Value, offset + int.Parse(match.Groups[2].Value, CultureInfo.InvariantCulture));
            }
        }
    }

    private static Dictionary<string, int> Numbers(Type faults) => Enum.GetNames(faults)
        .ToDictionary(name => name, name => Convert.ToInt32(Enum.Parse(faults, name), CultureInfo.InvariantCulture));

    private static string Expand(string text) => text.Replace("P", P, StringComparison.Ordinal)
        .Replace("Q", Q, StringComparison.Ordinal).Replace("H", string.Concat(Enumerable.Repeat("11", 32)), StringComparison.Ordinal);

    [GeneratedRegex(@"^\| ([A-Z])(\d+) \|.*\| `(\w+)` \|$", RegexOptions.Multiline)]
    private static partial Regex Rule();
}
