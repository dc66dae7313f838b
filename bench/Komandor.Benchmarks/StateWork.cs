using System.Buffers.Binary;
using Komandor.Primitives;

namespace Komandor.Benchmarks;

/// <summary>Changes of a state of a number of entries: the same for every store.</summary>
internal sealed class StateWork(int entries)
{
    /// <summary>The size of every value.</summary>
    internal const int ValueSizeBytes = 100;

    private readonly Random _random = new(1);
    private int _oldest;
    private int _newest;
    private int _round;

    /// <summary>How many entries there are once they are created.</summary>
    internal int Entries => entries;

    /// <summary>Creates the next entries; after the last, the first again.</summary>
    internal KeyValuePair<Hash256, byte[]?>[] Create(int count)
    {
        KeyValuePair<Hash256, byte[]?>[] changes = new KeyValuePair<Hash256, byte[]?>[count];
        for (int index = 0; index < count; index++)
        {
            changes[index] = Change(_newest++, 0);
        }

        return changes;
    }

    /// <summary>Overwrites different entries by chance.</summary>
    internal KeyValuePair<Hash256, byte[]?>[] Overwrite(int count)
    {
        // One of every stretch, so none comes twice.
        int stretch = (_newest - _oldest) / count;
        _round++;
        KeyValuePair<Hash256, byte[]?>[] changes = new KeyValuePair<Hash256, byte[]?>[count];
        for (int index = 0; index < count; index++)
        {
            changes[index] = Change(_oldest + (index * stretch) + _random.Next(stretch), _round);
        }

        return changes;
    }

    /// <summary>Creates entries and deletes as many old ones.</summary>
    internal KeyValuePair<Hash256, byte[]?>[] Pay(int count)
    {
        KeyValuePair<Hash256, byte[]?>[] changes = new KeyValuePair<Hash256, byte[]?>[count];
        for (int index = 0; index < count; index++)
        {
            changes[index] = (index & 1) == 0 ? Change(_newest++, 1) : new(Key(_oldest++), null);
        }

        return changes;
    }

    /// <summary>The key of some entry.</summary>
    internal Hash256 Any() => Key(_oldest + _random.Next(_newest - _oldest));

    /// <summary>The key of some entry of those created last.</summary>
    internal Hash256 AnyCreated() => Key(_newest - 1 - _random.Next(entries));

    /// <summary>An entry's value in a round.</summary>
    internal static KeyValuePair<Hash256, byte[]?> Change(int number, int round)
    {
        byte[] value = new byte[ValueSizeBytes];
        BinaryPrimitives.WriteInt32LittleEndian(value, number);
        BinaryPrimitives.WriteInt32LittleEndian(value.AsSpan(4), round);
        return new(Key(number), value);
    }

    // Spread like hashes, and cheaper.
    internal static Hash256 Key(int number)
    {
        Span<byte> bytes = stackalloc byte[Hash256.SizeBytes];
        ulong word = (ulong)number;
        for (int index = 0; index < Hash256.SizeBytes; index += 8)
        {
            word = Mix(word);
            BinaryPrimitives.WriteUInt64LittleEndian(bytes[index..], word);
        }

        return new Hash256(bytes);
    }

    // SplitMix64's step: a bijection, so no two numbers share a key.
    private static ulong Mix(ulong word)
    {
        unchecked
        {
            word += 0x9e3779b97f4a7c15;
            word = (word ^ (word >> 30)) * 0xbf58476d1ce4e5b9;
            word = (word ^ (word >> 27)) * 0x94d049bb133111eb;
            return word ^ (word >> 31);
        }
    }
}
