using System.CommandLine;
using Komandor.Api;
using Komandor.Api.Messages;
using Komandor.Cli.Console;
using Komandor.Client;
using Komandor.Wallet.Private.Disclosure;
using Komandor.Web.WalletPages;

namespace Komandor.Cli.Commands;

/// <summary><c>komandor wallet verify-proof</c>: judges what somebody proved. It needs no wallet.</summary>
internal static class WalletVerifyProofCommand
{
    internal static Command Create(Terminal terminal)
    {
        WalletOptions options = new();
        Option<string> proof = new("--proof") { Description = "The proof, or @FILE that holds it.", Required = true };
        Option<string> message = new("--message") { Description = "What the proof must be for.", Required = true };
        Command command = options.Command("verify-proof", "Verify a proof that somebody showed.", terminal, async (parsed, cancelled) =>
        {
            using NodeClient node = RpcOption.Connect(parsed.GetRequiredValue(options.Rpc));
            ChainInfo chain = await node.CallAsync(ApiCatalogue.ChainInfo, new NoParameters(), cancelled);
            string text = await TextFile.ReadAsync(parsed.GetRequiredValue(proof), cancelled);
            DisclosureResult result = await new DisclosureVerifier(node).VerifyAsync(chain, text, parsed.GetRequiredValue(message), cancelled);
            terminal.Write(parsed.GetValue(options.Json), result, ProofWords.Of(result));
            return result.Fault == DisclosureFault.None ? ExitCode.Ok : ExitCode.Failed;
        });
        command.Add(proof);
        command.Add(message);
        return command;
    }
}
