using System.CommandLine;
using Komandor.Cli.Console;

namespace Komandor.Cli.Commands;

/// <summary><c>komandor wallet</c>: its commands.</summary>
internal static class WalletCommand
{
    internal static Command Create(Terminal terminal) => new("wallet", "Keep keys, receive and pay.")
    {
        WalletCreateCommand.Create(terminal),
        WalletRestoreCommand.Create(terminal),
        WalletBackupCheckCommand.Create(terminal),
        WalletAddressCommand.Create(terminal),
        WalletBalanceCommand.Create(terminal),
        WalletSendCommand.Create(terminal),
        WalletHistoryCommand.Create(terminal),
        WalletScanCommand.Create(terminal),
        WalletCoverCommand.Create(terminal),
        WalletNotesCommand.Create(terminal),
        WalletViewKeyCommand.Create(terminal),
        WalletProveCommand.Create(terminal),
        WalletVerifyProofCommand.Create(terminal),
        WalletSignCommand.Create(terminal),
        WalletSubmitCommand.Create(terminal),
        WalletMultisigCommand.Create(terminal),
        WalletServeCommand.Create(terminal),
    };
}
