using System.Text.Json;
using Komandor.Cryptography.Curve25519;
using Komandor.Testing;

namespace Komandor.Cryptography.Tests.MoneroCompat;

/// <summary>A real transaction of Monero's main network verifies with our ring and range equations, and nothing near it does.</summary>
public sealed class MoneroTests
{
    private static readonly JsonElement _data =
        JsonDocument.Parse(File.ReadAllText(Repository.At("tests/data/monero/mainnet-e89415.json"))).RootElement;

    private static readonly byte[] _transaction = Convert.FromHexString(_data.GetProperty("tx_hex").GetString()!);

    private static readonly (byte[] Key, byte[] Commitment)[] _ring =
    [
        .. _data.GetProperty("ring").EnumerateArray().Select(member => (
            Convert.FromHexString(member.GetProperty("key").GetString()!), Convert.FromHexString(member.GetProperty("commitment").GetString()!))),
    ];

    [Theory]
    [InlineData("", "c5d2460186f7233c927e7db2dcc703c0e500b653ca82273b7bfad8045d85a470")]
    [InlineData("abc", "4e03657aea45a94fc7d47ba826c8d667c0d1e6e33a64a036ec44f58fa12d6c45")]
    public void Keccak_KnownMessages_HaveTheirHashes(string message, string hash) =>
        Assert.Equal(hash, Convert.ToHexStringLower(Keccak.Hash(System.Text.Encoding.ASCII.GetBytes(message))));

    [Fact]
    public void Verify_ARealTransaction_IsValid()
    {
        Assert.Equal(_data.GetProperty("txid").GetString(), Convert.ToHexStringLower(new MoneroTransaction(_transaction).Id));
        Assert.True(MoneroVerifier.Verify(_transaction, [_ring]));
    }

    [Fact]
    public void Verify_SomeBytesChanged_IsRefused() => AssertEveryChangeIsRefused(step: 29, masks: [0x01]);

    [Fact]
    [Trait("lane", "nightly")]
    public void Verify_EveryByteChanged_IsRefused() => AssertEveryChangeIsRefused(step: 1, masks: [0x01, 0x80, 0xff]);

    [Fact]
    public void Verify_AnotherRing_IsRefused()
    {
        Assert.False(MoneroVerifier.Verify(_transaction, [[.. _ring[1..], _ring[0]]]));
        Assert.False(MoneroVerifier.Verify(_transaction, [_ring[..15]]));
        for (int member = 0; member < 16; member += 5)
        {
            (byte[] Key, byte[] Commitment)[] changed = [.. _ring];
            changed[member] = (_ring[member].Key, _ring[(member + 1) % 16].Commitment);
            Assert.False(MoneroVerifier.Verify(_transaction, [changed]));
        }
    }

    [Fact]
    public void Verify_AnImageWithTorsion_IsRefused()
    {
        // The ring still closes if the challenge of an image's torsion happens to vanish; the order of the image is looked at before.
        MoneroTransaction parsed = new(_transaction);
        EdwardsPoint torsion = MoneroGroup.Read(Convert.FromHexString("26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05"));
        byte[] image = MoneroGroup.Write(MoneroGroup.Read(parsed.Images[0]) + torsion);
        byte[] changed = [.. _transaction];
        image.CopyTo(changed, changed.AsSpan().IndexOf(parsed.Images[0]));
        Assert.False(MoneroVerifier.Verify(changed, [_ring]));
    }

    private static void AssertEveryChangeIsRefused(int step, byte[] masks)
    {
        for (int index = 0; index < _transaction.Length; index += step)
        {
            foreach (byte mask in masks)
            {
                byte[] changed = [.. _transaction];
                changed[index] ^= mask;
                Assert.False(MoneroVerifier.Verify(changed, [_ring]), $"Byte {index} changed by {mask} is accepted.");
            }
        }
    }
}
