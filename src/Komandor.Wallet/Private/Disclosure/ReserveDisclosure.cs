using System.Security.Cryptography;
using Komandor.Cryptography.Curve25519;
using Komandor.Cryptography.Proofs;
using Komandor.Ledger.Private;
using Komandor.Primitives;

namespace Komandor.Wallet.Private.Disclosure;

/// <summary>That its maker has unspent notes of some value: each is shown with its value, its tag, and a proof that both are of the maker's secrets.</summary>
/// <remarks>docs/protocol/private-wallet.md §8.3. Whoever reads it will see when these notes are spent.</remarks>
internal static class ReserveDisclosure
{
    private const int MaximumNotes = 1024;

    /// <summary>What binds all notes together.</summary>
    internal static Hash256 ContextOf(ChainId chain, string message, IEnumerable<(PrivateTier Tier, ulong Index)> notes)
    {
        CanonicalWriter writer = new(256);
        foreach ((PrivateTier tier, ulong index) in notes)
        {
            writer.Byte((byte)tier);
            writer.VarUInt(index);
        }

        return DisclosureText.Context(DisclosureKind.Reserve, chain, message, writer.Written);
    }

    /// <summary>Shows a ring note.</summary>
    internal static ReserveNote Ring(Hash256 context, ulong index, ulong value, in Scalar blinding, Hash256 key, in Scalar secret)
    {
        Hash256 image = NoteMaker.Encode(RingSigner.Image(secret, key.ToArray()));
        byte[] proof = RelationProver.Prove(
            RelationShape.EqualLogarithm, context, RingPoints(key, image), [secret], RandomNumberGenerator.GetBytes(SecretNonces.RandomnessSizeBytes));
        return new ReserveNote(PrivateTier.Ring, index, value, Encode(blinding), image, proof);
    }

    /// <summary>Shows a shielded note: its key is s·F + r·K, its tag T is that of w·s and w·r.</summary>
    internal static ReserveNote Shielded(
        Hash256 context, ChainId chain, ulong index, ulong value, in Scalar blinding, Hash256 key, Hash256 tag, in Scalar weight, in Scalar serial, in Scalar secret)
    {
        byte[] proof = RelationProver.Prove(
            RelationShape.ReserveNote, context, ShieldedPoints(chain, key, tag, weight), [serial, secret],
            RandomNumberGenerator.GetBytes(SecretNonces.RandomnessSizeBytes));
        return new ReserveNote(PrivateTier.Shielded, index, value, Encode(blinding), tag, proof);
    }

    /// <summary>The text of a proof of notes.</summary>
    internal static string Write(ChainId chain, IReadOnlyList<ReserveNote> notes)
    {
        CanonicalWriter writer = new(1024);
        writer.VarUInt((ulong)notes.Count);
        foreach (ReserveNote note in notes)
        {
            writer.Byte((byte)note.Tier);
            writer.VarUInt(note.Index);
            writer.VarUInt(note.Value);
            writer.Hash(note.Blinding);
            writer.Hash(note.Tag);
            writer.Bytes(note.Proof);
        }

        return DisclosureText.Write(DisclosureKind.Reserve, chain, writer.Written);
    }

    /// <summary>Judges a proof.</summary>
    /// <param name="chain">The chain.</param>
    /// <param name="message">The message.</param>
    /// <param name="fields">The proof's fields.</param>
    /// <param name="find">Finds a note of a pool.</param>
    /// <param name="weightOf">w of the notes of a block; null while it has none.</param>
    /// <param name="isSpent">Whether a tag's object exists.</param>
    internal static DisclosureResult Verify(
        ChainId chain, string message, byte[] fields, Func<PrivateTier, ulong, PoolNote?> find, Func<ulong, Scalar?> weightOf, Func<ObjectId, bool> isSpent)
    {
        if (Read(fields) is not { } notes)
        {
            return DisclosureResult.Refused(DisclosureFault.Malformed, DisclosureKind.Reserve);
        }

        Hash256 context = ContextOf(chain, message, notes.Select(note => (note.Tier, note.Index)));
        ulong total = 0;
        foreach (ReserveNote note in notes)
        {
            DisclosureFault fault = find(note.Tier, note.Index) is { } known ? VerifyNote(context, chain, note, known, weightOf) : DisclosureFault.Unknown;
            if (fault != DisclosureFault.None || isSpent(PrivateObjects.Tag(PoolId.Of(note.Tier), note.Tag)))
            {
                return DisclosureResult.Refused(fault == DisclosureFault.None ? DisclosureFault.Spent : fault, DisclosureKind.Reserve);
            }

            total += note.Value;
        }

        return new DisclosureResult(DisclosureFault.None, DisclosureKind.Reserve, null, null, total, null);
    }

    private static DisclosureFault VerifyNote(Hash256 context, ChainId chain, ReserveNote note, PoolNote known, Func<ulong, Scalar?> weightOf)
    {
        byte[] points;
        RelationShape shape = note.Tier == PrivateTier.Ring ? RelationShape.EqualLogarithm : RelationShape.ReserveNote;
        Span<byte> blinding = stackalloc byte[Scalar.SizeBytes];
        note.Blinding.CopyTo(blinding);
        if (!Scalar.TryRead(blinding, out Scalar factor) || ProofReader.ReadPoints(note.Tag.ToArray(), new EdwardsPoint[1]) != ProofFault.None)
        {
            return DisclosureFault.Malformed;
        }

        if (note.Tier == PrivateTier.Ring)
        {
            points = RingPoints(known.Key, note.Tag);
        }
        else if (weightOf(known.Height) is { } weight)
        {
            points = ShieldedPoints(chain, known.Key, note.Tag, weight);
        }
        else
        {
            return DisclosureFault.Unknown;
        }

        return NoteMaker.Encode(Pedersen.Commit(note.Value, factor)) != known.Commitment ? DisclosureFault.Disagrees
            : new RelationVerifier().Verify(new RelationCheck(shape, context, points, note.Proof)) != ProofFault.None ? DisclosureFault.Proof
            : DisclosureFault.None;
    }

    // Null when it is malformed, names a note twice, or sums past 64 bits.
    private static List<ReserveNote>? Read(byte[] fields)
    {
        CanonicalReader reader = new(fields);
        int count = reader.Count(MaximumNotes, 100);
        List<ReserveNote> notes = [];
        UInt128 total = 0;
        bool isSound = count > 0;
        for (int index = 0; index < count && reader.Fault == EncodingFault.None; index++)
        {
            byte tier = reader.Byte();
            ReserveNote note = new((PrivateTier)tier, reader.VarUInt(), reader.VarUInt(), reader.Hash(), reader.Hash(), reader.Bytes(512).ToArray());
            isSound &= tier is (byte)PrivateTier.Ring or (byte)PrivateTier.Shielded && !notes.Any(one => one.Tier == note.Tier && one.Index == note.Index);
            total += note.Value;
            notes.Add(note);
        }

        return reader.TryFinish(out _) && isSound && total <= ulong.MaxValue ? notes : null;
    }

    private static byte[] RingPoints(Hash256 key, Hash256 image) =>
        [.. key.ToArray(), .. NoteMaker.Encode(Generators.KeyImageBase(key.ToArray())).ToArray(), .. image.ToArray()];

    // S, w·T, w·K, U: the verifier makes the middle two, so that s and r are those of the note itself.
    private static byte[] ShieldedPoints(ChainId chain, Hash256 key, Hash256 tag, in Scalar weight) =>
    [
        .. key.ToArray(), .. NoteMaker.Encode(NoteMaker.Read(tag).Multiply(weight)).ToArray(),
        .. NoteMaker.Encode(Generators.Spend.Multiply(weight)).ToArray(), .. NoteMaker.Encode(Generators.TagBase(chain, PoolId.Shielded.Value)).ToArray(),
    ];

    private static Hash256 Encode(in Scalar scalar)
    {
        Span<byte> bytes = stackalloc byte[Scalar.SizeBytes];
        scalar.Write(bytes);
        return new Hash256(bytes);
    }
}
