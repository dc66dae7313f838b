using Komandor.Wallet.Private.Offline;

namespace Komandor.Wallet.Tests.Private;

public sealed class OfflineTextTests
{
    private static readonly byte[] _bytes = [.. Enumerable.Range(0, 1_000).Select(number => (byte)(number * 7 % 256))];

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("  ")]
    [InlineData("komandorrequest")]
    [InlineData("komandorrequest1")]
    [InlineData("komandorrequest1!!")]
    [InlineData("komandoranswer1AAAA")]
    [InlineData("komandorpartial1AAAA")]
    public void TryRead_WhatIsNone_IsMalformed(string? text) =>
        Assert.Equal(OfflineFault.Malformed, OfflineText.TryRead(OfflineKind.Request, text, out _));

    [Fact]
    public void TryRead_ALine_IsReadOnlyWhole()
    {
        string line = OfflineText.Write(OfflineKind.Request, _bytes);
        Assert.Equal(OfflineFault.None, OfflineText.TryRead(OfflineKind.Request, $" {line}\r\n", out byte[] read));
        Assert.Equal(_bytes, read);
        Assert.Equal(OfflineFault.Malformed, OfflineText.TryRead(OfflineKind.Request, line[..^1], out _));
        Assert.Equal(OfflineFault.Malformed, OfflineText.TryRead(OfflineKind.Request, $"{line}=", out _));
        Assert.Equal(OfflineFault.Malformed, OfflineText.TryRead(OfflineKind.Request, $"{line} {line}", out _));
        Assert.Equal(OfflineFault.Malformed, OfflineText.TryRead(OfflineKind.Answer, line, out _));
        Assert.Equal(OfflineFault.Malformed, OfflineText.TryRead(OfflineKind.Request, line.Replace("komandorrequest1A", "komandorrequest1B", StringComparison.Ordinal), out _));
        Assert.Equal(OfflineFault.UnknownVersion, OfflineText.TryRead(OfflineKind.Request, line.Replace("request1", "request2", StringComparison.Ordinal), out _));
        Assert.True(OfflineText.IsOf(OfflineKind.Request, $"\n{line}"));
        Assert.False(OfflineText.IsOf(OfflineKind.Answer, line));
    }

    [Fact]
    public void TryRead_Parts_InAnyOrderAndTwice()
    {
        string[] parts = OfflineParts.Split(OfflineKind.Request, _bytes);
        Assert.Equal(4, parts.Length);
        Assert.All(parts, part => Assert.Matches("^KMR1-[0-9A-F]{16}-[1-4]-4-[A-Z2-7]{1,500}-[0-9A-F]{8}$", part));
        Assert.Equal(OfflineFault.None, Read([.. parts.Reverse(), parts[1], parts[1]], out byte[] read));
        Assert.Equal(_bytes, read);
        Assert.True(OfflineText.IsOf(OfflineKind.Request, parts[2]));
    }

    [Fact]
    public void TryRead_PartsThatAreCutOffOrChanged_AreDamaged()
    {
        string[] parts = OfflineParts.Split(OfflineKind.Request, _bytes);
        Assert.Equal(OfflineFault.DamagedPart, Read([parts[0], parts[1], parts[2], parts[3][..^1]], out _));
        Assert.Equal(OfflineFault.DamagedPart, Read([parts[0], parts[1], parts[2], parts[3][..40]], out _));
        Assert.Equal(OfflineFault.DamagedPart, Read([parts[0].Replace("-1-4-", "-2-4-", StringComparison.Ordinal), .. parts[1..]], out _));
        Assert.Equal(OfflineFault.DamagedPart, Read(["KMR1", .. parts], out _));
        Assert.Equal(OfflineFault.DamagedPart, Read(["KMR", .. parts], out _));
        Assert.Equal(OfflineFault.DamagedPart, Read([.. parts, "KMR1-0-1-4-Ä-00000000"], out _));
    }

    [Fact]
    public void TryRead_PartsOfDifferentTexts_AreMixed()
    {
        string[] parts = OfflineParts.Split(OfflineKind.Request, _bytes);
        string[] others = OfflineParts.Split(OfflineKind.Request, _bytes.AsSpan(1));
        Assert.Equal(OfflineFault.MixedParts, Read([parts[0], others[1], parts[2], parts[3]], out _));
        Assert.Equal(OfflineFault.MixedParts, Read([.. parts, OfflineParts.Split(OfflineKind.Answer, _bytes)[0]], out _));
        Assert.Equal(OfflineFault.MixedParts, Read([.. parts, OfflineText.Write(OfflineKind.Request, _bytes)], out _));
    }

    [Fact]
    public void TryRead_TooFewParts_AreMissing()
    {
        string[] parts = OfflineParts.Split(OfflineKind.Request, _bytes);
        Assert.Equal(OfflineFault.MissingParts, Read([parts[0], parts[2], parts[2], parts[3]], out _));
        Assert.Equal(OfflineFault.UnknownVersion, Read([parts[0].Replace("KMR1", "KMR2", StringComparison.Ordinal)], out _));
    }

    [Fact]
    public void Words_EveryFaultHasSome() =>
        Assert.All(Enum.GetValues<OfflineFault>(), fault => Assert.NotEmpty(new OfflineException(fault).Message));

    private static OfflineFault Read(string[] parts, out byte[] bytes) => OfflineText.TryRead(OfflineKind.Request, string.Join("\n", parts), out bytes);
}
