using Komandor.Ledger.Private;
using Komandor.Primitives;

namespace Komandor.Ledger;

/// <summary>What a chain sets for its ledger; a system object of the state: docs/protocol/ledger.md §7.</summary>
public sealed record LedgerParameters
{
    /// <summary>Units of KMCC for one unit of work, in this epoch.</summary>
    public required ulong WorkPrice { get; init; }

    /// <summary>How far after a block a validity window may end, in microseconds; pools forget after it.</summary>
    public required ulong ValidityHorizonMicroseconds { get; init; }

    /// <summary>How old a trusted header may be to follow others from it, in microseconds.</summary>
    public required ulong WeakSubjectivityMicroseconds { get; init; }

    /// <summary>The numbers of private money; the main network's where a genesis names none.</summary>
    public PrivateParameters Private { get; init; } = PrivateParameters.Default;

    /// <summary>The default of a new chain: 1 unit a work, 24 hours, 14 days.</summary>
    public static LedgerParameters Default { get; } = new()
    {
        WorkPrice = 1,
        ValidityHorizonMicroseconds = 24 * 3600 * (ulong)Timestamp.PerSecond,
        WeakSubjectivityMicroseconds = 14 * 24 * 3600 * (ulong)Timestamp.PerSecond,
    };

    /// <summary>Writes the canonical encoding.</summary>
    public void Write(CanonicalWriter writer)
    {
        writer.VarUInt(WorkPrice);
        writer.VarUInt(ValidityHorizonMicroseconds);
        writer.VarUInt(WeakSubjectivityMicroseconds);
    }

    /// <summary>Reads untrusted parameters; meaningless when <paramref name="reader"/> then holds a fault.</summary>
    public static LedgerParameters Read(ref CanonicalReader reader) => new()
    {
        WorkPrice = reader.VarUInt(uint.MaxValue),
        ValidityHorizonMicroseconds = reader.VarUInt(long.MaxValue / 2),
        WeakSubjectivityMicroseconds = reader.VarUInt(long.MaxValue / 2),
    };
}
