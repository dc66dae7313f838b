using System.Buffers.Binary;
using System.Numerics;

namespace Komandor.Cryptography.Tests.MoneroCompat;

/// <summary>Keccak-256 as it was before SHA-3 changed the padding: Monero's hash.</summary>
internal static class Keccak
{
    private const int RateBytes = 136;

    private static readonly ulong[] _roundConstants = MakeRoundConstants();

    internal static byte[] Hash(params ReadOnlySpan<byte> message)
    {
        byte[] padded = new byte[((message.Length / RateBytes) + 1) * RateBytes];
        message.CopyTo(padded);
        padded[message.Length] ^= 0x01;
        padded[^1] ^= 0x80;
        ulong[] state = new ulong[25];
        for (int block = 0; block < padded.Length; block += RateBytes)
        {
            for (int lane = 0; lane < RateBytes / 8; lane++)
            {
                state[lane] ^= BinaryPrimitives.ReadUInt64LittleEndian(padded.AsSpan(block + (8 * lane)));
            }

            Permute(state);
        }

        byte[] hash = new byte[32];
        for (int lane = 0; lane < 4; lane++)
        {
            BinaryPrimitives.WriteUInt64LittleEndian(hash.AsSpan(8 * lane), state[lane]);
        }

        return hash;
    }

    private static void Permute(ulong[] state)
    {
        ulong[] column = new ulong[5];
        ulong[] moved = new ulong[25];
        foreach (ulong constant in _roundConstants)
        {
            for (int x = 0; x < 5; x++)
            {
                column[x] = state[x] ^ state[x + 5] ^ state[x + 10] ^ state[x + 15] ^ state[x + 20];
            }

            for (int place = 0; place < 25; place++)
            {
                state[place] ^= column[(place + 4) % 5] ^ BitOperations.RotateLeft(column[(place + 1) % 5], 1);
            }

            // ρ and π: lane (x, y) turns by a triangular number and moves to (y, 2x + 3y).
            moved[0] = state[0];
            for ((int step, int x, int y) = (0, 1, 0); step < 24; step++)
            {
                (int nextX, int nextY) = (y, ((2 * x) + (3 * y)) % 5);
                moved[nextX + (5 * nextY)] = BitOperations.RotateLeft(state[x + (5 * y)], (step + 1) * (step + 2) / 2);
                (x, y) = (nextX, nextY);
            }

            for (int place = 0; place < 25; place++)
            {
                int row = place / 5 * 5;
                state[place] = moved[place] ^ (~moved[row + ((place + 1) % 5)] & moved[row + ((place + 2) % 5)]);
            }

            state[0] ^= constant;
        }
    }

    // Bits 2^j − 1 come from a register over x⁸ + x⁶ + x⁵ + x⁴ + 1.
    private static ulong[] MakeRoundConstants()
    {
        ulong[] constants = new ulong[24];
        int register = 1;
        for (int round = 0; round < constants.Length; round++)
        {
            for (int bit = 0; bit < 7; bit++)
            {
                constants[round] |= (ulong)(register & 1) << ((1 << bit) - 1);
                register <<= 1;
                register = register > 0xff ? (register ^ 0x171) & 0xff : register;
            }
        }

        return constants;
    }
}
