namespace Komandor.Indexer.Tests;

/// <summary>A file for one test's index.</summary>
internal sealed class IndexFile : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("komandor-index-").FullName;

    internal string FilePath => Path.Combine(_folder, "index.sqlite");

    internal BlockIndex Open() => new(FilePath, TestChain.Chain, 4 << 20, 4);

    public void Dispose() => Directory.Delete(_folder, recursive: true);
}
