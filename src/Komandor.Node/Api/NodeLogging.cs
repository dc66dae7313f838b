using Microsoft.Extensions.Logging;

namespace Komandor.Node.Api;

/// <summary>Where the node's logs go: the console. No message holds a key, an address or an amount.</summary>
public static class NodeLogging
{
    /// <summary>Adds the console.</summary>
    /// <param name="logging">The host's logging.</param>
    /// <param name="json">One JSON object a line, for collectors; else one line of text.</param>
    public static void AddNodeConsole(this ILoggingBuilder logging, bool json)
    {
        logging.SetMinimumLevel(LogLevel.Information).AddFilter("Microsoft", LogLevel.Warning);
        if (json)
        {
            logging.AddJsonConsole(console =>
            {
                console.UseUtcTimestamp = true;
                console.TimestampFormat = "yyyy-MM-dd'T'HH:mm:ss.fff'Z'";
            });
            return;
        }

        logging.AddSimpleConsole(console =>
        {
            console.SingleLine = true;
            console.UseUtcTimestamp = true;
            console.TimestampFormat = "HH:mm:ss.fff ";
        });
    }
}
