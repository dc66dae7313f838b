namespace Komandor.Web.Explorer;

/// <summary>Where a search leads: to a page, or to an explanation with its status code.</summary>
internal sealed record SearchOutcome(string? Hit, Notice? Notice, int Status);
