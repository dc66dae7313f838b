using Komandor.Ledger.Private;

namespace Komandor.Ledger.Tests.Private;

/// <summary>What a payment's maker wants, and what the model expects to become of it.</summary>
internal sealed record MoneyIntent
{
    /// <summary>The transaction.</summary>
    internal required Transaction Transaction { get; init; }

    /// <summary>The fault; none when it executes.</summary>
    internal LedgerFault Fault { get; init; }

    /// <summary>The fee.</summary>
    internal ulong Fee { get; init; }

    /// <summary>The notes that it spends, by their owner.</summary>
    internal List<(string Owner, PrivateTier Tier, ulong Amount)> Taken { get; } = [];

    /// <summary>The notes that it makes.</summary>
    internal List<(string Owner, PrivateTier Tier, ulong Amount)> Given { get; } = [];

    /// <summary>What accounts gain or lose.</summary>
    internal List<(int Account, long Amount)> Transparent { get; } = [];
}
