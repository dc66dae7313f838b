namespace Komandor.State.Tests.Tags;

/// <summary>Files that are closed for good once they are disposed, as those of a disk: syncing one then does nothing.</summary>
internal sealed class ClosingFiles(MemoryStateFiles files) : IStateFiles
{
    /// <summary>Called before a file is synced.</summary>
    internal Action? BeforeSync { get; set; }

    public IReadOnlyList<string> Names() => files.Names();

    public IStateFile Open(string name) => new ClosingFile(files.Open(name), this);

    public void Delete(string name) => files.Delete(name);

    public void SyncNames() => files.SyncNames();

    private sealed class ClosingFile(IStateFile file, ClosingFiles owner) : IStateFile
    {
        private bool _isClosed;

        public long SizeBytes => file.SizeBytes;

        public int Read(long offset, Span<byte> destination) => file.Read(offset, destination);

        public void Append(ReadOnlySpan<byte> bytes) => file.Append(bytes);

        public void Truncate(long sizeBytes) => file.Truncate(sizeBytes);

        public void Sync()
        {
            owner.BeforeSync?.Invoke();
            if (!_isClosed)
            {
                file.Sync();
            }
        }

        public void Dispose() => _isClosed = true;
    }
}
