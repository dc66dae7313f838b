using System.Buffers.Binary;

namespace Komandor.Fuzzing;

/// <summary>Changes bytes at random, from a seed, in the ways that break decoders.</summary>
internal sealed class Mutator(ulong seed)
{
    private const int MaximumSizeBytes = 1 << 17;

    private static readonly ulong[] _interesting =
        [0, 1, 0x7f, 0x80, 0xff, 0x100, 0x7fff, 0x8000, 0xffff, 0x7fff_ffff, 0x8000_0000, 0xffff_ffff, long.MaxValue, 1UL << 63, ulong.MaxValue];

    private ulong _state = seed;

    /// <summary>A number below <paramref name="bound"/>.</summary>
    internal int Next(int bound) => (int)(NextWord() % (ulong)bound);

    /// <summary>A changed copy of <paramref name="source"/>, spliced with <paramref name="other"/> at times.</summary>
    internal byte[] Mutate(byte[] source, byte[] other)
    {
        List<byte> bytes = [.. source];
        int changes = 1 + Next(Next(4) == 0 ? 16 : 3);
        for (int change = 0; change < changes; change++)
        {
            Change(bytes, other);
        }

        return bytes.Count > MaximumSizeBytes ? [.. bytes.Take(MaximumSizeBytes)] : [.. bytes];
    }

    private void Change(List<byte> bytes, byte[] other)
    {
        int at = bytes.Count == 0 ? 0 : Next(bytes.Count);
        switch (Next(8))
        {
            case 0 when bytes.Count > 0:
                bytes[at] ^= (byte)(1 << Next(8));
                break;
            case 1 when bytes.Count > 0:
                bytes[at] = (byte)Next(256);
                break;
            case 2 when bytes.Count > 0:
                bytes.RemoveRange(at, Math.Min(1 + Next(8), bytes.Count - at));
                break;
            case 3:
                bytes.InsertRange(at, Word()[..(1 + Next(8))]);
                break;
            case 4 when bytes.Count > 0:
                byte[] word = Word();
                int width = Math.Min(1 << Next(4), bytes.Count - at);
                for (int index = 0; index < width; index++)
                {
                    bytes[at + index] = word[index];
                }

                break;
            case 5 when bytes.Count > 0:
                int length = Math.Min(1 + Next(64), bytes.Count - at);
                bytes.InsertRange(Next(bytes.Count), bytes.GetRange(at, length));
                break;
            case 6 when other.Length > 0:
                bytes.RemoveRange(at, bytes.Count - at);
                bytes.AddRange(other.AsSpan(Next(other.Length)));
                break;
            default:
                if (bytes.Count > 0)
                {
                    bytes.RemoveRange(at, bytes.Count - at);
                }

                break;
        }
    }

    private byte[] Word()
    {
        byte[] word = new byte[8];
        BinaryPrimitives.WriteUInt64LittleEndian(word, _interesting[Next(_interesting.Length)]);
        return word;
    }

    // SplitMix64.
    private ulong NextWord()
    {
        unchecked
        {
            ulong word = _state += 0x9e3779b97f4a7c15;
            word = (word ^ (word >> 30)) * 0xbf58476d1ce4e5b9;
            word = (word ^ (word >> 27)) * 0x94d049bb133111eb;
            return word ^ (word >> 31);
        }
    }
}
