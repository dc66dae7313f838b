namespace Komandor.Wallet.Storage;

/// <summary>A wallet's file cannot be used. The message says what happened and what to do, and holds no secret.</summary>
public sealed class WalletException : Exception
{
    /// <summary>A refusal.</summary>
    public WalletException(WalletFault fault, string message)
        : base(message) => Fault = fault;

    /// <summary>A refusal that another failure led to.</summary>
    public WalletException(WalletFault fault, string message, Exception innerException)
        : base(message, innerException) => Fault = fault;

    /// <summary>Which rule.</summary>
    public WalletFault Fault { get; }

    internal static WalletException WatchOnly() =>
        new(WalletFault.WatchOnly, "This wallet only watches: it has a view key and cannot spend. Use the wallet that was made from the words.");
}
