using System.Text.Json;

namespace Komandor.Node.Api;

/// <summary>A request of JSON-RPC 2.0.</summary>
/// <param name="Method">The method's name.</param>
/// <param name="Id">A string, a number or null; absent from a notification.</param>
/// <param name="Parameters">An object or an array, when there are any.</param>
internal readonly record struct JsonRpcRequest(string Method, JsonElement? Id, JsonElement? Parameters)
{
    /// <summary>Whether the caller wants no answer.</summary>
    internal bool IsNotification => Id is null;
}
