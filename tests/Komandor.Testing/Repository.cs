namespace Komandor.Testing;

/// <summary>Where the tests' repository lies.</summary>
public static class Repository
{
    /// <summary>The folder that holds Komandor.slnx.</summary>
    public static string Root { get; } = FindRoot();

    /// <summary>The full path of something inside the repository.</summary>
    public static string At(string relativePath) => Path.Combine(Root, relativePath);

    private static string FindRoot()
    {
        DirectoryInfo? folder = new(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "Komandor.slnx")))
        {
            folder = folder.Parent;
        }

        return folder?.FullName ?? throw new InvalidOperationException("Komandor.slnx was not found above the tests.");
    }
}
