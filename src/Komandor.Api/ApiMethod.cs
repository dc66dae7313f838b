namespace Komandor.Api;

/// <summary>A method of the node's public API, by which JSON-RPC, its OpenRPC document and the typed client are made.</summary>
public abstract class ApiMethod
{
    private protected ApiMethod(string name, string summary, Type parametersType, Type resultType)
    {
        Name = name;
        Summary = summary;
        ParametersType = parametersType;
        ResultType = resultType;
    }

    /// <summary>The name on the wire, such as <c>chain_info</c>.</summary>
    public string Name { get; }

    /// <summary>What it does, in one sentence.</summary>
    public string Summary { get; }

    /// <summary>The record that its named parameters fill.</summary>
    public Type ParametersType { get; }

    /// <summary>The record that it answers with.</summary>
    public Type ResultType { get; }
}
