using System.Collections.Immutable;
using Komandor.Ledger.Private;
using Komandor.Primitives;
using Komandor.Wallet.Private.Scanning;

namespace Komandor.Wallet.Private;

/// <summary>What a wallet's file keeps of its private money: docs/protocol/wallet.md §6.</summary>
internal sealed record PrivateState
{
    private const int MaximumNotes = 1 << 20;
    private const int MaximumTextSizeBytes = 4096;

    /// <summary>The number of private addresses that were given out, 1 or more.</summary>
    internal ulong AddressCount { get; init; } = 1;

    /// <summary>The height to scan from.</summary>
    internal ulong NextHeight { get; init; }

    /// <summary>The notes of the copy that count.</summary>
    internal ulong RingSize { get; init; }

    /// <summary>The notes of the copy that count.</summary>
    internal ulong ShieldedSize { get; init; }

    /// <summary>The own notes, in the order in which they were found.</summary>
    internal ImmutableList<WalletNote> Notes { get; init; } = [];

    /// <summary>The private history, oldest first.</summary>
    internal ImmutableList<PrivateEntry> Entries { get; init; } = [];

    /// <summary>What the chain's genesis says; null before it was asked for.</summary>
    internal PoolTrust? Trust { get; init; }

    /// <summary>How far the copy of the ring pool is proven.</summary>
    internal ProvenPool ProvenRing { get; init; }

    /// <summary>How far that of the shielded one is.</summary>
    internal ProvenPool ProvenShielded { get; init; }

    /// <summary>Forgets what blocks from <paramref name="next"/> on brought, but for rings and sets that were shown: a note keeps those, wherever it stands.</summary>
    internal PrivateState GoBack(ulong next)
    {
        HashSet<TransactionId> gone = [.. Entries.Where(entry => entry.Height >= next).Select(entry => entry.Transaction)];
        return this with
        {
            NextHeight = next,
            Entries = Entries.RemoveAll(entry => entry.Height >= next),
            Notes =
            [
                .. Notes.Where(note => note.Found.Height < next || !note.Ring.IsEmpty || note.Set is not null).Select(note => note with
                {
                    SpentBy = note.SpentBy is { } spender && gone.Contains(spender) ? null : note.SpentBy,
                    Tag = note.Found.Height < next || note.Found.Tier == PrivateTier.Ring ? note.Tag : null,
                }),
            ],
        };
    }

    internal void Write(CanonicalWriter writer)
    {
        writer.VarUInt(AddressCount);
        writer.VarUInt(NextHeight);
        writer.VarUInt(RingSize);
        writer.VarUInt(ShieldedSize);
        writer.VarUInt((ulong)Notes.Count);
        foreach (WalletNote note in Notes)
        {
            Write(writer, note);
        }

        writer.VarUInt((ulong)Entries.Count);
        foreach (PrivateEntry entry in Entries)
        {
            Write(writer, entry);
        }

        writer.Boolean(Trust is not null);
        Trust?.Write(writer);
        ProvenRing.Write(writer);
        ProvenShielded.Write(writer);
    }

    /// <summary>Reads a state; meaningless when <paramref name="reader"/> then holds a fault.</summary>
    /// <param name="reader">The contents.</param>
    /// <param name="hasTags">Whether notes may have their tags: those of files of before have none.</param>
    /// <param name="hasProofs">Whether it says how far the copy is proven: files of before do not.</param>
    internal static PrivateState Read(ref CanonicalReader reader, bool hasTags, bool hasProofs)
    {
        ulong addresses = reader.VarUInt();
        ulong next = reader.VarUInt();
        ulong ring = reader.VarUInt();
        ulong shielded = reader.VarUInt();
        ImmutableList<WalletNote>.Builder notes = ImmutableList.CreateBuilder<WalletNote>();
        int count = reader.Count(MaximumNotes, 200);
        for (int index = 0; index < count; index++)
        {
            notes.Add(ReadNote(ref reader, hasTags));
        }

        ImmutableList<PrivateEntry>.Builder entries = ImmutableList.CreateBuilder<PrivateEntry>();
        count = reader.Count(MaximumNotes, 45);
        for (int index = 0; index < count; index++)
        {
            entries.Add(ReadEntry(ref reader));
        }

        PoolTrust? trust = hasProofs && reader.Boolean() ? PoolTrust.Read(ref reader) : null;
        return new PrivateState
        {
            Trust = trust,
            ProvenRing = hasProofs ? ProvenPool.Read(ref reader) : default,
            ProvenShielded = hasProofs ? ProvenPool.Read(ref reader) : default,
            AddressCount = addresses,
            NextHeight = next,
            RingSize = ring,
            ShieldedSize = shielded,
            Notes = notes.ToImmutable(),
            Entries = entries.ToImmutable(),
        };
    }

    private static void Write(CanonicalWriter writer, WalletNote note)
    {
        FoundNote found = note.Found;
        writer.Byte((byte)found.Tier);
        writer.VarUInt(found.Index);
        writer.Hash(found.Key);
        writer.Hash(found.Commitment);
        writer.Hash(found.EphemeralKey);
        writer.VarUInt(found.Value);
        writer.VarUInt(found.AddressNumber);
        writer.Hash(found.Nonce);
        writer.VarUInt((ulong)found.Output);
        writer.Hash(found.Transaction.Value);
        writer.VarUInt(found.Height);
        writer.Hash(found.Shared);
        writer.Boolean(note.SpentBy.HasValue);
        writer.Hash(note.SpentBy?.Value ?? default);
        writer.VarUInt((ulong)note.Ring.Length);
        foreach (ulong member in note.Ring)
        {
            writer.VarUInt(member);
        }

        writer.Boolean(note.Set.HasValue);
        writer.VarUInt(note.Set ?? 0);
        writer.VarUInt(note.Anchor ?? 0);
        writer.Boolean(note.Tag.HasValue);
        if (note.Tag is { } tag)
        {
            writer.Hash(tag);
        }
    }

    private static WalletNote ReadNote(ref CanonicalReader reader, bool hasTags)
    {
        PrivateTier tier = ReadTier(ref reader);
        ulong index = reader.VarUInt();
        (Hash256 key, Hash256 commitment, Hash256 ephemeralKey) = (reader.Hash(), reader.Hash(), reader.Hash());
        (ulong value, ulong number) = (reader.VarUInt(), reader.VarUInt());
        Hash256 nonce = reader.Hash();
        int output = (int)reader.VarUInt(PrivateLimits.MaximumOutputs * 1024);
        TransactionId transaction = new(reader.Hash());
        FoundNote found = new(tier, index, key, commitment, ephemeralKey, value, number, nonce, output, transaction, reader.VarUInt(), reader.Hash());
        bool isSpent = reader.Boolean();
        TransactionId spentBy = new(reader.Hash());
        ulong[] ring = new ulong[reader.Count(PrivateLimits.RingMembers, 1)];
        for (int member = 0; member < ring.Length; member++)
        {
            ring[member] = reader.VarUInt();
        }

        bool hasSet = reader.Boolean();
        (ulong set, ulong anchor) = (reader.VarUInt(), reader.VarUInt());
        return new WalletNote(found, isSpent ? spentBy : null, [.. ring], hasSet ? set : null, hasSet ? anchor : null)
        {
            Tag = hasTags && reader.Boolean() ? reader.Hash() : null,
        };
    }

    private static void Write(CanonicalWriter writer, PrivateEntry entry)
    {
        writer.Hash(entry.Transaction.Value);
        writer.Byte((byte)entry.Tier);
        writer.VarUInt(entry.Height);
        writer.Time(entry.Time);
        writer.VarUInt(entry.Received);
        writer.VarUInt(entry.Spent ?? 0);
        writer.VarUInt(entry.Fee);
        writer.Text(entry.Recipient);
        writer.VarUInt(entry.Paid);
        writer.Text(entry.Memo);
    }

    private static PrivateEntry ReadEntry(ref CanonicalReader reader) => new(
        new TransactionId(reader.Hash()), ReadTier(ref reader), reader.VarUInt(), reader.Time(), reader.VarUInt(), reader.VarUInt(), reader.VarUInt(),
        reader.Text(MaximumTextSizeBytes), reader.VarUInt(), reader.Text(MaximumTextSizeBytes));

    private static PrivateTier ReadTier(ref CanonicalReader reader)
    {
        byte tier = reader.Byte();
        if (tier is not ((byte)PrivateTier.Ring or (byte)PrivateTier.Shielded))
        {
            reader.Fail(EncodingFault.UnknownTag);
        }

        return (PrivateTier)tier;
    }
}
