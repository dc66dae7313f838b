using Komandor.Primitives;

namespace Komandor.Ledger.Private;

/// <summary>A private note that a transaction makes, and what lets its owner find it: docs/protocol/private-money.md §2.</summary>
/// <param name="Key">The one-time key P or S.</param>
/// <param name="Commitment">C, to the value.</param>
/// <param name="EphemeralKey">E, with which its owner finds the note.</param>
/// <param name="ViewTag">Spares its not-owners most of the work.</param>
/// <param name="SealedValue">The value for its owner, 24 bytes.</param>
public sealed record PrivateOutput(
    Hash256 Key, Hash256 Commitment, Hash256 EphemeralKey, byte ViewTag, ReadOnlyMemory<byte> SealedValue)
{
    /// <summary>Writes the canonical encoding.</summary>
    public void Write(CanonicalWriter writer)
    {
        writer.Hash(Key);
        writer.Hash(Commitment);
        writer.Hash(EphemeralKey);
        writer.Byte(ViewTag);
        writer.Raw(SealedValue.Span);
    }

    /// <summary>Reads an untrusted output; meaningless when <paramref name="reader"/> then holds a fault.</summary>
    internal static PrivateOutput Read(ref CanonicalReader reader) => new(
        reader.Hash(), reader.Hash(), reader.Hash(), reader.Byte(), reader.Raw(PrivateLimits.SealedValueSizeBytes).ToArray());
}
