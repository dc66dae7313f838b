using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Komandor.Api.Json;
using Komandor.Wallet.Storage;
using Spectre.Console;

namespace Komandor.Cli.Console;

/// <summary>Where a command reads and writes: results to standard output, everything else to standard error.</summary>
internal class Terminal
{
    private const string PassphraseVariable = "KOMANDOR_WALLET_PASSPHRASE";

    private static readonly JsonSerializerOptions _json = new(ApiJson.Options) { WriteIndented = false };

    /// <summary>Results.</summary>
    internal required TextWriter Output { get; init; }

    /// <summary>Progress, questions and errors.</summary>
    internal required TextWriter Error { get; init; }

    /// <summary>Whether a person sits there, who can be asked and sees progress.</summary>
    internal required bool Interactive { get; init; }

    /// <summary>The clock.</summary>
    internal TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>What guessing the passphrase of a new wallet costs.</summary>
    internal KeyCost KeyCost { get; init; } = KeyCost.Default;

    /// <summary>The process's own terminal.</summary>
    internal static Terminal OfProcess() => new()
    {
        Output = System.Console.Out,
        Error = System.Console.Error,
        Interactive = !System.Console.IsInputRedirected && !System.Console.IsErrorRedirected,
    };

    /// <summary>Writes one result: JSON on a line, or lines for people.</summary>
    internal void Write<T>(bool json, T result, params IEnumerable<string> lines)
    {
        if (json)
        {
            Output.WriteLine(JsonSerializer.Serialize(result, _json));
            return;
        }

        foreach (string line in lines)
        {
            Output.WriteLine(line);
        }
    }

    /// <summary>Asks a question that is answered by yes or no; nobody there means no.</summary>
    internal virtual bool Confirm(string question) => Interactive && Asking().Prompt(new ConfirmationPrompt(Markup.Escape(question)) { DefaultValue = false });

    /// <summary>Asks for a text.</summary>
    internal virtual string Ask(string question) => Interactive
        ? Asking().Prompt(new TextPrompt<string>(Markup.Escape(question)).Secret())
        : System.Console.In.ReadLine() ?? throw new UsageException("Write the words to standard input.");

    /// <summary>What is pasted or piped in, up to an empty line or the end.</summary>
    internal virtual string Paste()
    {
        if (Interactive)
        {
            Error.WriteLine("Paste it here, and end with an empty line.");
        }

        StringBuilder pasted = new();
        while (System.Console.In.ReadLine() is { Length: > 0 } line)
        {
            pasted.AppendLine(line);
        }

        return pasted.ToString();
    }

    /// <summary>The passphrase as UTF-8: from the environment, or typed; the caller zeroes it.</summary>
    /// <param name="twice">Whether it is a new one, which is typed twice.</param>
    internal byte[] Passphrase(bool twice)
    {
        string? text = Environment.GetEnvironmentVariable(PassphraseVariable);
        if (text is null && !Interactive)
        {
            throw new UsageException($"Set {PassphraseVariable}: there is nobody to ask for the wallet's passphrase.");
        }

        if (text is null)
        {
            text = Ask(twice ? "New passphrase of the wallet:" : "Passphrase of the wallet:");
            if (twice && !CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(text), Encoding.UTF8.GetBytes(Ask("Again:"))))
            {
                throw new UsageException("The two passphrases differ. Start again.");
            }
        }

        return text.Length > 0 ? Encoding.UTF8.GetBytes(text) : throw new UsageException("The passphrase is empty. Choose one.");
    }

    private IAnsiConsole Asking() => AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(Error) });
}
