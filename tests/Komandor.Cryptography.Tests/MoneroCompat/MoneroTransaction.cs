namespace Komandor.Cryptography.Tests.MoneroCompat;

/// <summary>A Monero transaction of the kind that has CLSAG and Bulletproofs+, taken apart.</summary>
internal sealed class MoneroTransaction
{
    private readonly byte[] _bytes;
    private int _position;

    internal MoneroTransaction(byte[] bytes)
    {
        _bytes = bytes;
        Require(Number() == 2);
        Number();
        ReadInputs();
        ReadOutputs();
        Take((int)Number());
        PrefixHash = Keccak.Hash(bytes.AsSpan(0, _position));
        int start = _position;
        Require(Take(1)[0] == 6);
        Fee = Number();
        Take(8 * OutputCount);
        Commitments = Items(OutputCount);
        BaseHash = Keccak.Hash(bytes.AsSpan(start, _position - start));
        start = _position;
        ReadPrunable();
        Require(_position == bytes.Length);
        Id = Keccak.Hash([.. PrefixHash, .. BaseHash, .. Keccak.Hash(bytes.AsSpan(start))]);
    }

    internal byte[] Id { get; }

    internal byte[] PrefixHash { get; }

    internal byte[] BaseHash { get; }

    internal ulong Fee { get; }

    internal List<byte[]> Images { get; } = [];

    internal List<int> RingSizes { get; } = [];

    /// <summary>The numbers of each input's ring members among all outputs of the chain.</summary>
    internal List<ulong[]> MemberNumbers { get; } = [];

    internal int OutputCount { get; private set; }

    internal byte[][] Commitments { get; }

    /// <summary>A, A1, B, then r1, s1, d1.</summary>
    internal byte[][] RangeHead { get; private set; } = [];

    internal byte[][] RangeLeft { get; private set; } = [];

    internal byte[][] RangeRight { get; private set; } = [];

    /// <summary>The responses, then c₁, then D, of each input.</summary>
    internal List<byte[][]> Signatures { get; } = [];

    internal byte[][] Offsets { get; private set; } = [];

    /// <summary>What the rings sign.</summary>
    internal byte[] Message => Keccak.Hash(
        [.. PrefixHash, .. BaseHash, .. Keccak.Hash([.. RangeHead.Concat(RangeLeft).Concat(RangeRight).SelectMany(item => item)])]);

    private static void Require(bool holds)
    {
        if (!holds)
        {
            throw new InvalidDataException("This is no such transaction.");
        }
    }

    private void ReadInputs()
    {
        for (ulong left = Count(); left > 0; left--)
        {
            Require(Take(1)[0] == 2 && Number() == 0);
            int size = (int)Count();
            RingSizes.Add(size);
            ulong[] numbers = new ulong[size];
            for (int member = 0; member < size; member++)
            {
                // Each is written as its distance from the one before; a changed byte may make it wrap.
                numbers[member] = unchecked((member == 0 ? 0 : numbers[member - 1]) + Number());
            }

            MemberNumbers.Add(numbers);

            Images.Add(Take(32));
        }
    }

    private void ReadOutputs()
    {
        OutputCount = (int)Count();
        for (int output = 0; output < OutputCount; output++)
        {
            Require(Number() == 0);
            byte tag = Take(1)[0];
            Require(tag is 2 or 3);
            Take(tag == 2 ? 32 : 33);
        }
    }

    private void ReadPrunable()
    {
        Require(Number() == 1);
        RangeHead = Items(6);
        RangeLeft = Items((int)Count());
        RangeRight = Items((int)Count());
        foreach (int size in RingSizes)
        {
            Signatures.Add(Items(size + 2));
        }

        Offsets = Items(RingSizes.Count);
    }

    private byte[][] Items(int count) => [.. Enumerable.Range(0, count).Select(_ => Take(32))];

    private byte[] Take(int count)
    {
        Require(count >= 0 && count <= _bytes.Length - _position);
        _position += count;
        return _bytes[(_position - count).._position];
    }

    private ulong Count()
    {
        ulong count = Number();
        Require(count <= 64);
        return count;
    }

    private ulong Number()
    {
        ulong number = 0;
        for (int shift = 0; ; shift += 7)
        {
            Require(shift < 63);
            byte group = Take(1)[0];
            number |= (ulong)(group & 0x7f) << shift;
            if (group < 0x80)
            {
                Require(group != 0 || shift == 0);
                return number;
            }
        }
    }
}
