namespace Komandor.Web.Display;

/// <summary>Long identifiers, shortened in the middle for the eye.</summary>
internal static class ShortText
{
    private const int Head = 8;
    private const int Tail = 6;

    /// <summary>The first eight and the last six characters, or the whole of a short text.</summary>
    internal static string Of(string text) => text.Length <= Head + Tail + 3 ? text : $"{text[..Head]}…{text[^Tail..]}";
}
