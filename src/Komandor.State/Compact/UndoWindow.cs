namespace Komandor.State.Compact;

/// <summary>The undos of the versions that can still be read. Safe from many threads.</summary>
internal sealed class UndoWindow(ulong newest)
{
    private readonly Lock _gate = new();
    private readonly Queue<VersionUndo> _undos = [];
    private ulong _newest = newest;

    /// <summary>The newest version that has an undo: perhaps one that is being committed.</summary>
    internal ulong Newest => Volatile.Read(ref _newest);

    /// <summary>The memory of all.</summary>
    internal long SizeBytes
    {
        get
        {
            lock (_gate)
            {
                return _undos.Sum(undo => undo.SizeBytes);
            }
        }
    }

    /// <summary>All undos of the versions after <paramref name="version"/>, ascending.</summary>
    internal VersionUndo[] After(ulong version)
    {
        lock (_gate)
        {
            return [.. _undos.Where(undo => undo.Version > version)];
        }
    }

    /// <summary>Adds the next version's.</summary>
    internal void Append(VersionUndo undo)
    {
        lock (_gate)
        {
            _undos.Enqueue(undo);
            Volatile.Write(ref _newest, undo.Version);
        }
    }

    /// <summary>Forgets what leads to versions before <paramref name="oldestVersion"/>.</summary>
    internal void Forget(ulong oldestVersion)
    {
        lock (_gate)
        {
            while (_undos.TryPeek(out VersionUndo? undo) && undo.Version <= oldestVersion)
            {
                _undos.Dequeue();
            }
        }
    }
}
