using System.Globalization;

namespace Komandor.Cli.Console;

/// <summary>Says on standard error how far long work is, how fast it goes and how long it will take: in one changing line for a person, rarely otherwise.</summary>
internal static class Progress
{
    private static readonly TimeSpan _often = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan _rarely = TimeSpan.FromSeconds(10);

    /// <summary>Reports until <paramref name="work"/> ends, and returns its result.</summary>
    /// <param name="terminal">Where.</param>
    /// <param name="what">What is counted, such as <c>payments</c>.</param>
    /// <param name="total">How many there are.</param>
    /// <param name="done">How many are done.</param>
    /// <param name="work">The work.</param>
    internal static async Task<T> ShowAsync<T>(Terminal terminal, string what, int total, Func<int> done, Task<T> work)
    {
        long start = terminal.Time.GetTimestamp();
        TimeSpan pause = terminal.Interactive ? _often : _rarely;
        while (await Task.WhenAny(work, Task.Delay(pause, terminal.Time, CancellationToken.None)) != work)
        {
            double seconds = terminal.Time.GetElapsedTime(start).TotalSeconds;
            double rate = done() / seconds;
            string left = rate > 0 ? string.Create(CultureInfo.InvariantCulture, $", about {(total - done()) / rate:F0} s left") : string.Empty;
            string line = string.Create(CultureInfo.InvariantCulture, $"{done()} of {total} {what}, {rate:F0} a second{left}");
            await terminal.Error.WriteAsync(terminal.Interactive ? "\r" + line.PadRight(60) : line + Environment.NewLine);
        }

        if (terminal.Interactive)
        {
            await terminal.Error.WriteAsync("\r" + new string(' ', 60) + "\r");
        }

        return await work;
    }
}
