using Komandor.Api.Messages;

namespace Komandor.Web.Explorer;

/// <summary>A transaction's page.</summary>
/// <param name="Details">The transaction.</param>
/// <param name="BlockFinalityMs">How long its block took from its timestamp to its certificate, as this node saw it; null when it did not.</param>
public sealed record TransactionView(TransactionDetails Details, int? BlockFinalityMs);
