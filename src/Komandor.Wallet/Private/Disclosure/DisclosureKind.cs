namespace Komandor.Wallet.Private.Disclosure;

/// <summary>What a proof shows.</summary>
public enum DisclosureKind : byte
{
    /// <summary>A transaction paid an address so much.</summary>
    Payment = 1,

    /// <summary>Its maker made a transaction.</summary>
    Spend = 2,

    /// <summary>Its maker has so much, unspent.</summary>
    Reserve = 3,
}
