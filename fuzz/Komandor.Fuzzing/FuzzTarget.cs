namespace Komandor.Fuzzing;

/// <summary>A decoder of untrusted bytes.</summary>
/// <param name="Name">What it decodes.</param>
/// <param name="Seeds">Encodings that are right, to mutate.</param>
/// <param name="Decode">Decodes, and returns what the writer writes for the value; null when it refused.</param>
internal sealed record FuzzTarget(string Name, IReadOnlyList<byte[]> Seeds, FuzzTarget.Decoder Decode)
{
    /// <summary>Must neither throw on any bytes nor accept bytes that the writer would not have made.</summary>
    internal delegate byte[]? Decoder(ReadOnlySpan<byte> bytes);
}
