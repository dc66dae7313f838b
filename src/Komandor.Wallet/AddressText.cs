using Komandor.Ledger;
using Komandor.Ledger.Private;

namespace Komandor.Wallet;

/// <summary>What is wrong with an address, for a person.</summary>
public static class AddressText
{
    /// <summary>What is wrong with a text that should be an address, of either kind, of a network; null when it is one.</summary>
    /// <param name="text">The text.</param>
    /// <param name="prefix">The network's prefix, such as <c>kmdd</c>.</param>
    /// <param name="network">The network's name.</param>
    public static string? Fault(string text, string prefix, string network)
    {
        if (PrivateAddress.TryParse(text, prefix, out _, out AddressFault hidden) || Address.TryParse(text, prefix, out _, out AddressFault fault))
        {
            return null;
        }

        return Words(fault == AddressFault.UnknownVersion ? hidden : fault, prefix, network);
    }

    /// <summary>A fault in words.</summary>
    internal static string Words(AddressFault fault, string prefix, string network) => fault switch
    {
        AddressFault.WrongNetwork => $"The recipient's address is of another network. Addresses of {network} start with {prefix}1.",
        AddressFault.UnknownVersion => "The recipient's address is private, or of a newer kind. A private one takes KMCC alone: ask for a transparent one.",
        AddressFault.KeyNotAcceptable => "The recipient's address names a key that nobody can use safely. Ask for another.",
        _ => "The recipient's address is mistyped or cut off. Copy it again.",
    };
}
