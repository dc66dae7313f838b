using System.Security.Cryptography;
using Komandor.Ledger.Private;
using Komandor.Primitives;
using Komandor.Wallet.Private.Keys;
using Komandor.Wallet.Private.Scanning;

namespace Komandor.Wallet.Tests.Private;

/// <summary>Keys and transactions to test with.</summary>
internal static class Sample
{
    internal static SpendKey Wallet(byte number)
    {
        byte[] seed = new byte[64];
        Array.Fill(seed, number);
        return SpendKey.Derive(seed, 0);
    }

    internal static Hash256 Hash(string text) => new(SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(text)));

    /// <summary>A transaction that pays addresses, as a scan reads it.</summary>
    internal static CompactTransaction Pay(string name, PrivateTier tier, ulong firstIndex, params (PrivateAddress To, ulong Value)[] payments)
    {
        Hash256 nonce = Hash("nonce" + name);
        byte[] seed = Hash("seed" + name).ToArray();
        List<CompactOutput> outputs = [];
        byte[] memo = [];
        for (int index = 0; index < payments.Length; index++)
        {
            PrivateOutput output = NoteMaker.Make(payments[index].To, tier, payments[index].Value, seed, nonce, index, out NoteSecrets secrets, out _);
            outputs.Add(new CompactOutput(firstIndex + (ulong)index, output));
            memo = index == 0 ? secrets.SealMemo(new byte[PrivateLimits.MemoSizeBytes], nonce) : memo;
            secrets.Dispose();
        }

        return new CompactTransaction(
            new TransactionId(Hash("id" + name)), tier, nonce, 1, 0, 0, [], [.. outputs], memo, new byte[PrivateLimits.RecoverySizeBytes]);
    }

    internal static CompactBlock Block(ulong height, params CompactTransaction[] transactions) =>
        new(height, new BlockId(Hash($"block {height}")), default, [.. transactions]);
}
