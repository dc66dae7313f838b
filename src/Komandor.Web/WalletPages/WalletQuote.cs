namespace Komandor.Web.WalletPages;

/// <summary>What a payment would cost. It holds for the coins and the price of now.</summary>
/// <param name="Payment">The payment.</param>
/// <param name="Fee">KMCC units.</param>
/// <param name="Inputs">How many coins it spends.</param>
/// <param name="Plan">What the session needs to carry it out; the pages only hand it back.</param>
public sealed record WalletQuote(WalletPayment Payment, ulong Fee, int Inputs, object Plan);
