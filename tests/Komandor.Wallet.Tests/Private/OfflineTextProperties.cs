using CsCheck;
using Komandor.Wallet.Private.Offline;

namespace Komandor.Wallet.Tests.Private;

public sealed class OfflineTextProperties
{
    [Fact]
    public void Parts_OfAnyBytes_InAnyOrder_ReadBack() => Gen.Select(Gen.Byte.Array[0, 1_500], Gen.Int).Sample((bytes, seed) =>
    {
        string[] parts = OfflineParts.Split(OfflineKind.Answer, bytes);
        Random order = new(seed);
        order.Shuffle(parts);
        return OfflineText.TryRead(OfflineKind.Answer, string.Join(' ', [.. parts, parts[0]]), out byte[] read) == OfflineFault.None && read.SequenceEqual(bytes);
    });

    [Fact]
    public void AnyText_WithOneCharacterChanged_IsRefused() => Gen.Select(Gen.Byte.Array[1, 700], Gen.Int[0, 1 << 20], Gen.Char['!', '~'], Gen.Bool).Sample((bytes, place, letter, inParts) =>
    {
        string text = inParts ? string.Join('\n', OfflineParts.Split(OfflineKind.Request, bytes)) : OfflineText.Write(OfflineKind.Request, bytes);
        place %= text.Length;
        if (text[place] == letter || text[place] == '\n')
        {
            return true;
        }

        string changed = string.Concat(text.AsSpan(0, place), letter.ToString(), text.AsSpan(place + 1));
        return OfflineText.TryRead(OfflineKind.Request, changed, out _) != OfflineFault.None;
    });

    [Fact]
    public void Base32_OfAnyBytes_ReadsBack() => Gen.Byte.Array[0, 64].Sample(bytes =>
        Base32.Decode(Base32.Encode(bytes))!.SequenceEqual(bytes));
}
