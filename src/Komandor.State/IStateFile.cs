namespace Komandor.State;

/// <summary>One file of <see cref="IStateFiles"/>.</summary>
/// <remarks>Disposing closes it; reading a closed file gives nothing.</remarks>
public interface IStateFile : IDisposable
{
    /// <summary>How long the file is.</summary>
    long SizeBytes { get; }

    /// <summary>Reads what was appended, at once and from any thread.</summary>
    /// <param name="offset">The first byte.</param>
    /// <param name="destination">Receives the bytes.</param>
    /// <returns>How many bytes there were: fewer than asked only at the file's end.</returns>
    int Read(long offset, Span<byte> destination);

    /// <summary>Says that these bytes are read soon. Has no effect but on time; does nothing by default.</summary>
    /// <param name="offset">The first byte.</param>
    /// <param name="sizeBytes">How many; there may be fewer.</param>
    void Fetch(long offset, int sizeBytes)
    {
    }

    /// <summary>Adds bytes at the end. Whether they outlive a power loss is open until <see cref="Sync"/>; they may do so in part.</summary>
    void Append(ReadOnlySpan<byte> bytes);

    /// <summary>Makes all that was appended before this call durable.</summary>
    void Sync();

    /// <summary>Cuts the file off, durably.</summary>
    void Truncate(long sizeBytes);
}
