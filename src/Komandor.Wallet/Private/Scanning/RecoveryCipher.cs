using System.Security.Cryptography;
using Komandor.Cryptography.Curve25519;
using Komandor.Ledger.Private;
using Komandor.Primitives;
using Komandor.Wallet.Private.Keys;

namespace Komandor.Wallet.Private.Scanning;

/// <summary>What a payer seals to itself: whom it paid and the seed of the transaction.</summary>
/// <remarks>docs/protocol/private-wallet.md §3, Recovery: d ‖ Q₁ ‖ Q₂ ‖ Q₃ ‖ e, 144 bytes, sealed 160.</remarks>
internal static class RecoveryCipher
{
    private const int PointsStart = PrivateAddress.DiversifierSizeBytes;
    private const int SeedStart = PointsStart + (3 * Hash256.SizeBytes);
    private const int PlainSizeBytes = SeedStart + Hash256.SizeBytes;

    /// <summary>Seals for a wallet of <paramref name="key"/>.</summary>
    internal static byte[] Seal(FullViewKey key, Hash256 nonce, IReadOnlyList<PrivateOutput> outputs, PrivateAddress paid, ReadOnlySpan<byte> seed)
    {
        byte[] plain = new byte[PlainSizeBytes];
        paid.Encode().AsSpan(1).CopyTo(plain);
        seed.CopyTo(plain.AsSpan(SeedStart));
        byte[] sealedBytes = NoteCipher.Seal(key.RecoveryKey(nonce, outputs), plain, []);
        CryptographicOperations.ZeroMemory(plain);
        return sealedBytes;
    }

    /// <summary>Whom a transaction of the wallet paid, how much and with which memo; null when it is somebody else's.</summary>
    internal static RecoveredPayment? TryOpen(FullViewKey key, string prefix, CompactTransaction transaction)
    {
        PrivateOutput[] outputs = [.. transaction.Outputs.Select(one => one.Output)];
        if (transaction.Recovery.Length != PlainSizeBytes + NoteCipher.OverheadSizeBytes
            || NoteCipher.Open(key.RecoveryKey(transaction.Nonce, outputs), transaction.Recovery.Span, []) is not { } plain)
        {
            return null;
        }

        UInt128 diversifier = System.Buffers.Binary.BinaryPrimitives.ReadUInt128LittleEndian(plain);
        PrivateAddress to = new(
            prefix,
            diversifier,
            new Hash256(plain.AsSpan(PointsStart, 32)),
            new Hash256(plain.AsSpan(PointsStart + 32, 32)),
            new Hash256(plain.AsSpan(PointsStart + 64, 32)));
        byte[] seed = plain[SeedStart..];
        CryptographicOperations.ZeroMemory(plain);

        // What leaves the pool is paid beside a note of nothing for the wallet itself, and so is the rest: the memo tells which of the two is meant.
        RecoveredPayment? first = null;
        for (int output = 0; output < outputs.Length; output++)
        {
            if (TryRead(to, transaction, outputs[output], output, seed, out bool opensMemo) is not { } read)
            {
                continue;
            }

            if (opensMemo)
            {
                return read;
            }

            first ??= read;
        }

        return first;
    }

    private static RecoveredPayment? TryRead(
        PrivateAddress to, CompactTransaction transaction, PrivateOutput output, int index, ReadOnlySpan<byte> seed, out bool opensMemo)
    {
        opensMemo = false;
        UInt128 anchor = NoteSecrets.Anchor(seed, transaction.Nonce, index);
        Scalar ephemeral = NoteSecrets.Ephemeral(anchor, transaction.Nonce, index, to.Diversifier);
        if (NoteMaker.Encode(to.Base.Multiply(ephemeral)) != output.EphemeralKey)
        {
            return null;
        }

        using NoteSecrets secrets = NoteSecrets.Of(output.EphemeralKey, NoteMaker.Read(to.FindKey).Multiply(ephemeral), transaction.Nonce, index);
        if (NoteMaker.KeyOf(to, transaction.Tier, secrets) != output.Key)
        {
            return null;
        }

        byte[]? memo = secrets.OpenMemo(transaction.SealedMemo.Span, transaction.Nonce);
        opensMemo = memo is not null;
        return new RecoveredPayment(
            to, secrets.OpenValue(output.SealedValue.Span).Value, memo is null ? string.Empty : PrivateMemo.Decode(memo), index, ephemeral);
    }
}
