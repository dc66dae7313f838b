namespace Komandor.Client;

/// <summary>Where the nodes are, and how patient a <see cref="NodeClient"/> is.</summary>
public sealed record NodeClientOptions
{
    /// <summary>Options for nodes at <paramref name="endpoints"/>, 1 or more, such as <c>http://127.0.0.1:7100</c>.</summary>
    /// <exception cref="ArgumentException">There is none, or one is no absolute http or https address.</exception>
    public NodeClientOptions(params IReadOnlyList<Uri> endpoints)
    {
        if (endpoints.Count == 0 || endpoints.Any(one => !one.IsAbsoluteUri || one.Scheme is not ("http" or "https")))
        {
            throw new ArgumentException("Name one node or more by its http or https address.", nameof(endpoints));
        }

        Endpoints = endpoints;
    }

    /// <summary>The nodes; a call goes to the one that answered last, and to the next when that fails.</summary>
    public IReadOnlyList<Uri> Endpoints { get; }

    /// <summary>How long one request may take, in milliseconds; a call that asks the node to wait adds its own wait.</summary>
    public int RequestTimeoutMs { get; init; } = 10_000;

    /// <summary>How long a call is tried again while the node is <c>Busy</c>, in milliseconds.</summary>
    public int BusyBudgetMs { get; init; } = 20_000;

    /// <summary>How long a call is tried again while no node can be reached, in milliseconds: a restart, but not a person's patience.</summary>
    public int UnreachableBudgetMs { get; init; } = 3_000;

    /// <summary>The first pause between tries in milliseconds; it doubles with each, up to <see cref="MaximumPauseMs"/>.</summary>
    public int FirstPauseMs { get; init; } = 50;

    /// <summary>The longest pause between tries in milliseconds, also when a node asks for a longer one.</summary>
    public int MaximumPauseMs { get; init; } = 2_000;
}
