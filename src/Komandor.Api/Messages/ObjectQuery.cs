namespace Komandor.Api.Messages;

/// <summary>Names an object.</summary>
/// <param name="Id">Its id, 64 hexadecimal digits.</param>
public sealed record ObjectQuery(
    string Id);
