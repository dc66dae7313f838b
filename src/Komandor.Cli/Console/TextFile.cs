namespace Komandor.Cli.Console;

/// <summary>Texts that are given on the command line or, behind an @, in a file.</summary>
internal static class TextFile
{
    private const long MaximumSizeBytes = 1 << 22;

    /// <summary>Writes a text that its owner alone may read.</summary>
    internal static async Task WriteOwnAsync(string path, string text, CancellationToken cancellationToken)
    {
        FileStreamOptions options = new() { Mode = FileMode.Create, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        await using StreamWriter writer = new(path, options);
        await writer.WriteAsync(text.AsMemory(), cancellationToken);
    }

    /// <summary>The text.</summary>
    /// <exception cref="UsageException">The file is too large to be one.</exception>
    internal static async Task<string> ReadAsync(string argument, CancellationToken cancellationToken)
    {
        if (!argument.StartsWith('@'))
        {
            return argument;
        }

        FileInfo file = new(argument[1..]);
        return file.Length <= MaximumSizeBytes
            ? (await File.ReadAllTextAsync(file.FullName, cancellationToken)).Trim()
            : throw new UsageException($"{argument[1..]} is too large to be what was asked for.");
    }
}
