using Microsoft.Extensions.Logging;

namespace Komandor.Web.Explorer;

/// <content>Events 6000 to 6099 are the explorer's.</content>
internal sealed partial class ExplorerGuard
{
    [LoggerMessage(EventId = 6000, Level = LogLevel.Error, Message = "A page of the explorer failed.")]
    private static partial void LogFailure(ILogger logger, Exception failure);
}
