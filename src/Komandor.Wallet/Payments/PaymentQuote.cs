namespace Komandor.Wallet.Payments;

/// <summary>What a payment would cost. It holds for the coins and the price of now.</summary>
public sealed class PaymentQuote
{
    internal PaymentQuote(PaymentRequest request, Selection selection)
    {
        Request = request;
        Selection = selection;
    }

    /// <summary>The payment.</summary>
    public PaymentRequest Request { get; }

    /// <summary>KMCC units.</summary>
    public ulong Fee => Selection.Fee;

    /// <summary>How many coins it spends.</summary>
    public int Inputs => Selection.Inputs.Length;

    /// <summary>Units of the asset that come back.</summary>
    public ulong Change => Selection.Change;

    /// <summary>The coins that it spends and what they leave.</summary>
    internal Selection Selection { get; }
}
