namespace Komandor.Api;

/// <summary>A method of the node's public API with the types of its parameters and of its result.</summary>
/// <typeparam name="TParameters">The record that the named parameters fill.</typeparam>
/// <typeparam name="TResult">The record that it answers with.</typeparam>
public sealed class ApiMethod<TParameters, TResult> : ApiMethod
    where TParameters : notnull
    where TResult : notnull
{
    internal ApiMethod(string name, string summary)
        : base(name, summary, typeof(TParameters), typeof(TResult))
    {
    }
}
