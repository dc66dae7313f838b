namespace Komandor.Wallet.Payments;

/// <summary>A payment, or an address, is refused by the wallet itself. The message says what to do.</summary>
/// <param name="fault">Which rule.</param>
/// <param name="message">For a person.</param>
public sealed class PaymentException(PaymentFault fault, string message) : Exception(message)
{
    /// <summary>Which rule.</summary>
    public PaymentFault Fault { get; } = fault;
}
