namespace Komandor.State.Tests;

/// <summary>Counts what is read.</summary>
internal sealed class ReadCountingFiles(IStateFiles files) : IStateFiles
{
    public long ReadBytes { get; private set; }

    public IReadOnlyList<string> Names() => files.Names();

    public IStateFile Open(string name) => new Counting(this, files.Open(name));

    public void Delete(string name) => files.Delete(name);

    public void SyncNames() => files.SyncNames();

    private sealed class Counting(ReadCountingFiles owner, IStateFile file) : IStateFile
    {
        public long SizeBytes => file.SizeBytes;

        public int Read(long offset, Span<byte> destination)
        {
            int count = file.Read(offset, destination);
            owner.ReadBytes += count;
            return count;
        }

        public void Append(ReadOnlySpan<byte> bytes) => file.Append(bytes);

        public void Sync() => file.Sync();

        public void Truncate(long sizeBytes) => file.Truncate(sizeBytes);

        public void Dispose() => file.Dispose();
    }
}
