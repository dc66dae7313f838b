using System.Text.Json;
using Komandor.Cli.Console;
using Komandor.Wallet.Storage;

namespace Komandor.Cli.Tests;

/// <summary>Runs the executable's commands in the process, with answers prepared.</summary>
internal sealed class CommandLine : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("komandor-cli-");

    /// <summary>The node's address, given to commands that take one.</summary>
    public string Rpc { get; set; } = "http://127.0.0.1:9";

    /// <summary>What is typed when the words are asked for.</summary>
    public string Words { get; set; } = string.Empty;

    /// <summary>What is typed to a question; <see cref="Words"/> without it.</summary>
    public Func<string, string>? Answer { get; set; }

    /// <summary>Whether somebody sits there, who says yes.</summary>
    public bool Interactive { get; set; }

    /// <summary>What the last command wrote to standard error.</summary>
    public string Errors { get; private set; } = string.Empty;

    /// <summary>The path of a file in a folder of one's own.</summary>
    public string FilePath(string name) => Path.Combine(_folder.FullName, name);

    /// <summary>Runs a command; returns its exit code and standard output.</summary>
    public async Task<(int Code, string Output)> RunAsync(params string[] arguments)
    {
        using StringWriter output = new();
        using StringWriter errors = new();
        PreparedTerminal terminal = new(this)
        {
            Output = output,
            Error = errors,
            Interactive = Interactive,
            KeyCost = new KeyCost(1, 8192),
        };
        int code = await CommandLineProgram.RunAsync(arguments, terminal, TestContext.Current.CancellationToken);
        Errors = errors.ToString();
        return (code, output.ToString());
    }

    /// <summary>Runs a command of a wallet with <c>--json</c>, and expects an exit code.</summary>
    public async Task<JsonElement> WalletAsync(int expectedCode, string wallet, params string[] arguments)
    {
        (int code, string output) = await RunAsync(["wallet", .. arguments, "--wallet", FilePath(wallet), "--rpc", Rpc, "--json"]);
        Assert.True(code == expectedCode, $"{string.Join(' ', arguments)}: {code}\n{output}\n{Errors}");
        return JsonDocument.Parse(output).RootElement.Clone();
    }

    /// <summary>Runs <c>wallet serve</c> until cancelled; hands over the line that it writes when it is ready.</summary>
    public async Task<int> ServeAsync(string wallet, TaskCompletionSource<string> written, CancellationToken cancellationToken)
    {
        using LineWriter output = new(written);
        using StringWriter errors = new();
        PreparedTerminal terminal = new(this) { Output = output, Error = errors, Interactive = false, KeyCost = new KeyCost(1, 8192) };
        int code = await CommandLineProgram.RunAsync(
            ["wallet", "serve", "--wallet", FilePath(wallet), "--rpc", Rpc, "--json"], terminal, cancellationToken);
        written.TrySetException(new InvalidOperationException($"It ended with {code}: {errors}"));
        return code;
    }

    public void Dispose() => _folder.Delete(recursive: true);

    private sealed class LineWriter(TaskCompletionSource<string> written) : StringWriter
    {
        public override void WriteLine(string? value) => written.TrySetResult(value!);
    }

    private sealed class PreparedTerminal(CommandLine line) : Terminal
    {
        internal override bool Confirm(string question) => true;

        internal override string Ask(string question) => line.Answer?.Invoke(question) ?? line.Words;
    }
}
