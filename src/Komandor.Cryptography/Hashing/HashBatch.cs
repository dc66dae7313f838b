using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using Komandor.Primitives;

namespace Komandor.Cryptography.Hashing;

/// <summary>Hashes many messages of one domain, those of at most one block eight at a time in the lanes of vectors.</summary>
/// <remarks>Definition: <see cref="Blake2b.Hash(HashDomain, ReadOnlySpan{byte})"/>, whose results these are. Not for secrets: the time shows lengths.
/// One thread at a time.</remarks>
public sealed class HashBatch
{
    /// <summary>The longest message that takes a lane.</summary>
    public const int BlockSizeBytes = 128;

    private const int Lanes = 8;
    private const int Words = BlockSizeBytes / sizeof(ulong);

    // A digest of 32 bytes, no key, a tree of one node.
    private const ulong Parameters = 0x01010020;

    private readonly HashDomain _domain;
    private readonly ulong[] _first = new ulong[8];
    private readonly ulong[] _words = new ulong[Words * Lanes];
    private readonly ulong[] _hashes = new ulong[4 * Lanes];
    private readonly ulong[] _lengths = new ulong[Lanes];
    private readonly int[] _targets = new int[Lanes];

    // How many of a lane's words an earlier message left behind.
    private readonly int[] _used = new int[Lanes];
    private Hash256[] _results = [];
    private int _count;

    /// <summary>A batch whose messages are hashed in <paramref name="domain"/>.</summary>
    public HashBatch(HashDomain domain)
    {
        _domain = domain;
        Blake2bConstants.Initial.CopyTo(_first);
        _first[0] ^= Parameters;
        _first[6] ^= BinaryPrimitives.ReadUInt64LittleEndian(domain.Personalisation);
        _first[7] ^= BinaryPrimitives.ReadUInt64LittleEndian(domain.Personalisation[sizeof(ulong)..]);
    }

    /// <summary>Whether vectors are wide enough here to gain anything.</summary>
    public static bool IsAccelerated => Vector256.IsHardwareAccelerated && BitConverter.IsLittleEndian;

    /// <summary>Names the array that receives the next results. What was added before must have been flushed.</summary>
    public void Aim(Hash256[] results)
    {
        Invariant.Require(_count == 0);
        _results = results;
    }

    /// <summary>Adds a message; its hash stands at <paramref name="target"/> of the results at the latest after <see cref="Flush"/>.</summary>
    public void Add(ReadOnlySpan<byte> message, int target)
    {
        if (message.Length > BlockSizeBytes || !IsAccelerated)
        {
            _results[target] = Blake2b.Hash(_domain, message);
            return;
        }

        ref ulong lane = ref MemoryMarshal.GetArrayDataReference(_words);
        lane = ref Unsafe.Add(ref lane, _count);
        int whole = message.Length / sizeof(ulong);
        ReadOnlySpan<ulong> words = MemoryMarshal.Cast<byte, ulong>(message);
        for (int index = 0; index < words.Length; index++)
        {
            Unsafe.Add(ref lane, index * Lanes) = words[index];
        }

        ReadOnlySpan<byte> rest = message[(whole * sizeof(ulong))..];
        if (!rest.IsEmpty)
        {
            ulong last = 0;
            for (int index = rest.Length - 1; index >= 0; index--)
            {
                last = (last << 8) | rest[index];
            }

            Unsafe.Add(ref lane, whole * Lanes) = last;
            whole++;
        }

        Finish(ref lane, whole, message.Length, target);
    }

    /// <summary>Adds the message of two hashes, as the nodes of every binary tree are.</summary>
    public void Add(in Hash256 left, in Hash256 right, int target)
    {
        if (!IsAccelerated)
        {
            _results[target] = Blake2b.Hash(_domain, left, right);
            return;
        }

        ref ulong lane = ref Unsafe.Add(ref MemoryMarshal.GetArrayDataReference(_words), _count);
        ref ulong first = ref Unsafe.As<Hash256, ulong>(ref Unsafe.AsRef(in left));
        ref ulong second = ref Unsafe.As<Hash256, ulong>(ref Unsafe.AsRef(in right));
        for (int index = 0; index < 4; index++)
        {
            Unsafe.Add(ref lane, index * Lanes) = Unsafe.Add(ref first, index);
            Unsafe.Add(ref lane, (4 + index) * Lanes) = Unsafe.Add(ref second, index);
        }

        Finish(ref lane, 8, 2 * Hash256.SizeBytes, target);
    }

    /// <summary>Hashes what still waits.</summary>
    public void Flush()
    {
        if (_count > 0)
        {
            Compress();
        }
    }

    private void Finish(ref ulong lane, int words, int sizeBytes, int target)
    {
        for (int index = words; index < _used[_count]; index++)
        {
            Unsafe.Add(ref lane, index * Lanes) = 0;
        }

        _used[_count] = words;
        _lengths[_count] = (ulong)sizeBytes;
        _targets[_count] = target;
        if (++_count == Lanes)
        {
            Compress();
        }
    }

    private void Compress()
    {
        ref ulong words = ref MemoryMarshal.GetArrayDataReference(_words);
        ref ulong lengths = ref MemoryMarshal.GetArrayDataReference(_lengths);
        ref ulong hashes = ref MemoryMarshal.GetArrayDataReference(_hashes);
        if (Vector512.IsHardwareAccelerated)
        {
            Blake2bEight.Compress(ref words, ref lengths, _first, ref hashes);
        }
        else
        {
            Blake2bFour.Compress(ref words, ref lengths, _first, ref hashes);
            if (_count > Lanes / 2)
            {
                Blake2bFour.Compress(
                    ref Unsafe.Add(ref words, Lanes / 2), ref Unsafe.Add(ref lengths, Lanes / 2), _first, ref Unsafe.Add(ref hashes, Lanes / 2));
            }
        }

        for (int index = 0; index < _count; index++)
        {
            ref ulong result = ref Unsafe.As<Hash256, ulong>(ref _results[_targets[index]]);
            result = _hashes[index];
            Unsafe.Add(ref result, 1) = _hashes[Lanes + index];
            Unsafe.Add(ref result, 2) = _hashes[(2 * Lanes) + index];
            Unsafe.Add(ref result, 3) = _hashes[(3 * Lanes) + index];
        }

        _count = 0;
    }
}
