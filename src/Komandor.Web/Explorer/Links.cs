using System.Globalization;

namespace Komandor.Web.Explorer;

/// <summary>The paths of the explorer's pages.</summary>
public static class Links
{
    /// <summary>A block by its height.</summary>
    public static string Block(ulong height) => string.Create(CultureInfo.InvariantCulture, $"/blocks/{height}");

    /// <summary>A block by its id.</summary>
    public static string Block(string id) => $"/blocks/{Uri.EscapeDataString(id)}";

    /// <summary>A transaction.</summary>
    public static string Transaction(string id) => $"/transactions/{Uri.EscapeDataString(id)}";

    /// <summary>An object.</summary>
    public static string Object(string id) => $"/objects/{Uri.EscapeDataString(id)}";

    /// <summary>An address, or a lock as text.</summary>
    public static string Address(string address) => $"/addresses/{Uri.EscapeDataString(address)}";
}
