using System.Diagnostics.CodeAnalysis;
using Komandor.Cryptography;
using Komandor.Primitives;

namespace Komandor.Consensus;

/// <summary>A well-formed event with its encoding and its signature, which nobody has checked yet. Immutable.</summary>
public sealed class SignedEvent
{
    private static readonly HashDomain _idDomain = new("komandor.event");
    private static readonly HashDomain _signingDomain = new("komandor.ev.sign");

    private readonly byte[] _encoded;

    private SignedEvent(byte[] encoded, UnsignedEvent body, Signature signature)
    {
        _encoded = encoded;
        Body = body;
        Signature = signature;
        Id = IdOf(encoded.AsSpan(0, encoded.Length - Signature.SizeBytes));
    }

    /// <summary>The hash of the encoded body.</summary>
    public EventId Id { get; }

    /// <summary>What the creator signed.</summary>
    public UnsignedEvent Body { get; }

    /// <summary>The signature over <see cref="SigningHash"/> of the id.</summary>
    public Signature Signature { get; }

    /// <summary>The body's encoding, then the 64 bytes of the signature.</summary>
    public ReadOnlyMemory<byte> Encoded => _encoded;

    /// <summary>The id of the event whose body has the encoding <paramref name="body"/>.</summary>
    public static EventId IdOf(ReadOnlySpan<byte> body) => new(Blake2b.Hash(_idDomain, body));

    /// <summary>What the creator of event <paramref name="id"/> signs.</summary>
    public static Hash256 SigningHash(EventId id)
    {
        Span<byte> bytes = stackalloc byte[Hash256.SizeBytes];
        id.Value.CopyTo(bytes);
        return Blake2b.Hash(_signingDomain, bytes);
    }

    /// <summary>Decodes untrusted bytes, which the event then owns.</summary>
    /// <param name="encoded">A body and its signature; must not change afterwards.</param>
    /// <param name="signed">The event, when it obeys rules H1 to H8, H18 and H19.</param>
    /// <param name="fault">The first rule that it breaks otherwise.</param>
    public static bool TryDecode(byte[] encoded, [NotNullWhen(true)] out SignedEvent? signed, out EventFault fault)
    {
        signed = null;
        if (encoded.Length > EventLimits.MaxSizeBytes)
        {
            fault = EventFault.TooLarge;
            return false;
        }

        CanonicalReader reader = new(encoded);
        UnsignedEvent? body = EventDecoder.TryRead(ref reader, encoded, out fault);
        Signature signature = reader.Signature();
        if (body is not null && !reader.TryFinish(out _))
        {
            fault = EventFault.Malformed;
        }

        if (body is null || fault != EventFault.None)
        {
            return false;
        }

        signed = new SignedEvent(encoded, body, signature);
        return true;
    }
}
