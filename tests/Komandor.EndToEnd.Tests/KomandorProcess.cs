using System.Diagnostics;
using System.Text;
using Komandor.Testing;

namespace Komandor.EndToEnd.Tests;

/// <summary>A real <c>komandor</c> process, from the published output.</summary>
internal sealed class KomandorProcess : IDisposable
{
    private readonly Process _process;
    private readonly StringBuilder _errors = new();

    private KomandorProcess(Process process)
    {
        _process = process;
        _process.ErrorDataReceived += (_, line) =>
        {
            lock (_errors)
            {
                _errors.AppendLine(line.Data);
            }
        };
        _process.BeginErrorReadLine();
    }

    /// <summary>Where <c>./dev e2e</c> publishes the executable.</summary>
    internal static string Executable { get; } = Repository.At("artifacts/komandor/komandor");

    /// <summary>What it wrote to standard error so far.</summary>
    internal string Errors
    {
        get
        {
            lock (_errors)
            {
                return _errors.ToString();
            }
        }
    }

    /// <summary>Its process id.</summary>
    internal int Id => _process.Id;

    /// <summary>Whether it ended.</summary>
    internal bool HasExited => _process.HasExited;

    internal static KomandorProcess Start(IReadOnlyDictionary<string, string>? environment, params IEnumerable<string> arguments)
    {
        // A shell's background job ignores Ctrl-C, and so would all that it starts; env gives the process the usual way back.
        ProcessStartInfo start = new("env")
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = true,
            WorkingDirectory = Path.GetTempPath(),
        };
        foreach (string argument in (IEnumerable<string>)["--default-signal=INT", Executable, .. arguments])
        {
            start.ArgumentList.Add(argument);
        }

        foreach ((string name, string value) in environment ?? new Dictionary<string, string>())
        {
            start.Environment[name] = value;
        }

        return new KomandorProcess(Process.Start(start) ?? throw new InvalidOperationException("komandor did not start."));
    }

    /// <summary>Runs to the end and returns standard output; fails with standard error on another exit code.</summary>
    internal static async Task<string> RunAsync(
        IReadOnlyDictionary<string, string>? environment, int expectedCode, TimeSpan limit, params string[] arguments)
    {
        using KomandorProcess process = Start(environment, arguments);
        using CancellationTokenSource timeout = new(limit);
        try
        {
            string output = await process._process.StandardOutput.ReadToEndAsync(timeout.Token);
            await process._process.WaitForExitAsync(timeout.Token);
            Assert.True(
                process._process.ExitCode == expectedCode,
                $"komandor {string.Join(' ', arguments)} ended with {process._process.ExitCode}, expected {expectedCode}.\n{output}\n{process.Errors}");
            return output;
        }
        catch (OperationCanceledException)
        {
            throw new TimeoutException($"komandor {string.Join(' ', arguments)} took longer than {limit}.\n{process.Errors}");
        }
    }

    /// <summary>The next line of standard output.</summary>
    internal async Task<string> ReadLineAsync(TimeSpan limit)
    {
        using CancellationTokenSource timeout = new(limit);
        try
        {
            return await _process.StandardOutput.ReadLineAsync(timeout.Token)
                ?? throw new InvalidOperationException($"komandor ended before it wrote a line.\n{Errors}");
        }
        catch (OperationCanceledException)
        {
            throw new TimeoutException($"komandor wrote no line within {limit}.\n{Errors}");
        }
    }

    /// <summary>Sends Ctrl-C and waits for the graceful end.</summary>
    internal async Task<int> InterruptAsync(TimeSpan limit)
    {
        Signal(_process.Id, "INT");
        using CancellationTokenSource timeout = new(limit);
        try
        {
            await _process.WaitForExitAsync(timeout.Token);
        }
        catch (OperationCanceledException)
        {
            throw new TimeoutException($"komandor did not stop within {limit}.\n{Errors}");
        }

        return _process.ExitCode;
    }

    /// <summary>Sends a signal, such as KILL, to any process.</summary>
    internal static void Signal(int processId, string signal)
    {
        using Process kill = Process.Start("kill", ["-" + signal, processId.ToString(System.Globalization.CultureInfo.InvariantCulture)]);
        kill.WaitForExit();
    }

    /// <summary>Whether a process runs; one that ended and waits to be reaped does not.</summary>
    internal static bool IsRunning(int processId)
    {
        try
        {
            string status = File.ReadAllText($"/proc/{processId}/stat");
            return status[status.LastIndexOf(')') + 2] is not ('Z' or 'X');
        }
        catch (IOException)
        {
            return false;
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (!_process.HasExited)
        {
            _process.Kill(entireProcessTree: true);
            _process.WaitForExit();
        }

        _process.Dispose();
    }
}
