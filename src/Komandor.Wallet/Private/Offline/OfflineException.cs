namespace Komandor.Wallet.Private.Offline;

/// <summary>A request to sign elsewhere, or its answer, is refused. The message says what to do, and holds no secret.</summary>
/// <param name="fault">Which rule.</param>
public sealed class OfflineException(OfflineFault fault) : Exception(Words(fault))
{
    /// <summary>Which rule.</summary>
    public OfflineFault Fault { get; } = fault;

    private static string Words(OfflineFault fault) => fault switch
    {
        OfflineFault.Malformed => "That is neither a request to sign nor an answer, or it is damaged. Copy it again.",
        OfflineFault.UnknownVersion => "A newer Komandor wrote this. Use the same version on both machines.",
        OfflineFault.OtherChain => "This is of another chain than the wallet.",
        OfflineFault.OtherWallet => "The request asks to spend a note that is not this wallet's.",
        OfflineFault.Note => "The request says wrong things about a note: do not trust the machine that made it.",
        OfflineFault.Amount => "The request pays nothing, or more than its notes hold.",
        OfflineFault.Fee => "The request's fee is none that the chain takes: do not trust the machine that made it.",
        OfflineFault.Changed => "The request was changed after it was made, or the machine that made it lies.",
        OfflineFault.OtherRequest => "The answer belongs to another request.",
        OfflineFault.Disagrees => "The answer signs another payment than was asked for.",
        OfflineFault.Signature => "A signature of the answer does not hold.",
        OfflineFault.StaleAnchor => "The answer came too late: its cover sets are too old. Make a new request; the notes stay where they hide.",
        OfflineFault.Expired => "The answer came too late: the payment's time is over. Make a new request.",
        OfflineFault.DamagedPart => "A part is cut off or mistyped. Copy that part again.",
        OfflineFault.MixedParts => "The parts are of different texts. Give those of one.",
        OfflineFault.MissingParts => "Parts are missing. Give all of them, in any order.",
        OfflineFault.None => "It is good.",
        _ => throw new InvalidOperationException("A fault without words."),
    };
}
