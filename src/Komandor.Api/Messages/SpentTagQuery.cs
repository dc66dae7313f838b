namespace Komandor.Api.Messages;

/// <summary>Asks whether a tag was spent.</summary>
/// <param name="Tier"><c>ring</c> or <c>shielded</c>.</param>
/// <param name="Tag">The tag or image, 64 hexadecimal digits.</param>
public sealed record SpentTagQuery(
    string Tier,
    string Tag);
