using System.Buffers.Binary;
using Komandor.Primitives;

namespace Komandor.State.Indexes;

/// <summary>Finds entries by what their values say: docs/protocol/state.md §9. Outside of the root, so no answer of it proves anything.</summary>
/// <param name="store">Where terms are kept.</param>
/// <param name="prefix">The first byte of their keys; nobody else's.</param>
/// <param name="definitions">The indexes.</param>
public sealed class SecondaryIndexes(IKeyValueStore store, byte prefix, IReadOnlyList<IIndexDefinition> definitions)
{
    /// <summary>An entry has no more terms in one index.</summary>
    public const int MaximumTerms = 16;

    /// <summary>The longest term.</summary>
    public const int MaximumTermSizeBytes = 64;

    // The prefix, the index and the term's length.
    private const int HeadSizeBytes = 4;

    /// <summary>Follows a commit.</summary>
    /// <param name="before">The state before it.</param>
    /// <param name="changes">What it changes, at most one change a key.</param>
    /// <param name="batch">Receives the writes.</param>
    /// <exception cref="InvariantViolationException">A definition broke its bounds.</exception>
    public IndexWork Follow(IStateReader before, IReadOnlyList<KeyValuePair<Hash256, byte[]?>> changes, KeyValueBatch batch)
    {
        IndexWork work = default;
        foreach ((Hash256 key, byte[]? value) in changes)
        {
            byte[]? old = before.Get(key);
            foreach (IIndexDefinition definition in definitions)
            {
                SortedSet<byte[]> former = Terms(definition, key, old);
                SortedSet<byte[]> wanted = Terms(definition, key, value);
                foreach (byte[] term in former)
                {
                    if (!wanted.Contains(term))
                    {
                        batch.Delete(KeyOf(definition.Id, term, key));
                        work = Add(work, term);
                    }
                }

                foreach (byte[] term in wanted)
                {
                    if (!former.Contains(term))
                    {
                        batch.Put(KeyOf(definition.Id, term, key), []);
                        work = Add(work, term);
                    }
                }
            }
        }

        return work;
    }

    /// <summary>Adds the terms of an entry that has none yet.</summary>
    /// <param name="key">Its key.</param>
    /// <param name="value">Its value.</param>
    /// <param name="batch">Receives the writes.</param>
    /// <exception cref="InvariantViolationException">A definition broke its bounds.</exception>
    public void Add(Hash256 key, byte[] value, KeyValueBatch batch)
    {
        foreach (IIndexDefinition definition in definitions)
        {
            foreach (byte[] term in Terms(definition, key, value))
            {
                batch.Put(KeyOf(definition.Id, term, key), []);
            }
        }
    }

    /// <summary>The keys of the entries that have <paramref name="term"/>, ascending.</summary>
    /// <param name="index">The index's number.</param>
    /// <param name="term">The term.</param>
    /// <param name="from">The least key, so that a long answer can be had in parts.</param>
    /// <param name="most">How many at most.</param>
    public IReadOnlyList<Hash256> Find(ushort index, ReadOnlySpan<byte> term, Hash256 from, int most)
    {
        byte[] first = KeyOf(index, term, from);
        List<Hash256> found = [];
        foreach ((byte[] key, _) in store.Scan(first[..^Hash256.SizeBytes], first))
        {
            if (found.Count == most)
            {
                break;
            }

            found.Add(new Hash256(key.AsSpan(key.Length - Hash256.SizeBytes)));
        }

        return found;
    }

    private static IndexWork Add(IndexWork work, byte[] term) => new(work.Terms + 1, work.Bytes + term.Length + Hash256.SizeBytes);

    private static SortedSet<byte[]> Terms(IIndexDefinition definition, Hash256 key, byte[]? value)
    {
        List<byte[]> terms = [];
        if (value is not null)
        {
            definition.AddTerms(key, value, terms);
        }

        Invariant.Require(terms.Count <= MaximumTerms && terms.TrueForAll(term => term.Length <= MaximumTermSizeBytes));
        return new SortedSet<byte[]>(terms, Comparer<byte[]>.Create(static (left, right) => left.AsSpan().SequenceCompareTo(right)));
    }

    // The length stands before the term, so that no term is the beginning of another's keys.
    private byte[] KeyOf(ushort index, ReadOnlySpan<byte> term, Hash256 key)
    {
        byte[] bytes = new byte[HeadSizeBytes + term.Length + Hash256.SizeBytes];
        bytes[0] = prefix;
        BinaryPrimitives.WriteUInt16BigEndian(bytes.AsSpan(1), index);
        bytes[3] = (byte)term.Length;
        term.CopyTo(bytes.AsSpan(HeadSizeBytes));
        key.CopyTo(bytes.AsSpan(HeadSizeBytes + term.Length));
        return bytes;
    }
}
