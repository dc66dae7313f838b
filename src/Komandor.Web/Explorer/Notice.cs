namespace Komandor.Web.Explorer;

/// <summary>A page that has nothing but something to say.</summary>
/// <param name="Title">What happened, in a few words.</param>
/// <param name="Text">What it means and what to do.</param>
/// <param name="Query">What was searched for, to be corrected in the box.</param>
/// <param name="ShowsSearchHelp">Whether to list what the search box takes.</param>
/// <param name="RefreshMs">When to try again by itself, in milliseconds; null for never.</param>
public sealed record Notice(string Title, string Text, string? Query = null, bool ShowsSearchHelp = false, int? RefreshMs = null);
