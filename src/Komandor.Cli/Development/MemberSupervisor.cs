using System.Diagnostics;
using System.Globalization;

namespace Komandor.Cli.Development;

/// <summary>Runs one member of a development network as a process, and starts it again when it dies.</summary>
/// <param name="folder">The member's folder; holds its <c>log</c> and its <c>process-id</c>.</param>
/// <param name="arguments">What the executable is given.</param>
/// <param name="environment">What its environment holds beside that of this process.</param>
/// <param name="time">The clock that spaces restarts.</param>
internal sealed class MemberSupervisor(
    string folder, IReadOnlyList<string> arguments, IReadOnlyDictionary<string, string> environment, TimeProvider time)
{
    private static readonly TimeSpan _restartDelay = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan _stopLimit = TimeSpan.FromSeconds(15);

    private readonly TaskCompletionSource<string> _firstLine = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>The member's log file.</summary>
    internal string LogFile => Path.Combine(folder, "log");

    /// <summary>How often the member died and was started again.</summary>
    internal int Restarts { get; private set; }

    /// <summary>The first line that it wrote to standard output.</summary>
    /// <exception cref="IOException">It wrote none in time.</exception>
    internal async Task<string> FirstLineAsync(TimeSpan limit, CancellationToken cancellationToken)
    {
        try
        {
            return await _firstLine.Task.WaitAsync(limit, time, cancellationToken);
        }
        catch (TimeoutException)
        {
            throw new IOException($"The process said nothing within {limit.TotalSeconds} s. Its log is {LogFile}");
        }
    }

    /// <summary>Runs the member until cancelled; then asks it to stop, and kills it when it does not.</summary>
    internal async Task RunAsync(CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(folder);
        while (true)
        {
            using Process process = Start();
            await File.WriteAllTextAsync(
                Path.Combine(folder, "process-id"), process.Id.ToString(CultureInfo.InvariantCulture), CancellationToken.None);
            Task copying = CopyLogAsync(process);
            try
            {
                await process.WaitForExitAsync(cancellationToken);
                await copying;
                await Task.Delay(_restartDelay, time, cancellationToken);
                Restarts++;
            }
            catch (OperationCanceledException)
            {
                await StopAsync(process);
                await copying;
                return;
            }
        }
    }

    private Process Start()
    {
        // A process group of its own, so that Ctrl-C at the terminal reaches the supervisor alone, which then stops its members in order.
        ProcessStartInfo start = new("setsid") { RedirectStandardOutput = true, RedirectStandardError = true, RedirectStandardInput = true };
        start.ArgumentList.Add(Environment.ProcessPath!);
        foreach (string argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }

        foreach ((string name, string value) in environment)
        {
            start.Environment[name] = value;
        }

        return Process.Start(start) ?? throw new InvalidOperationException("The member's process could not be started.");
    }

    private async Task CopyLogAsync(Process process)
    {
        await using StreamWriter log = new(LogFile, append: true) { AutoFlush = true };
        await Task.WhenAll(CopyAsync(process.StandardOutput, log, isOutput: true), CopyAsync(process.StandardError, log, isOutput: false));
    }

    private async Task CopyAsync(StreamReader source, StreamWriter log, bool isOutput)
    {
        while (await source.ReadLineAsync(CancellationToken.None) is string line)
        {
            if (isOutput)
            {
                _firstLine.TrySetResult(line);
            }

            lock (log)
            {
                log.WriteLine(line);
            }
        }
    }

    private static async Task StopAsync(Process process)
    {
        if (process.HasExited)
        {
            return;
        }

        using (Process interrupt = Process.Start("kill", ["-TERM", process.Id.ToString(CultureInfo.InvariantCulture)]))
        {
            await interrupt.WaitForExitAsync(CancellationToken.None);
        }

        using CancellationTokenSource limit = new(_stopLimit);
        try
        {
            await process.WaitForExitAsync(limit.Token);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            await process.WaitForExitAsync(CancellationToken.None);
        }
    }
}
