using Komandor.Wallet.Storage;

namespace Komandor.Wallet.Tests.Storage;

/// <summary>Files in memory whose machine loses power at a given step: what was not synced is lost, torn or kept.</summary>
internal sealed class CrashingFiles : IFileLayer
{
    private readonly Dictionary<string, byte[]> _visible = [];
    private readonly Dictionary<string, byte[]> _durable = [];
    private int _stepsUntilCrash = -1;

    /// <summary>How many steps have been taken.</summary>
    public int Steps { get; private set; }

    /// <summary>Crashes instead of taking the step with this index from now on, 0 being the next.</summary>
    public void CrashAt(int step) => _stepsUntilCrash = step;

    /// <summary>What the disk holds after the crash.</summary>
    /// <param name="namesKept">Whether renames that were not synced happened to reach it.</param>
    /// <param name="tornSizeBytes">How many bytes of files that were not synced happened to reach it.</param>
    public CrashingFiles AfterCrash(bool namesKept, int tornSizeBytes)
    {
        CrashingFiles restarted = new();
        foreach ((string name, byte[] bytes) in namesKept ? _visible : _durable)
        {
            bool synced = _durable.Values.Any(one => ReferenceEquals(one, bytes));
            byte[] kept = synced ? bytes : bytes[..Math.Min(tornSizeBytes, bytes.Length)];
            restarted._visible[name] = kept;
            restarted._durable[name] = kept;
        }

        return restarted;
    }

    public byte[]? TryRead(string path) => _visible.TryGetValue(path, out byte[]? bytes) ? [.. bytes] : null;

    public void Write(string path, ReadOnlySpan<byte> bytes)
    {
        Step(() => { });
        _visible[path] = bytes.ToArray();
    }

    public void Sync(string path) => Step(() => _durable[path] = _visible[path]);

    public void Rename(string from, string to) => Step(() =>
    {
        _visible[to] = _visible[from];
        _visible.Remove(from);
    });

    public void SyncFolder(string path) => Step(() =>
    {
        foreach (string name in _durable.Keys.Except(_visible.Keys).ToArray())
        {
            _durable.Remove(name);
        }

        foreach ((string name, byte[] bytes) in _visible)
        {
            _durable[name] = bytes;
        }
    });

    /// <summary>Changes one byte of a file.</summary>
    public void Flip(string path, int position)
    {
        byte[] bytes = [.. _visible[path]];
        bytes[position] ^= 0x40;
        _visible[path] = bytes;
    }

    /// <summary>Cuts a file off.</summary>
    public void Truncate(string path, int sizeBytes) => _visible[path] = _visible[path][..sizeBytes];

    /// <summary>Replaces a file.</summary>
    public void Put(string path, byte[] bytes) => _visible[path] = bytes;

    private void Step(Action action)
    {
        if (_stepsUntilCrash == 0)
        {
            throw new PowerLossException();
        }

        _stepsUntilCrash--;
        Steps++;
        action();
    }
}
