using System.Collections.Concurrent;
using Komandor.Api;
using Komandor.Api.Messages;
using Komandor.Primitives;

namespace Komandor.Wallet;

/// <summary>What everybody sees of transactions under the wallet's transparent addresses, such as the memo that came with a payment. A final one does not change, so each is asked for once.</summary>
/// <remarks>The node knows these addresses already, since it was asked what stands under them.</remarks>
internal sealed class PublicParts(INodeApi node)
{
    private const int Parallelism = 8;

    private readonly ConcurrentDictionary<TransactionId, TransactionDetails> _known = [];

    /// <summary>What is known of these; one that the node does not keep any more, or is too busy to tell, is not there.</summary>
    internal async Task<IReadOnlyDictionary<TransactionId, TransactionDetails>> AskAsync(IEnumerable<TransactionId> ids, CancellationToken cancellationToken)
    {
        ParallelOptions limits = new() { MaxDegreeOfParallelism = Parallelism, CancellationToken = cancellationToken };
        await Parallel.ForEachAsync(ids.Distinct().Where(id => !_known.ContainsKey(id)), limits, async (id, cancelled) =>
        {
            try
            {
                TransactionDetails details = await node.CallAsync(ApiCatalogue.TransactionGet, new TransactionQuery(id.ToString(), null), cancelled).ConfigureAwait(false);
                if (details.State == TransactionState.Final)
                {
                    _known[id] = details;
                }
            }
            catch (ApiException missing) when (missing.Code is ApiErrorCode.NotFound or ApiErrorCode.Busy)
            {
                // The history stands without it.
            }
        }).ConfigureAwait(false);
        return _known;
    }

    /// <summary>The memo as text; control characters are somebody else's mischief and left out.</summary>
    internal static string MemoOf(TransactionDetails? details) => new([.. (details?.Memo ?? string.Empty).Where(letter => !char.IsControl(letter))]);
}
