using System.Buffers;
using System.Security.Cryptography;
using Komandor.Cryptography.Curve25519;
using Komandor.Ledger.Private;
using Komandor.Primitives;
using Komandor.Wallet.Private.Keys;

namespace Komandor.Wallet.Private.Scanning;

/// <summary>Tries every output of blocks with an incoming view key.</summary>
/// <remarks>docs/protocol/private-wallet.md §4. The node learns nothing: every output of every block is read, in order.</remarks>
/// <param name="key">The key.</param>
/// <param name="addresses">The own addresses, extended as they are found to be used.</param>
internal sealed class TrialDecryption(IncomingViewKey key, AddressTable addresses)
{
    /// <summary>The outputs that are multiplied at once: what a second-level cache holds.</summary>
    internal const int BatchOutputs = 1024;

    /// <summary>Finds the own notes of a block, in the order of the block.</summary>
    internal List<FoundNote> Find(CompactBlock block)
    {
        List<FoundNote> found = [];
        List<(CompactTransaction Transaction, int Output)> places = [];
        foreach (CompactTransaction transaction in block.Transactions)
        {
            for (int output = 0; output < transaction.Outputs.Length; output++)
            {
                places.Add((transaction, output));
            }
        }

        for (int start = 0; start < places.Count; start += BatchOutputs)
        {
            FindBatch(places.GetRange(start, Math.Min(BatchOutputs, places.Count - start)), block.Height, found);
        }

        return found;
    }

    private void FindBatch(List<(CompactTransaction Transaction, int Output)> places, ulong height, List<FoundNote> found)
    {
        byte[] elements = ArrayPool<byte>.Shared.Rent(places.Count * Ristretto255.SizeBytes);
        byte[] products = ArrayPool<byte>.Shared.Rent(places.Count * Ristretto255.SizeBytes);
        bool[] valid = ArrayPool<bool>.Shared.Rent(places.Count);
        for (int index = 0; index < places.Count; index++)
        {
            Output(places[index]).EphemeralKey.CopyTo(elements.AsSpan(index * Ristretto255.SizeBytes));
        }

        Span<byte> used = products.AsSpan(0, places.Count * Ristretto255.SizeBytes);
        SharedProducts.Multiply(key.Find, elements.AsSpan(0, used.Length), used, valid);
        for (int index = 0; index < places.Count; index++)
        {
            ReadOnlySpan<byte> product = used.Slice(index * Ristretto255.SizeBytes, Ristretto255.SizeBytes);
            PrivateOutput output = Output(places[index]);
            (CompactTransaction transaction, int place) = places[index];
            if (valid[index]
                && NoteSecrets.TagOf(output.EphemeralKey, product, transaction.Nonce, place) == output.ViewTag
                && NoteReader.TryRead(addresses, transaction, place, new Hash256(product), height) is { } note)
            {
                found.Add(note);
                if (!note.IsChange)
                {
                    addresses.Extend(note.AddressNumber + 1);
                }
            }
        }

        CryptographicOperations.ZeroMemory(used);
        ArrayPool<byte>.Shared.Return(elements);
        ArrayPool<byte>.Shared.Return(products);
        ArrayPool<bool>.Shared.Return(valid);
    }

    private static PrivateOutput Output((CompactTransaction Transaction, int Output) place) => place.Transaction.Outputs[place.Output].Output;
}
