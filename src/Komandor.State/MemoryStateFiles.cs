namespace Komandor.State;

/// <summary>Files in memory that can lose power: for tests and simulation.</summary>
/// <remarks>Safe from many threads.</remarks>
public sealed class MemoryStateFiles : IStateFiles
{
    private readonly Lock _gate = new();
    private readonly SortedDictionary<string, MemoryStateFile> _files = new(StringComparer.Ordinal);

    /// <summary>Called before each change of the disk; what it throws is what the disk does. For the injection of faults.</summary>
    public Action? BeforeChange { get; set; }

    /// <inheritdoc/>
    public IReadOnlyList<string> Names()
    {
        lock (_gate)
        {
            return [.. _files.Keys];
        }
    }

    /// <inheritdoc/>
    public IStateFile Open(string name)
    {
        lock (_gate)
        {
            if (!_files.TryGetValue(name, out MemoryStateFile? file))
            {
                BeforeChange?.Invoke();
                file = new MemoryStateFile(this);
                _files.Add(name, file);
            }

            return file;
        }
    }

    /// <inheritdoc/>
    public void Delete(string name)
    {
        BeforeChange?.Invoke();
        lock (_gate)
        {
            _files.Remove(name);
        }
    }

    /// <inheritdoc/>
    public void SyncNames()
    {
        BeforeChange?.Invoke();
        lock (_gate)
        {
            foreach (MemoryStateFile file in _files.Values)
            {
                file.IsNamed = true;
            }
        }
    }

    /// <summary>The files as they are now.</summary>
    public MemoryStateFiles Copy()
    {
        MemoryStateFiles copy = new();
        foreach (string name in Names())
        {
            IStateFile file = Open(name);
            byte[] bytes = new byte[file.SizeBytes];
            file.Read(0, bytes);
            copy.Open(name).Append(bytes);
            copy.Open(name).Sync();
        }

        return copy;
    }

    /// <summary>Loses power.</summary>
    /// <param name="keep">Says how many of so many bytes that were not synced yet survive in a file.</param>
    public void Crash(Func<long, long> keep)
    {
        lock (_gate)
        {
            foreach ((string name, MemoryStateFile file) in _files.ToArray())
            {
                // A name that was not synced survives when content of the file does.
                long kept = file.Crash(keep);
                if (!file.IsNamed && kept == 0)
                {
                    _files.Remove(name);
                }
            }
        }
    }

    /// <summary>Changes one bit of a file: what a damaged disk does.</summary>
    public void Flip(string name, long bit)
    {
        lock (_gate)
        {
            _files[name].Flip(bit);
        }
    }

    /// <summary>The length of a file in bytes.</summary>
    public long SizeOf(string name)
    {
        lock (_gate)
        {
            return _files[name].SizeBytes;
        }
    }
}
