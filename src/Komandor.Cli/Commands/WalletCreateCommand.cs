using System.CommandLine;
using System.Security.Cryptography;
using Komandor.Cli.Console;
using Komandor.Cryptography;
using Komandor.Wallet.Keys;
using Komandor.Wallet.Storage;

namespace Komandor.Cli.Commands;

/// <summary><c>komandor wallet create</c>: makes a wallet and shows its words once.</summary>
internal static class WalletCreateCommand
{
    internal static Command Create(Terminal terminal)
    {
        WalletOptions options = new();
        Option<bool> yes = new("--yes") { Description = "Do not ask whether the words were written down." };
        Option<int?> development = new("--development")
        {
            Description = "Also hold the key of this funded account of a development network, from 0 to 9.",
            HelpName = "INDEX",
        };
        Command command = options.Command("create", "Make a wallet and show its words, once.", terminal, (parsed, _) =>
        {
            string path = parsed.GetRequiredValue(options.File);
            bool json = parsed.GetValue(options.Json);
            using Mnemonic mnemonic = NewMnemonic();
            string words = string.Join(' ', Enumerable.Range(0, mnemonic.WordCount).Select(mnemonic.Word));
            Make(terminal, path, mnemonic, parsed.GetValue(development));
            terminal.Write(json, new { wallet = path, words }, Shown(path, words));
            if (!json && !parsed.GetValue(yes) && terminal.Interactive)
            {
                while (!terminal.Confirm("Have you written the words down?"))
                {
                    terminal.Error.WriteLine("Write them down now: they are not shown again, and without them a lost file is lost money.");
                }
            }

            return Task.FromResult(ExitCode.Ok);
        });
        command.Add(yes);
        command.Add(development);
        return command;
    }

    /// <summary>Writes a new wallet's file.</summary>
    internal static void Make(Terminal terminal, string path, Mnemonic mnemonic, int? developmentAccount)
    {
        RequireFree(path);
        if (developmentAccount is < 0 or >= DevelopmentKeys.Accounts)
        {
            throw new UsageException($"Development accounts count from 0 to {DevelopmentKeys.Accounts - 1}.");
        }

        byte[] passphrase = terminal.Passphrase(twice: true);
        try
        {
            using WalletFile file = WalletFile.Create(path, passphrase, mnemonic, terminal.KeyCost);
            if (developmentAccount is int account)
            {
                using SigningKey key = DevelopmentKeys.Account(account);
                file.Import(key);
            }
        }
        finally
        {
            CryptographicOperations.ZeroMemory(passphrase);
        }
    }

    /// <summary>Refuses to overwrite, and makes the folder.</summary>
    internal static void RequireFree(string path)
    {
        if (Directory.Exists(path))
        {
            throw new WalletException(WalletFault.AlreadyExists, $"{path} is a folder. Name a file in it with --wallet, such as {Path.Combine(path, "wallet")}.");
        }

        if (File.Exists(path))
        {
            throw new WalletException(WalletFault.AlreadyExists, $"{path} exists and is not overwritten. Name another file with --wallet.");
        }

        if (Path.GetDirectoryName(Path.GetFullPath(path)) is string folder)
        {
            MakeFolder(folder);
        }
    }

    private static void MakeFolder(string folder)
    {
        try
        {
            Directory.CreateDirectory(folder);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new WalletException(WalletFault.NotFound, $"The folder {folder} does not exist and cannot be made. Name another file with --wallet.", failure);
        }
    }

    private static Mnemonic NewMnemonic()
    {
        Span<byte> entropy = stackalloc byte[Mnemonic.DefaultEntropySizeBytes];
        RandomNumberGenerator.Fill(entropy);
        Mnemonic mnemonic = new(entropy);
        CryptographicOperations.ZeroMemory(entropy);
        return mnemonic;
    }

    private static IEnumerable<string> Shown(string path, string words)
    {
        yield return $"The wallet is in {path}. These words restore it; they are shown this once:";
        yield return string.Empty;
        string[] all = words.Split(' ');
        for (int row = 0; row < all.Length; row += 6)
        {
            yield return "  " + string.Concat(all.Skip(row).Take(6).Select((word, column) => $"{row + column + 1,2} {word,-10}")).TrimEnd();
        }

        yield return string.Empty;
        yield return "Write them on paper. Whoever has them has the money.";
    }
}
