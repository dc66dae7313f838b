namespace Komandor.Indexer;

/// <summary>A cursor that no page of that list ended with.</summary>
public sealed class PageCursorException : Exception
{
    /// <summary>The refusal.</summary>
    public PageCursorException()
        : base("The cursor does not belong to this list. Take it from nextCursor of the page before, or leave it out for the first page.")
    {
    }

    /// <summary>The refusal in other words.</summary>
    public PageCursorException(string message)
        : base(message)
    {
    }

    /// <summary>The refusal with its cause.</summary>
    public PageCursorException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
