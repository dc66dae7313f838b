using System.Net;

namespace Komandor.Node.Api;

/// <summary>Who makes the call that runs, for limits deep inside it. Flows with the call.</summary>
internal static class Caller
{
    private static readonly AsyncLocal<IPAddress?> _address = new();

    /// <summary>The address that the call came from; null for the node's own pages, which no limit of addresses concerns.</summary>
    internal static IPAddress? Address
    {
        get => _address.Value;
        set => _address.Value = value;
    }
}
