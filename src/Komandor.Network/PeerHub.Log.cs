using Komandor.Primitives;
using Microsoft.Extensions.Logging;

namespace Komandor.Network;

/// <content>What the hub tells; event ids 4000 to 4099 are this project's. Never a key or an address.</content>
public sealed partial class PeerHub
{
    private long _refusalToldAt;

    [LoggerMessage(4000, LogLevel.Information, "Link with member {Member} is up; it runs {Software}")]
    private partial void LogLinkUp(MemberId member, string software);

    [LoggerMessage(4001, LogLevel.Information, "Link with member {Member} ended: {Fault}")]
    private partial void LogLinkDown(MemberId member, LinkFault fault);

    [LoggerMessage(4002, LogLevel.Debug, "Dialling member {Member} failed: {Fault}")]
    private partial void LogDialFailed(MemberId member, LinkFault fault);

    [LoggerMessage(4003, LogLevel.Warning, "A connection was refused: {Fault}, {Count} so far")]
    private partial void TellRefused(LinkFault fault, long count);

    [LoggerMessage(4004, LogLevel.Critical, "A loop of the hub failed")]
    private partial void LogLoopFailed(Exception exception);

    // At most one line a second: strangers must not fill the log.
    private void LogRefused(LinkFault fault, long count)
    {
        long told = Volatile.Read(ref _refusalToldAt);
        long now = _time.GetTimestamp();
        if ((told == 0 || _time.GetElapsedTime(told, now).TotalSeconds >= 1)
            && Interlocked.CompareExchange(ref _refusalToldAt, now, told) == told)
        {
            TellRefused(fault, count);
        }
    }
}
