namespace Komandor.State;

/// <summary>What the state's log asks of a disk: a flat folder of files that grow at their end. Implemented by the shell.</summary>
/// <remarks>A failing disk throws <see cref="IOException"/>. Safe from many threads; one thread writes to a file at a time.</remarks>
public interface IStateFiles
{
    /// <summary>The names of all files, in no order.</summary>
    IReadOnlyList<string> Names();

    /// <summary>Opens a file, or makes it, empty.</summary>
    /// <param name="name">Letters, digits and hyphens.</param>
    IStateFile Open(string name);

    /// <summary>Deletes a file; one that is not there is fine. Who has it open can go on reading.</summary>
    void Delete(string name);

    /// <summary>Makes it durable which files there are.</summary>
    void SyncNames();
}
