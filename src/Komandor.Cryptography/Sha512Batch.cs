using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using System.Security.Cryptography;
using Komandor.Cryptography.Curve25519.Lanes;
using Komandor.Primitives;

namespace Komandor.Cryptography;

/// <summary>SHA-512 (FIPS 180-4) of many short messages of one length: eight side by side in AVX-512, one after another elsewhere.</summary>
/// <remarks>Its definition is <see cref="SHA512"/>. Constant time in the messages.</remarks>
internal static unsafe class Sha512Batch
{
    /// <summary>The longest message: one block holds it with its padding.</summary>
    internal const int MaxMessageBytes = 111;

    private const int BlockBytes = 128;
    private const int BlockWords = 16;
    private const int Lanes = 8;

    // The first 64 bits of the fractional parts of the square roots of the first 8 primes.
    private static ReadOnlySpan<ulong> InitialState =>
    [
        0x6A09E667F3BCC908, 0xBB67AE8584CAA73B, 0x3C6EF372FE94F82B, 0xA54FF53A5F1D36F1,
        0x510E527FADE682D1, 0x9B05688C2B3E6C1F, 0x1F83D9ABFB41BD6B, 0x5BE0CD19137E2179,
    ];

    // The same of the cube roots of the first 80.
    private static ReadOnlySpan<ulong> RoundConstants =>
    [
        0x428A2F98D728AE22, 0x7137449123EF65CD, 0xB5C0FBCFEC4D3B2F, 0xE9B5DBA58189DBBC,
        0x3956C25BF348B538, 0x59F111F1B605D019, 0x923F82A4AF194F9B, 0xAB1C5ED5DA6D8118,
        0xD807AA98A3030242, 0x12835B0145706FBE, 0x243185BE4EE4B28C, 0x550C7DC3D5FFB4E2,
        0x72BE5D74F27B896F, 0x80DEB1FE3B1696B1, 0x9BDC06A725C71235, 0xC19BF174CF692694,
        0xE49B69C19EF14AD2, 0xEFBE4786384F25E3, 0x0FC19DC68B8CD5B5, 0x240CA1CC77AC9C65,
        0x2DE92C6F592B0275, 0x4A7484AA6EA6E483, 0x5CB0A9DCBD41FBD4, 0x76F988DA831153B5,
        0x983E5152EE66DFAB, 0xA831C66D2DB43210, 0xB00327C898FB213F, 0xBF597FC7BEEF0EE4,
        0xC6E00BF33DA88FC2, 0xD5A79147930AA725, 0x06CA6351E003826F, 0x142929670A0E6E70,
        0x27B70A8546D22FFC, 0x2E1B21385C26C926, 0x4D2C6DFC5AC42AED, 0x53380D139D95B3DF,
        0x650A73548BAF63DE, 0x766A0ABB3C77B2A8, 0x81C2C92E47EDAEE6, 0x92722C851482353B,
        0xA2BFE8A14CF10364, 0xA81A664BBC423001, 0xC24B8B70D0F89791, 0xC76C51A30654BE30,
        0xD192E819D6EF5218, 0xD69906245565A910, 0xF40E35855771202A, 0x106AA07032BBD1B8,
        0x19A4C116B8D2D0C8, 0x1E376C085141AB53, 0x2748774CDF8EEB99, 0x34B0BCB5E19B48A8,
        0x391C0CB3C5C95A63, 0x4ED8AA4AE3418ACB, 0x5B9CCA4F7763E373, 0x682E6FF3D6B2B8A3,
        0x748F82EE5DEFB2FC, 0x78A5636F43172F60, 0x84C87814A1F0AB72, 0x8CC702081A6439EC,
        0x90BEFFFA23631E28, 0xA4506CEBDE82BDE9, 0xBEF9A3F7B2C67915, 0xC67178F2E372532B,
        0xCA273ECEEA26619C, 0xD186B8C721C0C207, 0xEADA7DD6CDE0EB1E, 0xF57D4F7FEE6ED178,
        0x06F067AA72176FBA, 0x0A637DC5A2C898A6, 0x113F9804BEF90DAE, 0x1B710B35131C471B,
        0x28DB77F523047D84, 0x32CAAB7B40C72493, 0x3C9EBE0A15C9BEBC, 0x431D67C49C100D4C,
        0x4CC5D4BECB3E42B6, 0x597F299CFC657E2A, 0x5FCB6FAB3AD6FAEC, 0x6C44198C4A475817,
    ];

    /// <summary>Writes the hash of each message.</summary>
    /// <param name="messages">The messages one after another.</param>
    /// <param name="messageBytes">The length of each, at most <see cref="MaxMessageBytes"/>.</param>
    /// <param name="hashes">Gets 64 bytes a message.</param>
    internal static void Hash(ReadOnlySpan<byte> messages, int messageBytes, Span<byte> hashes)
    {
        Invariant.Require(messageBytes is > 0 and <= MaxMessageBytes);
        int count = messages.Length / messageBytes;
        int index = 0;
        if (Avx512BW.IsSupported && Avx512Lanes.IsSupported)
        {
            for (; index + Lanes <= count; index += Lanes)
            {
                HashEight(
                    messages.Slice(index * messageBytes, Lanes * messageBytes),
                    messageBytes,
                    hashes.Slice(index * SHA512.HashSizeInBytes, Lanes * SHA512.HashSizeInBytes));
            }
        }

        for (; index < count; index++)
        {
            SHA512.HashData(messages.Slice(index * messageBytes, messageBytes), hashes[(index * SHA512.HashSizeInBytes)..]);
        }
    }

    private static void HashEight(ReadOnlySpan<byte> messages, int messageBytes, Span<byte> hashes)
    {
        byte* blocks = stackalloc byte[Lanes * BlockBytes];
        long** rows = stackalloc long*[Lanes];
        for (int lane = 0; lane < Lanes; lane++)
        {
            // The message, a one bit, zeros, and the length in bits, most significant byte first.
            Span<byte> block = new(blocks + (lane * BlockBytes), BlockBytes);
            messages.Slice(lane * messageBytes, messageBytes).CopyTo(block);
            block[messageBytes] = 0x80;
            block[BlockBytes - 2] = (byte)(messageBytes >> 5);
            block[BlockBytes - 1] = (byte)((messageBytes << 3) & 0xFF);
            rows[lane] = (long*)(blocks + (lane * BlockBytes));
        }

        Vector512<ulong>* words = stackalloc Vector512<ulong>[BlockWords];
        for (int word = 0; word < BlockWords; word += 4)
        {
            Avx512Lanes.LoadColumns(rows, word, out Vector512<long> a, out Vector512<long> b, out Vector512<long> c, out Vector512<long> d);
            words[word] = SwapBytes(a);
            words[word + 1] = SwapBytes(b);
            words[word + 2] = SwapBytes(c);
            words[word + 3] = SwapBytes(d);
        }

        // Safe: eight rows of eight words, which is what the span holds.
        fixed (byte* start = hashes)
        {
            for (int lane = 0; lane < Lanes; lane++)
            {
                rows[lane] = (long*)(start + (lane * SHA512.HashSizeInBytes));
            }

            Compress(words, rows);
        }
    }

    [SkipLocalsInit]
    private static void Compress(Vector512<ulong>* words, long** rows)
    {
        unchecked
        {
            Vector512<ulong> a = Initial(0), b = Initial(1), c = Initial(2), d = Initial(3), e = Initial(4), f = Initial(5), g = Initial(6), h = Initial(7);
            for (int round = 0; round < 80; round++)
            {
                Vector512<ulong> word = words[round & 15];
                if (round >= BlockWords)
                {
                    Vector512<ulong> early = words[(round + 1) & 15], late = words[(round + 14) & 15];
                    word += words[(round + 9) & 15]
                        + Xor(Avx512F.RotateRight(early, 1), Avx512F.RotateRight(early, 8), early >>> 7)
                        + Xor(Avx512F.RotateRight(late, 19), Avx512F.RotateRight(late, 61), late >>> 6);
                    words[round & 15] = word;
                }

                Vector512<ulong> choice = Avx512F.TernaryLogic(e, f, g, 0xCA), majority = Avx512F.TernaryLogic(a, b, c, 0xE8);
                Vector512<ulong> first = h + word + Vector512.Create(RoundConstants[round]) + choice
                    + Xor(Avx512F.RotateRight(e, 14), Avx512F.RotateRight(e, 18), Avx512F.RotateRight(e, 41));
                Vector512<ulong> second = majority + Xor(Avx512F.RotateRight(a, 28), Avx512F.RotateRight(a, 34), Avx512F.RotateRight(a, 39));
                (h, g, f, e) = (g, f, e, d + first);
                (d, c, b, a) = (c, b, a, first + second);
            }

            Avx512Lanes.StoreColumns(rows, 0, Final(a, 0), Final(b, 1), Final(c, 2), Final(d, 3));
            Avx512Lanes.StoreColumns(rows, 4, Final(e, 4), Final(f, 5), Final(g, 6), Final(h, 7));
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<ulong> Xor(Vector512<ulong> first, Vector512<ulong> second, Vector512<ulong> third) =>
        Avx512F.TernaryLogic(first, second, third, 0x96);

    private static Vector512<ulong> Initial(int index) => Vector512.Create(InitialState[index]);

    private static Vector512<long> Final(Vector512<ulong> value, int index) => SwapBytes((value + Initial(index)).AsInt64()).AsInt64();

    // Words are big-endian in the hash, little-endian in the processor.
    private static Vector512<ulong> SwapBytes(Vector512<long> value)
    {
        Vector128<byte> order = Vector128.Create((byte)7, 6, 5, 4, 3, 2, 1, 0, 15, 14, 13, 12, 11, 10, 9, 8);
        Vector256<byte> half = Vector256.Create(order, order);
        return Avx512BW.Shuffle(value.AsByte(), Vector512.Create(half, half)).AsUInt64();
    }
}
