namespace Komandor.Api;

/// <summary>A call that the node refused. The message says what happened and what to do.</summary>
public sealed class ApiException : Exception
{
    /// <summary>A refusal.</summary>
    /// <param name="code">Its kind.</param>
    /// <param name="message">What happened and what to do, for a person.</param>
    /// <param name="fault">The broken rule's name, such as <c>FeeTooLow</c>, when a rule was broken.</param>
    /// <param name="retryAfterMs">How long to wait before trying again, when that can help.</param>
    public ApiException(ApiErrorCode code, string message, string? fault = null, int? retryAfterMs = null)
        : base(message)
    {
        Code = code;
        Fault = fault;
        RetryAfterMs = retryAfterMs;
    }

    /// <summary>An unexplained refusal.</summary>
    public ApiException()
        : this(ApiErrorCode.InternalError, "The node could not answer.")
    {
    }

    /// <summary>A refusal that is a fault of the node.</summary>
    public ApiException(string message)
        : this(ApiErrorCode.InternalError, message)
    {
    }

    /// <summary>A failure to reach the node.</summary>
    public ApiException(string message, Exception innerException)
        : base(message, innerException) => Code = ApiErrorCode.NotReady;

    /// <summary>Its kind.</summary>
    public ApiErrorCode Code { get; }

    /// <summary>The broken rule's name, or null.</summary>
    public string? Fault { get; }

    /// <summary>How long to wait before trying again in milliseconds, or null.</summary>
    public int? RetryAfterMs { get; }
}
