using System.CommandLine;
using System.Security.Cryptography;
using Komandor.Cli.Console;
using Komandor.Wallet.Storage;

namespace Komandor.Cli.Commands;

/// <summary><c>komandor wallet backup-check</c>: compares what was written down with the wallet's words. It asks no node.</summary>
internal static class WalletBackupCheckCommand
{
    private const int Asked = 3;

    internal static Command Create(Terminal terminal)
    {
        WalletOptions options = new();
        return options.Command(
            "backup-check", "Check that the words that you wrote down are this wallet's: asks for three of them, or reads all from standard input.", terminal, (parsed, _) =>
            {
                using WalletFile file = options.Open(parsed, terminal);
                if (file.IsWatchOnly)
                {
                    throw new WalletException(WalletFault.WatchOnly, "This wallet only watches: it has no words. Keep its view key instead.");
                }

                // Which word is wrong is not said: whoever guesses learns as little as can be.
                bool isRight = file.CheckBackup(terminal.Interactive ? AskSome(terminal, file.WordCount) : ReadAll(terminal, file.WordCount));
                terminal.Write(
                    parsed.GetValue(options.Json), new { isRight },
                    isRight
                        ? "All right. The words that you have restore this wallet: keep them where neither fire nor strangers come."
                        : "These are not the words. Compare the places and the spelling, and try again.");
                return Task.FromResult(isRight ? ExitCode.Ok : ExitCode.Failed);
            });
    }

    private static List<(int Index, string Word)> AskSome(Terminal terminal, int wordCount)
    {
        int[] places = [.. Enumerable.Range(0, wordCount)];
        RandomNumberGenerator.Shuffle<int>(places);
        return [.. places.Take(Asked).Order().Select(place => (place, terminal.Ask($"Word {place + 1}:")))];
    }

    private static List<(int Index, string Word)> ReadAll(Terminal terminal, int wordCount)
    {
        string[] words = terminal.Ask("The words:").Split(' ', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        return words.Length == wordCount ? [.. words.Select((word, place) => (place, word))] : [];
    }
}
