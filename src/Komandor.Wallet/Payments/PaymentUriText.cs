namespace Komandor.Wallet.Payments;

/// <summary>Why a payment link is not read, for people.</summary>
public static class PaymentUriText
{
    /// <summary>A sentence that says what is wrong and what to do.</summary>
    public static string Words(PaymentUriFault fault) => fault switch
    {
        PaymentUriFault.None => "The link is good.",
        PaymentUriFault.Malformed => "This link is malformed: copy it again, as a whole.",
        PaymentUriFault.Twice => "This link says something twice. Ask for another.",
        PaymentUriFault.Amount => "The amount in this link is none. Ask for another link.",
        PaymentUriFault.Asset => "The asset in this link is none. Ask for another link.",
        PaymentUriFault.RequiresUnknown => "This link requires what this wallet does not know, so paying it would not do what was asked. Ask for a plain address, or use a newer wallet.",
        _ => throw new InvalidOperationException($"A fault that this program does not know: {fault}."),
    };
}
