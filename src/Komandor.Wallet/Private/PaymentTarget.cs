using Komandor.Api.Messages;
using Komandor.Ledger;
using Komandor.Ledger.Private;
using Komandor.Wallet.Payments;

namespace Komandor.Wallet.Private;

/// <summary>Where a payment goes: a private address, a transparent lock, or back to the wallet.</summary>
/// <param name="Private">The private address.</param>
/// <param name="Transparent">The lock.</param>
/// <param name="Shows">What everybody sees, in plain words.</param>
internal sealed record PaymentTarget(PrivateAddress? Private, Lock? Transparent, string Shows)
{
    /// <summary>The wallet itself.</summary>
    internal static PaymentTarget Own { get; } = new(null, null, string.Empty);

    /// <summary>Reads the recipient of a request.</summary>
    /// <exception cref="PaymentException">It is no address of the chain (W20).</exception>
    internal static PaymentTarget Of(ChainInfo chain, PrivateRequest request)
    {
        if (PrivateAddress.TryParse(request.Recipient, chain.AddressPrefix, out PrivateAddress? address, out AddressFault privateFault))
        {
            return new PaymentTarget(address, null, request.Source switch
            {
                PaymentSource.Transparent => "Everybody sees your transparent coins, the amount that enters the pool and the fee. Who is paid stays hidden.",
                PaymentSource.Ring => "Nobody sees who is paid or how much. One of sixteen notes is yours, for each note that pays.",
                _ => "Nobody sees who pays, who is paid, or how much; only that somebody paid, when, and the fee.",
            });
        }

        if (Address.TryParse(request.Recipient, chain.AddressPrefix, out Address? transparent, out AddressFault fault))
        {
            return new PaymentTarget(
                null, transparent.Lock, "The recipient is transparent: everybody sees its address, the amount and the memo. Which notes pay stays hidden.");
        }

        AddressFault said = fault == AddressFault.UnknownVersion ? privateFault : fault;
        throw new PaymentException(PaymentFault.Recipient, AddressText.Words(said, chain.AddressPrefix, chain.Network));
    }
}
