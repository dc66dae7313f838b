using Komandor.Cli.Console;
using Komandor.Ledger;
using Komandor.Ledger.Private;
using Komandor.Primitives;

namespace Komandor.Cli.Pause;

/// <summary>An order that gathers signatures, as a text that members pass on: <c>komandorpause1</c>, then the transaction in hexadecimal digits.</summary>
/// <param name="Order">The order with the signatures so far.</param>
internal sealed record PauseFile(Transaction Order)
{
    private const string Prefix = "komandorpause1";

    /// <summary>What is ordered.</summary>
    internal PauseOrder Content => Order.Body.Order!;

    /// <summary>The tier whose pool is paused.</summary>
    internal PrivateTier Tier => Content.Pool == PoolId.Ring ? PrivateTier.Ring : PrivateTier.Shielded;

    /// <summary>An order without signatures.</summary>
    internal static PauseFile Of(TransactionBody body) => new(Transaction.CreateOrder(body, []));

    /// <summary>Reads a file.</summary>
    /// <exception cref="UsageException">It holds no order.</exception>
    internal static async Task<PauseFile> ReadAsync(string path, CancellationToken cancellationToken)
    {
        string text = await TextFile.ReadAsync("@" + path, cancellationToken);
        byte[] bytes = [];
        bool isHex = text.StartsWith(Prefix, StringComparison.Ordinal) && TryHex(text[Prefix.Length..], out bytes);
        return isHex && Transaction.TryDecode(bytes, out Transaction? order, out _) && order.Body.Order is not null
            ? new PauseFile(order)
            : throw new UsageException($"{path} holds no order to pause a pool. `komandor pause make` writes one.");
    }

    /// <summary>Writes it.</summary>
    internal Task WriteAsync(string path, CancellationToken cancellationToken) =>
        TextFile.WriteOwnAsync(path, Prefix + Convert.ToHexStringLower(Order.Encoded.Span), cancellationToken);

    /// <summary>The same order with more signatures, one a member and in their order; a member's newest takes the place of its older.</summary>
    internal PauseFile With(IEnumerable<HeaderSignature> more)
    {
        SortedDictionary<MemberId, HeaderSignature> signatures = [];
        foreach (HeaderSignature signature in Order.OrderSignatures.Concat(more))
        {
            signatures[signature.Member] = signature;
        }

        return new PauseFile(Transaction.CreateOrder(Order.Body, [.. signatures.Values]));
    }

    private static bool TryHex(string text, out byte[] bytes)
    {
        bytes = new byte[text.Length / 2];
        return text.Length % 2 == 0 && Convert.FromHexString(text, bytes, out _, out _) == System.Buffers.OperationStatus.Done;
    }
}
