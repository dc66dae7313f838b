using System.Buffers.Binary;
using System.Numerics;
using System.Security.Cryptography;
using Komandor.Cryptography.Tests.Curve25519;
using Komandor.Cryptography.Tests.Oracles;

namespace Komandor.Wallet.Tests.Private;

/// <summary>Keys, addresses and notes in big integers, written from private-wallet.md §1 to §4 alone.</summary>
internal sealed class SlowWallet
{
    internal const ulong Change = 1UL << 63;

    private readonly BigInteger _spend, _ring, _serial, _find;
    private readonly byte[] _outgoing;

    internal SlowWallet(byte[] seed, uint account)
    {
        byte[] number = new byte[4];
        BinaryPrimitives.WriteUInt32LittleEndian(number, account);
        byte[] root = SlowTranscript.Hash("komandor.root", [.. seed, .. number]);
        (_spend, _ring) = (ScalarOf("komandor.key.r", root), ScalarOf("komandor.key.p", root));
        (_serial, _find) = (ScalarOf("komandor.key.s", root), ScalarOf("komandor.key.i", root));
        _outgoing = SlowTranscript.Hash("komandor.key.o", root)[..32];
    }

    private SlowPoint D => _spend * SlowGenerators.K;

    private SlowPoint P2 => (_serial * SlowGenerators.F) + D;

    private SlowPoint P3 => _ring * SlowGenerators.B;

    /// <summary>The payload of the full view key's text.</summary>
    internal byte[] FullViewKey() =>
        [1, .. Bytes(_find), .. Bytes(_serial), .. SlowRistretto.Encode(D), .. SlowRistretto.Encode(P3), .. _outgoing];

    /// <summary>The payload of the incoming view key's text.</summary>
    internal byte[] IncomingViewKey() => [1, .. Bytes(_find), .. SlowRistretto.Encode(P2), .. SlowRistretto.Encode(P3)];

    /// <summary>The payload of an address.</summary>
    internal byte[] Address(ulong number)
    {
        byte[] d = Diversifier(number);
        SlowPoint q1 = _find * Base(d);
        SlowPoint q2 = P2 + (ScalarOf("komandor.addr.2", [.. Bytes(_find), .. d]) * SlowGenerators.F);
        SlowPoint q3 = P3 + (ScalarOf("komandor.addr.3", [.. Bytes(_find), .. d]) * SlowGenerators.B);
        return [1, .. d, .. SlowRistretto.Encode(q1), .. SlowRistretto.Encode(q2), .. SlowRistretto.Encode(q3)];
    }

    /// <summary>Output <paramref name="j"/> that pays <paramref name="value"/> to an address, as its bytes stand in a transaction.</summary>
    internal static byte[] Pay(byte[] address, byte[] pool, bool isRing, ulong value, byte[] seed, byte[] nonce, int j)
    {
        byte[] d = address[1..17];
        byte[] a = SlowTranscript.Hash("komandor.note.a", [.. seed, .. nonce, .. SlowTranscript.U32(j)])[..16];
        return Pay(address, pool, isRing, value, a, nonce, j, d);
    }

    /// <summary>The value of an output that pays address <paramref name="number"/> of this wallet; null when it does not.</summary>
    internal ulong? Find(byte[] output, byte[] pool, bool isRing, byte[] nonce, int j, ulong number)
    {
        byte[] ephemeral = output[64..96];
        byte[] k = K(ephemeral, SlowRistretto.Encode(_find * SlowRistretto.Decode(ephemeral)!.Value), nonce, j);
        byte[] plain = Xor(output[97..121], SlowTranscript.Hash("komandor.note.v", k));
        byte[] address = Address(number);
        ulong value = BinaryPrimitives.ReadUInt64LittleEndian(plain);
        byte[] again = Pay(address, pool, isRing, value, plain[8..24], nonce, j, address[1..17]);
        return again.AsSpan().SequenceEqual(output) ? value : null;
    }

    private static byte[] Pay(byte[] address, byte[] pool, bool isRing, ulong value, byte[] a, byte[] nonce, int j, byte[] d)
    {
        BigInteger e = ScalarOf("komandor.note.e", [.. a, .. nonce, .. SlowTranscript.U32(j), .. d]);
        byte[] ephemeral = SlowRistretto.Encode(e * Base(d));
        byte[] shared = SlowRistretto.Encode(e * SlowRistretto.Decode(address.AsSpan(17, 32))!.Value);
        return Output(K(ephemeral, shared, nonce, j), ephemeral, SlowRistretto.Decode(address.AsSpan(isRing ? 81 : 49, 32))!.Value, pool, isRing, value, a);
    }

    private static byte[] Output(byte[] k, byte[] ephemeral, SlowPoint key, byte[] pool, bool isRing, ulong value, byte[] a)
    {
        SlowPoint made = key + (ScalarOf("komandor.note.h", [.. k, .. pool]) * (isRing ? SlowGenerators.B : SlowGenerators.F));
        SlowPoint commitment = (value * SlowGenerators.V) + (ScalarOf("komandor.note.y", [.. k, .. pool]) * SlowGenerators.B);
        byte[] plain = new byte[24];
        BinaryPrimitives.WriteUInt64LittleEndian(plain, value);
        a.CopyTo(plain, 8);
        return
        [
            .. SlowRistretto.Encode(made), .. SlowRistretto.Encode(commitment), .. ephemeral, SlowTranscript.Hash("komandor.note.t", k)[0],
            .. Xor(plain, SlowTranscript.Hash("komandor.note.v", k)),
        ];
    }

    private byte[] Diversifier(ulong number)
    {
        byte[] block = new byte[16];
        BinaryPrimitives.WriteUInt64LittleEndian(block, number);
        using Aes aes = Aes.Create();
        aes.Key = SlowTranscript.Hash("komandor.dkey", Bytes(_find))[..32];
        return aes.EncryptEcb(block, PaddingMode.None);
    }

    private static SlowPoint Base(byte[] diversifier) => SlowGenerators.Element("komandor.divers", diversifier);

    private static byte[] K(byte[] ephemeral, byte[] shared, byte[] nonce, int j) =>
        SlowTranscript.Hash("komandor.note.k", [.. ephemeral, .. shared, .. nonce, .. SlowTranscript.U32(j)]);

    private static BigInteger ScalarOf(string personalisation, byte[] message) =>
        SlowScalar.Modulo(SlowCurve.Number(SlowTranscript.Hash(personalisation, message)));

    private static byte[] Bytes(BigInteger scalar)
    {
        byte[] bytes = new byte[32];
        Assert.True(scalar.TryWriteBytes(bytes, out _, isUnsigned: true));
        return bytes;
    }

    private static byte[] Xor(byte[] value, byte[] mask) => [.. value.Select((one, index) => (byte)(one ^ mask[index]))];
}
