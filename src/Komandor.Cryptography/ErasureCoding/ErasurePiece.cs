namespace Komandor.Cryptography.ErasureCoding;

/// <summary>One of the pieces that data was coded into.</summary>
/// <param name="Place">Its place among them: below <see cref="ErasureCode.Needed"/> a part of the data itself.</param>
/// <param name="Bytes">Its content.</param>
public readonly record struct ErasurePiece(int Place, ReadOnlyMemory<byte> Bytes);
