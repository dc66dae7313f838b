using System.CommandLine;
using Komandor.Cli.Commands;
using Komandor.Cli.Console;

namespace Komandor.Cli;

/// <summary>The executable: parses the line and runs the command that it names.</summary>
internal static class CommandLineProgram
{
    internal static async Task<int> RunAsync(IReadOnlyList<string> arguments, Terminal terminal, CancellationToken cancellationToken)
    {
        RootCommand root = new("Komandor: a private payment and trade network.\nExit codes: 0 done, 1 refused or failed, 2 wrong usage, 3 no node reached.")
        {
            UpCommand.Create(terminal),
            NodeCommand.Create(terminal),
            NodeCommand.CreateConfiguration(terminal),
            WalletCommand.Create(terminal),
            ReplayCommand.Create(terminal),
            StatusCommand.Create(terminal),
            PauseCommand.Create(terminal),
        };
        ParseResult parsed = root.Parse(arguments);
        InvocationConfiguration configuration = new()
        {
            Output = terminal.Output,
            Error = terminal.Error,
            EnableDefaultExceptionHandler = false,
        };
        if (parsed.Errors.Count > 0)
        {
            foreach (System.CommandLine.Parsing.ParseError error in parsed.Errors)
            {
                await terminal.Error.WriteLineAsync(error.Message);
            }

            await terminal.Error.WriteLineAsync("Add --help to see what the command takes.");
            return ExitCode.Usage;
        }

        return await parsed.InvokeAsync(configuration, cancellationToken);
    }
}
