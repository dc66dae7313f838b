namespace Komandor.Wallet.Proofs;

/// <summary>A node said what it cannot prove. The message says what to do.</summary>
/// <param name="fault">Which rule.</param>
/// <param name="message">For a person.</param>
public sealed class ProofException(ProofFault fault, string message) : Exception(message)
{
    /// <summary>Which rule.</summary>
    public ProofFault Fault { get; } = fault;
}
