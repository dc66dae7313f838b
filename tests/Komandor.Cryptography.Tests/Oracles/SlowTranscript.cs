using System.Buffers.Binary;
using System.Numerics;
using System.Text;
using Komandor.Cryptography.Tests.Curve25519;

namespace Komandor.Cryptography.Tests.Oracles;

/// <summary>The transcript of transcripts.md §1, one list of bytes at a time.</summary>
internal sealed class SlowTranscript
{
    private readonly List<byte> _frames = [];

    internal SlowTranscript(byte[] state) => State = state;

    internal SlowTranscript(string protocol, byte[] context)
        : this(new byte[64]) =>
        Append("protocol", Encoding.ASCII.GetBytes(protocol)).Append("context", context);

    /// <summary>The 64 bytes after the last challenge.</summary>
    internal byte[] State { get; private set; }

    internal static byte[] Hash(string personalisation, byte[] message)
    {
        byte[] hash = new byte[64];
        Blake2b.Hash(new HashDomain(personalisation), message, hash);
        return hash;
    }

    internal static byte[] U32(int value)
    {
        byte[] bytes = new byte[4];
        BinaryPrimitives.WriteInt32LittleEndian(bytes, value);
        return bytes;
    }

    internal SlowTranscript Append(string label, byte[] data)
    {
        _frames.Add((byte)label.Length);
        _frames.AddRange(Encoding.ASCII.GetBytes(label));
        _frames.AddRange(U32(data.Length));
        _frames.AddRange(data);
        return this;
    }

    internal SlowTranscript Append(string label, long number)
    {
        byte[] bytes = new byte[8];
        BinaryPrimitives.WriteInt64LittleEndian(bytes, number);
        return Append(label, bytes);
    }

    internal BigInteger Challenge(string label)
    {
        Append(label, []);
        State = Hash("komandor.proof", [.. State, .. _frames]);
        _frames.Clear();
        return SlowScalar.Modulo(SlowCurve.Number(State));
    }
}
