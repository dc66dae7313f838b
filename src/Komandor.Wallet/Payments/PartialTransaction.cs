using System.Buffers.Text;
using System.Collections.Immutable;
using Komandor.Cryptography;
using Komandor.Ledger;
using Komandor.Primitives;
using Komandor.Wallet.Keys;
using Komandor.Wallet.Storage;

namespace Komandor.Wallet.Payments;

/// <summary>A transparent transaction on its way to the keys that sign it: the body, and for each input its lock and the signatures so far.</summary>
/// <remarks>docs/protocol/wallet.md §10. Text: <c>komandorpartial1</c>, then base64url of the body (<c>bytes</c>) and, for each input, a witness as in ledger.md §2. Immutable.</remarks>
public sealed class PartialTransaction
{
    private const string Prefix = "komandorpartial1";

    private PartialTransaction(TransactionBody body, ImmutableArray<Witness> witnesses)
    {
        Body = body;
        Witnesses = witnesses;
    }

    /// <summary>What will be signed.</summary>
    public TransactionBody Body { get; }

    /// <summary>The locks of the inputs, and what opens them so far.</summary>
    public ImmutableArray<Witness> Witnesses { get; }

    /// <summary>Whether every lock has the signatures that it asks for.</summary>
    public bool IsComplete => Witnesses.All(witness => witness.Openings.Length == RequiredOf(witness.Lock));

    /// <summary>How many signatures are missing, over all inputs.</summary>
    public int Missing => Witnesses.Sum(witness => RequiredOf(witness.Lock)!.Value - witness.Openings.Length);

    /// <summary>The signatures that a lock of one key, or a threshold of keys, asks for; null for any other lock.</summary>
    public static int? RequiredOf(Lock held) => held.Root.Kind switch
    {
        LockKind.Key => 1,
        LockKind.Threshold when held.Root.Parts.All(part => part.Kind == LockKind.Key) => held.Root.Required,
        _ => null,
    };

    /// <summary>A transaction that nobody signed yet; every lock is one of <see cref="RequiredOf"/>.</summary>
    internal static PartialTransaction Of(TransactionBody body, IEnumerable<Lock> locks) => new(body, [.. locks.Select(held => new Witness(held, []))]);

    /// <summary>Reads a text; null when it is none, or when a signature in it is not one of the body.</summary>
    public static PartialTransaction? TryParse(string? text)
    {
        string trimmed = text?.Trim() ?? string.Empty;
        if (!trimmed.StartsWith(Prefix, StringComparison.Ordinal) || !Base64Url.IsValid(trimmed.AsSpan(Prefix.Length)))
        {
            return null;
        }

        byte[] bytes = Base64Url.DecodeFromChars(trimmed.AsSpan(Prefix.Length));
        CanonicalReader reader = new(bytes);
        ReadOnlySpan<byte> encoded = reader.Bytes(LedgerLimits.TransactionSizeBytes);
        if (reader.Fault != EncodingFault.None || !TransactionBody.TryDecode(encoded, out TransactionBody? body, out _) || body.Bundle is not null || body.Order is not null)
        {
            return null;
        }

        ImmutableArray<Witness>.Builder witnesses = ImmutableArray.CreateBuilder<Witness>();
        LedgerFault fault = LedgerFault.None;
        for (int input = 0; input < body.Inputs.Length; input++)
        {
            if (Witness.TryRead(ref reader, bytes, ref fault) is not { } witness || RequiredOf(witness.Lock) is not { } required
                || witness.Openings.Length > required || !witness.Openings.All(opening => IsSigned(body, witness.Lock, opening)))
            {
                return null;
            }

            witnesses.Add(witness);
        }

        return reader.TryFinish(out _) ? new PartialTransaction(body, witnesses.ToImmutable()) : null;
    }

    /// <summary>Adds the signatures of a wallet's keys, as far as they are still missing.</summary>
    public PartialTransaction Sign(WalletFile wallet)
    {
        Dictionary<Hash256, KeyPath> own = wallet.UsedPaths().ToDictionary(path => wallet.PublicKeyAt(path).Value);
        return new PartialTransaction(Body, [.. Witnesses.Select(witness => Sign(wallet, own, witness))]);
    }

    /// <summary>Joins the signatures of two copies; null when they are not of one transaction.</summary>
    public PartialTransaction? Combine(PartialTransaction other)
    {
        if (other.Body.Id != Body.Id || !Witnesses.Select(one => one.Lock).SequenceEqual(other.Witnesses.Select(one => one.Lock)))
        {
            return null;
        }

        return new PartialTransaction(Body, [.. Witnesses.Zip(other.Witnesses, static (left, right) => left with
        {
            Openings = [.. left.Openings.Concat(right.Openings).DistinctBy(opening => opening.Leaf).OrderBy(opening => opening.Leaf).Take(RequiredOf(left.Lock)!.Value)],
        })]);
    }

    /// <summary>The transaction, once every lock is open.</summary>
    public Transaction? Finish() => IsComplete ? Transaction.Create(Body, [.. Witnesses]) : null;

    /// <summary>The text.</summary>
    public override string ToString()
    {
        CanonicalWriter writer = new(1024);
        writer.Bytes(Body.Encoded.Span);
        foreach (Witness witness in Witnesses)
        {
            witness.Write(writer);
        }

        return Prefix + Base64Url.EncodeToString(writer.Written);
    }

    private Witness Sign(WalletFile wallet, Dictionary<Hash256, KeyPath> own, Witness witness)
    {
        List<LockOpening> openings = [.. witness.Openings];
        for (int leaf = 0; leaf < witness.Lock.Root.LeafCount && openings.Count < RequiredOf(witness.Lock); leaf++)
        {
            if (openings.All(opening => opening.Leaf != leaf) && own.TryGetValue(LockKeys.Leaf(witness.Lock.Root, leaf).Value, out KeyPath path))
            {
                using SigningKey key = wallet.KeyAt(path);
                openings.Add(new LockOpening(leaf, Witness.SignatureBytes(key, Body)));
            }
        }

        return witness with { Openings = [.. openings.OrderBy(opening => opening.Leaf)] };
    }

    private static bool IsSigned(TransactionBody body, Lock held, LockOpening opening)
    {
        PublicKey key = new(LockKeys.Leaf(held.Root, opening.Leaf).Value);
        return Ed25519Zip215.Verify(key, body.SigningHash.ToArray(), new Signature(opening.Data.Span));
    }
}
