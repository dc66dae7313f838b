using Komandor.Cli.Console;
using Komandor.Primitives;
using Komandor.Wallet;
using Komandor.Wallet.Payments;
using Komandor.Wallet.Private;
using Komandor.Wallet.Private.Offline;
using Komandor.Wallet.Storage;

namespace Komandor.Cli.Commands;

/// <summary>Private payments that are signed elsewhere: what send, sign and submit do with them.</summary>
/// <remarks>docs/protocol/private-wallet.md §9.</remarks>
internal static class PrivateSigning
{
    /// <summary>What an answer's file is called besides the request's.</summary>
    internal const string AnswerSuffix = ".signed";

    /// <summary>Writes a request: to a file, and to the screen in parts when it is to be scanned.</summary>
    internal static async Task<int> PrepareAsync(
        Terminal terminal, bool json, PrivateSession session, PrivateRequest order, string path, bool draws, CancellationToken cancelled)
    {
        if (await session.ScanAsync(cancelled) is null)
        {
            throw new UsageException("This node serves no private money. Name another with --rpc.");
        }

        SigningRequest request = await session.Private.PrepareAsync(session.Chain, order, cancelled);
        string[] parts = OfflineParts.Split(OfflineKind.Request, request.Encode());
        await TextFile.WriteOwnAsync(path, OfflineText.Write(OfflineKind.Request, request.Encode()), cancelled);
        terminal.Write(
            json,
            new { request = request.Id, request.Tier, request.Recipient, request.Amount, request.Fee, request.ValidUntil, file = path, parts },
            [
                $"{path} waits for the wallet with the words: sign it there, and submit the answer here. Keep {path} until then, and show it to nobody.",
                $"The fee is {Format(request.Fee)}. It must be handed in before {request.ValidUntil}{(request.AnchorHeight > 0 ? ", and before the pool's anchor grows too old" : string.Empty)}.",
                .. Draw(draws, parts),
            ]);
        return ExitCode.Ok;
    }

    /// <summary>Shows a request, asks, and writes the answer.</summary>
    internal static async Task<int> SignAsync(
        Terminal terminal, bool json, WalletFile wallet, string text, string path, bool yes, bool draws, CancellationToken cancelled)
    {
        OfflineFault fault = SigningRequest.TryRead(text, out SigningRequest? request);
        if (fault != OfflineFault.None)
        {
            throw new OfflineException(fault);
        }

        ColdSigner.Check(wallet, request!);
        foreach (string line in Describe(request!))
        {
            terminal.Error.WriteLine(line);
        }

        if (!yes && !(terminal.Interactive && terminal.Confirm("Sign this?")))
        {
            throw new UsageException("Not signed. Confirm with --yes when there is nobody to ask.");
        }

        SigningAnswer answer = ColdSigner.Sign(wallet, request!);
        string[] parts = OfflineParts.Split(OfflineKind.Answer, answer.Encode());
        await TextFile.WriteOwnAsync(path, OfflineText.Write(OfflineKind.Answer, answer.Encode()), cancelled);
        terminal.Write(
            json,
            new { transactionId = answer.Transaction, request = request!.Id, request.Tier, request.Recipient, request.Amount, request.Fee, file = path, parts },
            [$"{path} holds the answer: hand it in with submit, where the request was made.", .. Draw(draws, parts)]);
        return ExitCode.Ok;
    }

    /// <summary>Checks an answer, completes the payment and hands it in.</summary>
    internal static async Task<PaymentRecord> SubmitAsync(PrivateSession session, string answerText, string requestText, CancellationToken cancelled)
    {
        OfflineFault fault = SigningRequest.TryRead(requestText, out SigningRequest? request);
        SigningAnswer? answer = null;
        fault = fault == OfflineFault.None ? SigningAnswer.TryRead(answerText, out answer) : fault;
        if (fault != OfflineFault.None)
        {
            throw new OfflineException(fault);
        }

        await session.ScanAsync(cancelled);
        PaymentRecord payment = await session.Private.CompleteAsync(session.Chain, request!, answer!, cancelled);
        return await session.Service.WaitAsync(payment, cancelled);
    }

    /// <summary>Reads a file, or for <c>-</c> what is pasted.</summary>
    internal static async Task<string> ReadAsync(Terminal terminal, string path, CancellationToken cancelled) =>
        path == "-" ? terminal.Paste() : await TextFile.ReadAsync("@" + path, cancelled);

    private static IEnumerable<string> Describe(SigningRequest request)
    {
        yield return $"A {TierText.Of(request.Tier)} payment on {request.Chain.Network} ({request.Chain.ChainId}), valid until {request.ValidUntil}:";
        yield return $"  {Format(request.Amount)} to {request.Recipient}";
        yield return request.PrivateRecipient is null
            ? "  That address is transparent: everybody sees it, the amount and the memo."
            : "  That address is private: nobody but its owner sees the amount and the memo.";
        if (request.Memo.Length > 0)
        {
            yield return $"  memo: {request.Memo}";
        }

        yield return $"  fee {Format(request.Fee)}; {Format((ulong)(request.Total - request.Amount - request.Fee))} of {Format((ulong)request.Total)} come back to this wallet";
        yield return "Compare recipient and amount with what you were told, not with the other machine's screen.";
    }

    private static IEnumerable<string> Draw(bool draws, string[] parts) => draws
        ? parts.SelectMany((part, index) => (string[])[$"Part {index + 1} of {parts.Length}:", .. TextQr.Draw(part), part, string.Empty])
        : [];

    private static string Format(ulong units) => Amounts.Format(units, AssetId.Kmcc);
}
