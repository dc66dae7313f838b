namespace Komandor.Wallet.Storage;

/// <summary>The steps in which a file is replaced, so that a test can stop at each.</summary>
internal interface IFileLayer
{
    /// <summary>The whole of a file, or null when there is none.</summary>
    byte[]? TryRead(string path);

    /// <summary>Writes a new file, or over an old one, readable by its owner alone. A crash may leave any part of it.</summary>
    void Write(string path, ReadOnlySpan<byte> bytes);

    /// <summary>Returns once a file's bytes survive a loss of power.</summary>
    void Sync(string path);

    /// <summary>Gives a file another's name, at once and whole.</summary>
    void Rename(string from, string to);

    /// <summary>Returns once the names in the folder of <paramref name="path"/> survive a loss of power.</summary>
    void SyncFolder(string path);
}
