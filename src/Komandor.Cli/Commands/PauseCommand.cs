using System.CommandLine;
using System.Text;
using Komandor.Api;
using Komandor.Api.Messages;
using Komandor.Cli.Console;
using Komandor.Cli.Pause;
using Komandor.Client;
using Komandor.Cryptography;
using Komandor.Ledger;
using Komandor.Ledger.Private;
using Komandor.Node.Configuration;
using Komandor.Primitives;

namespace Komandor.Cli.Commands;

/// <summary><c>komandor pause</c>: members stop a private pool for 14 days, but for what leaves it. One makes the order, each signs, one joins the signatures and hands it in.</summary>
/// <remarks>docs/protocol/private-money.md §6; docs/operations.md.</remarks>
internal static class PauseCommand
{
    private const int WaitMs = 60_000;

    internal static Command Create(Terminal terminal) => new("pause", "Stop a private pool for 14 days, but for what leaves it: an order of members with more than two thirds of the weight.")
    {
        Make(terminal),
        Sign(terminal),
        Combine(terminal),
        Submit(terminal),
    };

    private static Command Make(Terminal terminal)
    {
        Option<string> pool = new("--pool") { Description = "The pool to pause.", Required = true };
        pool.AcceptOnlyFromAmong("shielded", "ring");
        Option<string> output = Output("Where to write the order.");
        Option<int> hours = new("--hours") { Description = "How long members have to sign and hand it in, 1 to 23.", DefaultValueFactory = _ => 12 };
        (Option<string> rpc, Option<bool> json) = (RpcOption.Create(), Json());
        Command command = new("make", "Write an order, for members to sign.") { pool, output, hours, rpc, json };
        return Run(command, terminal, json, async (parsed, cancelled) =>
        {
            int given = parsed.GetValue(hours) is >= 1 and <= 23 and var number ? number : throw new UsageException("--hours takes a number from 1 to 23.");
            using NodeClient node = RpcOption.Connect(parsed.GetRequiredValue(rpc));
            ChainInfo chain = await node.CallAsync(ApiCatalogue.ChainInfo, new NoParameters(), cancelled);
            PoolSummary summary = await PoolAsync(node, parsed.GetRequiredValue(pool), cancelled);
            Timestamp now = Timestamp.From(terminal.Time.GetUtcNow());
            TransactionBody body = new PauseOrder(PoolId.Of(Enum.Parse<PrivateTier>(summary.Tier, ignoreCase: true)), summary.Pauses)
                .Build(chain.ChainId, chain.Shard, (now > chain.Time ? now : chain.Time).Plus(given * 3_600 * Timestamp.PerSecond));
            string path = parsed.GetRequiredValue(output);
            await PauseFile.Of(body).WriteAsync(path, cancelled);
            terminal.Write(
                parsed.GetValue(json), new { transactionId = body.Id, pool = summary.Tier, summary.Pauses, body.ValidUntil, file = path },
                $"{path} orders a pause of the {summary.Tier} pool. Each member signs it with `komandor pause sign {path} --data DIR`; it must be handed in before {body.ValidUntil}.");
            return ExitCode.Ok;
        });
    }

    private static Command Sign(Terminal terminal)
    {
        Argument<string> file = new("file") { Description = "The order." };
        Option<string> data = new("--data") { Description = "The folder of the member's node, with its identity.json.", HelpName = "DIR", DefaultValueFactory = _ => "data" };
        Option<string?> genesis = new("--genesis") { Description = "The genesis file, for signing without a network; without, a node is asked.", HelpName = "FILE" };
        Option<bool> yes = new("--yes") { Description = "Do not ask before signing." };
        (Option<string> rpc, Option<bool> json) = (RpcOption.Create(), Json());
        Command command = new("sign", "Add a member's signature to an order, in its file.") { file, data, genesis, yes, rpc, json };
        return Run(command, terminal, json, async (parsed, cancelled) =>
        {
            string path = parsed.GetRequiredValue(file);
            PauseFile order = await PauseFile.ReadAsync(path, cancelled);
            Genesis chain = parsed.GetValue(genesis) is { } from ? Read(await File.ReadAllBytesAsync(from, cancelled), from) : await GenesisAsync(parsed.GetRequiredValue(rpc), cancelled);
            RequireChain(order, chain);
            using SigningKey key = IdentityFile.Read(Path.Combine(parsed.GetRequiredValue(data), "identity.json"), IdentityFile.Passphrase());
            MemberId member = MemberOf(chain.Roster, key.PublicKey);
            terminal.Error.WriteLine(Describe(order));
            if (!parsed.GetValue(yes) && !(terminal.Interactive && terminal.Confirm($"Sign this as member {member}?")))
            {
                throw new UsageException("Not signed. Confirm with --yes when there is nobody to ask.");
            }

            order = order.With([OrderSignatures.Sign(order.Order.Body, member, key)]);
            await order.WriteAsync(path, cancelled);
            return Report(terminal, parsed.GetValue(json), path, order, chain.Roster, member);
        });
    }

    private static Command Combine(Terminal terminal)
    {
        Argument<string[]> files = new("files") { Description = "Copies of one order, each with somebody's signature.", Arity = ArgumentArity.OneOrMore };
        Option<string> output = Output("Where to write all signatures.");
        (Option<string> rpc, Option<bool> json) = (RpcOption.Create(), Json());
        Command command = new("combine", "Join the signatures of several copies of an order.") { files, output, rpc, json };
        return Run(command, terminal, json, async (parsed, cancelled) =>
        {
            PauseFile? joined = null;
            foreach (string path in parsed.GetRequiredValue(files))
            {
                PauseFile next = await PauseFile.ReadAsync(path, cancelled);
                joined = joined is null || joined.Order.Id == next.Order.Id
                    ? (joined ?? next).With(next.Order.OrderSignatures)
                    : throw new UsageException($"{path} is another order than the first. Join copies of one file that `pause make` wrote.");
            }

            string target = parsed.GetRequiredValue(output);
            await joined!.WriteAsync(target, cancelled);
            Genesis chain = await GenesisAsync(parsed.GetRequiredValue(rpc), cancelled);
            RequireChain(joined, chain);
            return Report(terminal, parsed.GetValue(json), target, joined, chain.Roster, null);
        });
    }

    private static Command Submit(Terminal terminal)
    {
        Argument<string> file = new("file") { Description = "The order with its signatures." };
        (Option<string> rpc, Option<bool> json) = (RpcOption.Create(), Json());
        Command command = new("submit", "Hand in an order, and wait until the pool is paused.") { file, rpc, json };
        return Run(command, terminal, json, async (parsed, cancelled) =>
        {
            PauseFile order = await PauseFile.ReadAsync(parsed.GetRequiredValue(file), cancelled);
            using NodeClient node = RpcOption.Connect(parsed.GetRequiredValue(rpc));
            Genesis chain = await GenesisAsync(node, cancelled);
            RequireChain(order, chain);
            RequireComplete(order, SignedWeight.Of(order.Order, chain.Roster));
            string tier = TierName(order);
            PoolSummary before = await PoolAsync(node, tier, cancelled);
            if (before.Pauses != order.Content.Pauses)
            {
                throw new UsageException($"The {tier} pool was paused {before.Pauses} times, and this order is for a pool that was paused {order.Content.Pauses} times: it is used up. Make another with `komandor pause make`.");
            }

            await node.CallAsync(ApiCatalogue.TransactionSubmit, new SubmitRequest(Convert.ToHexStringLower(order.Order.Encoded.Span)), cancelled);
            TransactionDetails details = await node.CallAsync(ApiCatalogue.TransactionGet, new TransactionQuery(order.Order.Id.ToString(), WaitMs), cancelled);
            PoolSummary after = await PoolAsync(node, tier, cancelled);
            terminal.Write(
                parsed.GetValue(json), new { transactionId = details.Id, details.State, details.Fault, details.Height, pool = tier, after.PausedUntil, after.Pauses },
                details.State == TransactionState.Final
                    ? $"Final in block {details.Height}: the {tier} pool is paused until {after.PausedUntil}. Only what leaves it is executed."
                    : $"{details.State}{(details.Fault is null ? string.Empty : $": {details.Fault}")}. The pool goes on; see `komandor status`.");
            return details.State == TransactionState.Final ? ExitCode.Ok : ExitCode.Failed;
        });
    }

    private static MemberId MemberOf(Roster roster, PublicKey key)
    {
        foreach (RosterMember member in roster.Members)
        {
            if (member.Key == key)
            {
                return member.Id;
            }
        }

        throw new UsageException($"The key {key} is no member's of this network. Name the folder of a member's node with --data.");
    }

    private static void RequireComplete(PauseFile order, SignedWeight signed)
    {
        if (signed.Wrong.Count > 0)
        {
            throw new UsageException($"Signatures of {string.Join(", ", signed.Wrong.Select(member => $"member {member}"))} do not hold. Join the files of the others again.");
        }

        if (!signed.IsEnough)
        {
            throw new UsageException($"{signed} Let others sign the {TierName(order)} pool's order with `komandor pause sign`, and join their files with `komandor pause combine`.");
        }
    }

    private static int Report(Terminal terminal, bool json, string path, PauseFile order, Roster roster, MemberId? signedNow)
    {
        SignedWeight signed = SignedWeight.Of(order.Order, roster);
        terminal.Write(
            json,
            new { transactionId = order.Order.Id, pool = TierName(order), member = signedNow, signatures = order.Order.OrderSignatures.Length, signed.Weight, signed.Total, enough = signed.IsEnough, file = path },
            $"{signed}{(signed.IsEnough ? $" Hand it in with `komandor pause submit {path}`." : string.Empty)}");
        return ExitCode.Ok;
    }

    private static string Describe(PauseFile order) =>
        $"An order to pause the {TierName(order)} pool for 14 days, its {order.Content.Pauses + 1}. pause: until then nothing enters it and nobody pays inside it; what leaves it goes on. To be handed in before {order.Order.Body.ValidUntil}.";

    private static string TierName(PauseFile order) => order.Tier == PrivateTier.Ring ? "ring" : "shielded";

    private static async Task<PoolSummary> PoolAsync(NodeClient node, string tier, CancellationToken cancellationToken) =>
        (await node.CallAsync(ApiCatalogue.PoolList, new NoParameters(), cancellationToken)).Pools.First(pool => pool.Tier == tier);

    private static async Task<Genesis> GenesisAsync(string rpc, CancellationToken cancellationToken)
    {
        using NodeClient node = RpcOption.Connect(rpc);
        return await GenesisAsync(node, cancellationToken);
    }

    private static async Task<Genesis> GenesisAsync(NodeClient node, CancellationToken cancellationToken) =>
        Read(Encoding.UTF8.GetBytes((await node.CallAsync(ApiCatalogue.ChainGenesis, new NoParameters(), cancellationToken)).Json), "the node's genesis");

    private static Genesis Read(byte[] json, string name) => Genesis.TryParse(json, out Genesis? genesis, out GenesisFault fault)
        ? genesis
        : throw new UsageException($"{name} is no genesis ({fault}).");

    private static void RequireChain(PauseFile order, Genesis chain)
    {
        if (order.Order.Body.ChainId != chain.ChainId || order.Order.Body.Shard != chain.Shard)
        {
            throw new UsageException($"The order is for the chain {order.Order.Body.ChainId}, and this is {chain.ChainId}. Name a node of that chain with --rpc.");
        }
    }

    private static Command Run(Command command, Terminal terminal, Option<bool> json, Func<ParseResult, CancellationToken, Task<int>> run)
    {
        command.SetAction((parsed, cancelled) => CommandRunner.RunAsync(terminal, parsed.GetValue(json), () => run(parsed, cancelled)));
        return command;
    }

    private static Option<string> Output(string description) => new("--out") { Description = description, HelpName = "FILE", Required = true };

    private static Option<bool> Json() => new("--json") { Description = "Write the result as one line of JSON." };
}
