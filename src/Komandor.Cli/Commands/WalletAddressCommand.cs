using System.CommandLine;
using Komandor.Cli.Console;
using Komandor.Primitives;
using Komandor.Wallet;
using Komandor.Wallet.Payments;

namespace Komandor.Cli.Commands;

/// <summary><c>komandor wallet address</c>: shows where others pay to.</summary>
internal static class WalletAddressCommand
{
    internal static Command Create(Terminal terminal)
    {
        WalletOptions options = new();
        Option<bool> fresh = new("--new") { Description = "Make a new address; the earlier ones stay valid." };
        Option<bool> hidden = new("--private") { Description = "The private address: it is paid in the shielded and in the ring tier." };
        Option<string?> amount = new("--amount") { Description = "Ask for an amount of KMCC: shows a payment link." };
        Option<string> label = new("--label") { Description = "Who asks, for the link.", DefaultValueFactory = _ => string.Empty };
        Option<string> message = new("--message") { Description = "What for, for the link.", DefaultValueFactory = _ => string.Empty };
        Option<bool> picture = new("--qr") { Description = "Also draw it as a code to scan." };
        Command command = options.Command("address", "Show the address that others pay to.", terminal, async (parsed, cancelled) =>
        {
            using PrivateSession session = await PrivateSession.OpenAsync(options, parsed, terminal, cancelled);
            bool isFresh = parsed.GetValue(fresh);
            string address = parsed.GetValue(hidden) || session.File.IsWatchOnly
                ? session.Private.Address(session.Chain, isFresh)
                : await session.Service.AddressAsync(session.Chain, isFresh, cancelled);
            ulong? units = parsed.GetValue(amount) is not { } text ? null
                : Amounts.TryParse(text, AssetId.Kmcc, out ulong read) && read > 0 ? read
                : throw new UsageException("--amount takes a number such as 1.5, with up to eight decimals.");
            PaymentUri link = new(address, units, AssetId.Kmcc, parsed.GetValue(label)!, parsed.GetValue(message)!, string.Empty);
            bool asks = units is not null || link.Label.Length + link.Message.Length > 0;
            string shown = asks ? link.ToString() : address;
            string[] imported = [.. session.ImportedAddresses()];
            if (imported.Length > 0 && !parsed.GetValue(options.Json))
            {
                terminal.Error.WriteLine(
                    $"The wallet also holds {(imported.Length == 1 ? "a key that was" : "keys that were")} brought in: its balance counts the coins of {string.Join(", ", imported)}.");
            }

            terminal.Write(
                parsed.GetValue(options.Json),
                new { address, network = session.Chain.Network, link = link.ToString(), imported },
                [shown, .. parsed.GetValue(picture) ? TextQr.Draw(asks ? shown : shown.ToUpperInvariant()) : []]);
            return ExitCode.Ok;
        });
        command.Add(hidden);
        command.Add(amount);
        command.Add(label);
        command.Add(message);
        command.Add(picture);
        command.Add(fresh);
        return command;
    }
}
