using System.Text.Json;
using Komandor.Api;

namespace Komandor.Node.Api;

/// <summary>Calls one method of the catalogue with parameters and a result in JSON.</summary>
internal abstract class MethodBinding
{
    /// <summary>The binding of <paramref name="method"/>.</summary>
    internal static MethodBinding Of(ApiMethod method) =>
        (MethodBinding)Activator.CreateInstance(typeof(MethodBinding<,>).MakeGenericType(method.ParametersType, method.ResultType), method)!;

    /// <summary>The bindings of the whole catalogue by name.</summary>
    internal static Dictionary<string, MethodBinding> OfCatalogue() =>
        ApiCatalogue.All.ToDictionary(method => method.Name, Of, StringComparer.Ordinal);

    /// <summary>Calls, within a time.</summary>
    /// <param name="api">The node.</param>
    /// <param name="parameters">An object, or nothing for none.</param>
    /// <param name="timeoutMs">How long it may take, without what the call itself asks to wait.</param>
    /// <param name="cancellationToken">Ends the call when its caller is gone.</param>
    /// <exception cref="ApiException">The parameters are wrong, or the node refused.</exception>
    internal abstract Task<JsonElement> CallAsync(INodeApi api, JsonElement? parameters, int timeoutMs, CancellationToken cancellationToken);
}
