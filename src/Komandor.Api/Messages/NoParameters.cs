namespace Komandor.Api.Messages;

/// <summary>A method that needs to be told nothing.</summary>
public sealed record NoParameters;
