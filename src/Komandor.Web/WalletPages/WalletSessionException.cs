namespace Komandor.Web.WalletPages;

/// <summary>The wallet cannot do what was asked. The message, for a person, says what happened and what to do.</summary>
/// <param name="message">For a person.</param>
/// <param name="inner">What was behind it.</param>
public sealed class WalletSessionException(string message, Exception? inner) : Exception(message, inner)
{
    /// <summary>What of a payment it is about.</summary>
    public WalletField Field { get; init; }
}
