using System.Globalization;
using System.Text;
using Komandor.Cryptography;
using Komandor.Primitives;

namespace Komandor.Wallet.Private.Offline;

/// <summary>A request or an answer in numbered parts, each small enough for a code that a camera reads from a terminal.</summary>
/// <remarks>docs/protocol/private-wallet.md §9.5: <c>KMR1-SET-NUMBER-COUNT-DATA-CHECK</c>, or KMA1 for an answer: only characters of a code's alphanumeric mode.</remarks>
internal static class OfflineParts
{
    /// <summary>The bytes that a part carries; the last has fewer. In base32 500 characters, in all a code of version 13 with 69 modules.</summary>
    internal const int DataSizeBytes = 312;

    private const char Version = '1';
    private const int Fields = 6;
    private const int MaximumParts = 256;
    private const int CheckCharacters = 8;

    private static readonly HashDomain _partDomain = new("komandor.part");

    /// <summary>What lines of a kind begin with, before the version.</summary>
    internal static string PrefixOf(OfflineKind kind) => kind == OfflineKind.Request ? "KMR" : "KMA";

    /// <summary>The parts, the first first.</summary>
    internal static string[] Split(OfflineKind kind, ReadOnlySpan<byte> bytes)
    {
        string set = Convert.ToHexString(OfflineText.ChecksumOf(kind, bytes));
        int count = Math.Max(1, (bytes.Length + DataSizeBytes - 1) / DataSizeBytes);
        Invariant.Require(count <= MaximumParts);
        string[] parts = new string[count];
        for (int number = 0; number < count; number++)
        {
            ReadOnlySpan<byte> data = bytes[(number * DataSizeBytes)..Math.Min(bytes.Length, (number + 1) * DataSizeBytes)];
            string head = string.Create(CultureInfo.InvariantCulture, $"{PrefixOf(kind)}{Version}-{set}-{number + 1}-{count}-{Base32.Encode(data)}");
            parts[number] = $"{head}-{CheckOf(head)}";
        }

        return parts;
    }

    /// <summary>Joins parts, in any order and with any of them twice.</summary>
    internal static OfflineFault TryJoin(OfflineKind kind, IReadOnlyList<string> lines, out byte[] bytes)
    {
        bytes = [];
        byte[]?[]? found = null;
        string set = string.Empty;
        foreach (string line in lines)
        {
            OfflineFault fault = TryRead(kind, line, out string ofSet, out int number, out int count, out byte[] data);
            if (fault != OfflineFault.None)
            {
                return fault;
            }

            (found, set) = found is null ? (new byte[]?[count], ofSet) : (found, set);
            if (ofSet != set || count != found!.Length)
            {
                return OfflineFault.MixedParts;
            }

            found[number - 1] = data;
        }

        if (found is null || found.Any(one => one is null))
        {
            return OfflineFault.MissingParts;
        }

        byte[] joined = [.. found.SelectMany(one => one!)];
        if (Convert.ToHexString(OfflineText.ChecksumOf(kind, joined)) != set || !Split(kind, joined).ToHashSet().IsSupersetOf(lines))
        {
            return OfflineFault.DamagedPart;
        }

        bytes = joined;
        return OfflineFault.None;
    }

    private static OfflineFault TryRead(OfflineKind kind, string line, out string set, out int number, out int count, out byte[] data)
    {
        (set, number, count, data) = (string.Empty, 0, 0, []);
        string prefix = PrefixOf(kind);
        if (!line.StartsWith(prefix, StringComparison.Ordinal))
        {
            return OfflineFault.MixedParts;
        }

        if (line.Length > prefix.Length && line[prefix.Length] != Version && line[prefix.Length] != '-')
        {
            return OfflineFault.UnknownVersion;
        }

        string[] fields = line.Split('-');
        if (fields.Length != Fields || fields[^1] != CheckOf(line[..^(CheckCharacters + 1)])
            || !int.TryParse(fields[2], NumberStyles.None, CultureInfo.InvariantCulture, out number)
            || !int.TryParse(fields[3], NumberStyles.None, CultureInfo.InvariantCulture, out count)
            || count is < 1 or > MaximumParts || number < 1 || number > count || Base32.Decode(fields[4]) is not { } read)
        {
            return OfflineFault.DamagedPart;
        }

        (set, data) = (fields[1], read);
        return OfflineFault.None;
    }

    private static string CheckOf(string head)
    {
        Span<byte> hash = stackalloc byte[64];
        Blake2b.Hash(_partDomain, Encoding.ASCII.GetBytes(head), hash);
        return Convert.ToHexString(hash[..(CheckCharacters / 2)]);
    }
}
