namespace Komandor.Primitives;

/// <summary>An invariant of the program does not hold: continuing could make or spread a wrong state.</summary>
public sealed class InvariantViolationException : Exception
{
    /// <summary>An unexplained violation.</summary>
    public InvariantViolationException()
    {
    }

    /// <summary>A violation of what <paramref name="message"/> says.</summary>
    public InvariantViolationException(string message)
        : base(message)
    {
    }

    /// <summary>A violation that <paramref name="innerException"/> uncovered.</summary>
    public InvariantViolationException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
