using System.Numerics;

namespace Komandor.Simulation;

/// <summary>The only source of chance in a run: xoshiro256**, so that a seed means the same on every machine and version of .NET.</summary>
internal sealed class Chance
{
    private ulong _a;
    private ulong _b;
    private ulong _c;
    private ulong _d;

    public Chance(ulong seed)
    {
        _a = Split(ref seed);
        _b = Split(ref seed);
        _c = Split(ref seed);
        _d = Split(ref seed);
    }

    /// <summary>64 bits.</summary>
    public ulong Next()
    {
        unchecked
        {
            ulong result = BitOperations.RotateLeft(_b * 5, 7) * 9;
            ulong shifted = _b << 17;
            _c ^= _a;
            _d ^= _b;
            _b ^= _c;
            _a ^= _d;
            _c ^= shifted;
            _d = BitOperations.RotateLeft(_d, 45);
            return result;
        }
    }

    /// <summary>A number from <paramref name="least"/> to <paramref name="most"/>, both included.</summary>
    public long Between(long least, long most) => least + (long)(Next() % (ulong)(most - least + 1));

    /// <summary>An index below <paramref name="count"/>.</summary>
    public int Index(int count) => (int)Between(0, count - 1);

    /// <summary>True in <paramref name="permille"/> of 1 000 cases.</summary>
    public bool Happens(int permille) => Between(0, 999) < permille;

    /// <summary>Fills a seed of 32 bytes.</summary>
    public byte[] Bytes()
    {
        byte[] bytes = new byte[32];
        for (int index = 0; index < 32; index++)
        {
            bytes[index] = (byte)(Next() & 0xff);
        }

        return bytes;
    }

    private static ulong Split(ref ulong state)
    {
        unchecked
        {
            ulong value = state += 0x9e3779b97f4a7c15;
            value = (value ^ (value >> 30)) * 0xbf58476d1ce4e5b9;
            value = (value ^ (value >> 27)) * 0x94d049bb133111eb;
            return value ^ (value >> 31);
        }
    }
}
