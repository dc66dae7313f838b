namespace Komandor.Web.WalletPages;

/// <summary>How a wallet's pages are served.</summary>
/// <remarks>No record: a record's text would show the token.</remarks>
public sealed class WalletWebOptions
{
    /// <summary>The port on 127.0.0.1; 0 takes a free one.</summary>
    public required int Port { get; init; }

    /// <summary>What the first request must know: 64 hexadecimal digits of <see cref="NewToken"/>. A secret; never log it.</summary>
    public required string Token { get; init; }

    /// <summary>Where the explorer is, without a slash at the end, for links; null for none.</summary>
    public Uri? ExplorerUrl { get; init; }

    /// <summary>A new random token.</summary>
    public static string NewToken() => Convert.ToHexStringLower(System.Security.Cryptography.RandomNumberGenerator.GetBytes(32));

    /// <summary>The path that opens the pages in a browser: print it after the address, once.</summary>
    public string OpeningPath => $"{WalletGate.OpeningPath}?token={Token}";
}
