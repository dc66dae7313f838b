using System.Text.Json;
using Komandor.Cli.Console;
using Komandor.Cryptography;
using Komandor.Ledger;
using Komandor.Node.Configuration;
using Komandor.Primitives;
using Komandor.Wallet.Keys;
using Komandor.Wallet.Storage;

namespace Komandor.Cli.Development;

/// <summary>Makes what a development network starts from, once: identities, a genesis that pays ten accounts, and two wallets.</summary>
internal static class DevelopmentFiles
{
    /// <summary>The passphrase of a development network's wallet. Not a secret.</summary>
    internal const string Passphrase = "development";

    /// <summary>The prefix of a development network's addresses.</summary>
    internal const string AddressPrefix = "kmdd";

    private const ulong AccountUnits = 10_000_000UL * 100_000_000UL;
    private const ulong PointUnits = 1_000_000_000;

    // Two wallets with sixteen notes each in either tier: enough that rings and cover sets work from the first payment on.
    private const int NotesPerWallet = 16;
    private const ulong NoteUnits = 1_000UL * 100_000_000UL;
    private static readonly JsonSerializerOptions _indented = new() { WriteIndented = true };

    /// <summary>The second asset of a development network, to try payments that are not KMCC.</summary>
    internal static AssetId Points { get; } = new(Hash256.Parse("706f696e7473" + new string('0', 52)));

    /// <summary>The address of a funded account.</summary>
    internal static string Address(int account)
    {
        using SigningKey key = DevelopmentKeys.Account(account);
        return new Address(AddressPrefix, new ShardId(0), Lock.Key(key.PublicKey)).ToString();
    }

    /// <summary>Makes what is missing. A folder that was made for another number of members is refused.</summary>
    /// <exception cref="UsageException">The folder holds another network.</exception>
    internal static void Prepare(DevelopmentPlan plan, TimeProvider time)
    {
        Directory.CreateDirectory(plan.Folder);
        if (!File.Exists(plan.GenesisFile))
        {
            WriteGenesis(plan, time, [PrivateAddress(plan.PagesWalletFile, 0), PrivateAddress(plan.WalletFile, 1)]);
        }

        if (!Genesis.TryParse(File.ReadAllBytes(plan.GenesisFile), out Genesis? genesis, out GenesisFault fault))
        {
            throw new UsageException($"{plan.GenesisFile} is no genesis ({fault}). Name another folder with --data, or delete this one.");
        }

        if (genesis.Roster.Members.Length != plan.Members)
        {
            throw new UsageException(
                $"{plan.Folder} holds a network of {genesis.Roster.Members.Length} members. Start it with --members {genesis.Roster.Members.Length}, or name another folder with --data.");
        }

        WriteWallet(plan.PagesWalletFile, 0);
        WriteWallet(plan.WalletFile, 1);
    }

    private static void WriteGenesis(DevelopmentPlan plan, TimeProvider time, IReadOnlyList<string> noteOwners)
    {
        List<object> members = [];
        for (int member = 1; member <= plan.Members; member++)
        {
            string identity = Path.Combine(plan.MemberFolder(member), "identity.json");
            Directory.CreateDirectory(plan.MemberFolder(member));
            using SigningKey key = File.Exists(identity) ? IdentityFile.Read(identity) : IdentityFile.Create(identity);
            members.Add(new { id = member, key = key.PublicKey.ToString(), weight = 1 });
        }

        List<object> allocations = [];
        for (int account = 0; account < DevelopmentKeys.Accounts; account++)
        {
            allocations.Add(new { to = Address(account), units = AccountUnits, label = $"development account {account}" });
            allocations.Add(new { to = Address(account), units = PointUnits, label = "development points", asset = Points.ToString() });
        }

        AddNotes(allocations, noteOwners);
        object genesis = new
        {
            network = "development",
            addressPrefix = AddressPrefix,
            time = time.GetUtcNow(),
            shard = 0,
            parameters = new
            {
                workPrice = 1,
                validityHorizonSeconds = 24 * 3600,
                weakSubjectivitySeconds = 14 * 24 * 3600,
                anchorBlocks = 1,
                anchorWindow = 1024,
                minimumCover = NotesPerWallet,
                minimumRing = 2 * NotesPerWallet,
            },
            members,
            allocations,
        };

        // Whole or not at all: a half-written genesis would be another chain.
        string temporary = plan.GenesisFile + ".new";
        File.WriteAllBytes(temporary, JsonSerializer.SerializeToUtf8Bytes(genesis, _indented));
        File.Move(temporary, plan.GenesisFile);
    }

    // Owners take turns, so that no stretch of a pool is one wallet's.
    private static void AddNotes(List<object> allocations, IReadOnlyList<string> owners)
    {
        for (int note = 0; note < NotesPerWallet * owners.Count; note++)
        {
            foreach (string tier in (string[])["ring", "shielded"])
            {
                allocations.Add(new { to = owners[note % owners.Count], units = NoteUnits, label = "development note", tier });
            }
        }
    }

    private static string PrivateAddress(string path, int account)
    {
        WriteWallet(path, account);
        using WalletFile file = WalletFile.Open(path, System.Text.Encoding.UTF8.GetBytes(Passphrase));
        return file.FirstPrivateAddress(AddressPrefix);
    }

    private static void WriteWallet(string path, int account)
    {
        if (File.Exists(path))
        {
            return;
        }

        byte[] entropy = System.Security.Cryptography.RandomNumberGenerator.GetBytes(Mnemonic.DefaultEntropySizeBytes);
        using Mnemonic mnemonic = new(entropy);
        using WalletFile file = WalletFile.Create(path, System.Text.Encoding.UTF8.GetBytes(Passphrase), mnemonic, KeyCost.Default);
        using SigningKey key = DevelopmentKeys.Account(account);
        file.Import(key);

        // Nobody wrote these words down, and nothing of worth hangs on them: no page is to remind of it.
        file.MarkBackedUp();
    }
}
