namespace Komandor.Node.Configuration;

/// <summary>Where the API listens and what one caller may ask of it.</summary>
public sealed record ApiServerOptions
{
    /// <summary>The address that it listens on; only this machine by default.</summary>
    public string Host { get; init; } = "127.0.0.1";

    /// <summary>The port; 0 lets the system choose.</summary>
    public int Port { get; init; } = 7100;

    /// <summary>Host headers that are served; another is refused, so that no web page reaches a node by a name of its own.</summary>
    public IReadOnlyList<string> AllowedHosts { get; init; } = ["localhost", "127.0.0.1", "[::1]"];

    /// <summary>The largest body of a request in bytes.</summary>
    public int MaximumRequestSizeBytes { get; init; } = 4 << 20;

    /// <summary>The most calls of a JSON-RPC batch.</summary>
    public int MaximumBatchCalls { get; init; } = 128;

    /// <summary>The bytes of a batch's answers after which its remaining calls are refused.</summary>
    public int MaximumBatchAnswerSizeBytes { get; init; } = 8 << 20;

    /// <summary>The most requests that are served at once.</summary>
    public int MaximumConcurrentRequests { get; init; } = 1024;

    /// <summary>The most requests of one address that are served at once.</summary>
    public int MaximumConcurrentRequestsPerAddress { get; init; } = 512;

    /// <summary>The most connections.</summary>
    public int MaximumConnections { get; init; } = 2048;

    /// <summary>How many calls a second one address may make in the long run.</summary>
    public int CallsPerSecondPerAddress { get; init; } = 10_000;

    /// <summary>How many calls one address may make at once after a pause.</summary>
    public int BurstCallsPerAddress { get; init; } = 20_000;

    /// <summary>How long a call may take in milliseconds; a call that waits adds its own wait.</summary>
    public int CallTimeoutMs { get; init; } = 10_000;

    /// <summary>The most WebSockets.</summary>
    public int MaximumWebSockets { get; init; } = 256;

    /// <summary>The most WebSockets of one address.</summary>
    public int MaximumWebSocketsPerAddress { get; init; } = 128;

    /// <summary>The most messages that wait to be sent on one WebSocket; one that reads more slowly is closed.</summary>
    public int WebSocketQueueLength { get; init; } = 256;

    /// <summary>The most calls of one WebSocket that run at once; further messages wait unread.</summary>
    public int WebSocketConcurrentCalls { get; init; } = 32;

    /// <summary>The most callers that wait for the fate of a transaction.</summary>
    public int MaximumWaiters { get; init; } = 10_000;

    /// <summary>The most submitted transactions that wait to be verified.</summary>
    public int MaximumUnverified { get; init; } = 8_192;

    /// <summary>Adds what is wrong to <paramref name="mistakes"/>.</summary>
    internal void Validate(List<string> mistakes)
    {
        NodeOptions.Check(mistakes, System.Net.IPAddress.TryParse(Host, out _), "Api:Host", "is an IP address, such as 127.0.0.1");
        NodeOptions.Check(mistakes, Port is >= 0 and <= 65535, "Api:Port", "is a port, 0 to 65535");
        NodeOptions.Check(mistakes, AllowedHosts.Count > 0, "Api:AllowedHosts", "names at least one host");
        Range(mistakes, MaximumRequestSizeBytes, 1 << 19, 1 << 28, nameof(MaximumRequestSizeBytes));
        Range(mistakes, MaximumBatchCalls, 1, 10_000, nameof(MaximumBatchCalls));
        Range(mistakes, MaximumBatchAnswerSizeBytes, 1 << 16, 1 << 28, nameof(MaximumBatchAnswerSizeBytes));
        Range(mistakes, MaximumConcurrentRequestsPerAddress, 1, 100_000, nameof(MaximumConcurrentRequestsPerAddress));
        Range(mistakes, MaximumWebSocketsPerAddress, 1, 100_000, nameof(MaximumWebSocketsPerAddress));
        Range(mistakes, MaximumConcurrentRequests, 1, 100_000, nameof(MaximumConcurrentRequests));
        Range(mistakes, MaximumConnections, 1, 100_000, nameof(MaximumConnections));
        Range(mistakes, CallsPerSecondPerAddress, 1, 10_000_000, nameof(CallsPerSecondPerAddress));
        Range(mistakes, BurstCallsPerAddress, MaximumBatchCalls, 10_000_000, nameof(BurstCallsPerAddress));
        Range(mistakes, CallTimeoutMs, 10, 600_000, nameof(CallTimeoutMs));
        Range(mistakes, MaximumWebSockets, 0, 100_000, nameof(MaximumWebSockets));
        Range(mistakes, WebSocketQueueLength, 1, 100_000, nameof(WebSocketQueueLength));
        Range(mistakes, WebSocketConcurrentCalls, 1, 10_000, nameof(WebSocketConcurrentCalls));
        Range(mistakes, MaximumWaiters, 1, 1_000_000, nameof(MaximumWaiters));
        Range(mistakes, MaximumUnverified, 1, 1_000_000, nameof(MaximumUnverified));
    }

    private static void Range(List<string> mistakes, int value, int least, int most, string setting) =>
        NodeOptions.Check(mistakes, value >= least && value <= most, $"Api:{setting}", $"is a number from {least} to {most}, not {value}");
}
