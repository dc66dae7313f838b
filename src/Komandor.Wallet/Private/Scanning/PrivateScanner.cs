using Komandor.Cryptography.Curve25519;
using Komandor.Cryptography.Proofs;
using Komandor.Ledger.Private;
using Komandor.Primitives;
using Komandor.Wallet.Private.Keys;

namespace Komandor.Wallet.Private.Scanning;

/// <summary>Reads blocks in order: copies every note of the pools, finds the own ones, and sees which of these are spent.</summary>
/// <remarks>docs/protocol/private-wallet.md §4 and §7. Pure but for the copy; the caller stores <see cref="State"/> after <see cref="PoolCopy.Flush"/>.</remarks>
internal sealed class PrivateScanner
{
    private readonly WalletKeys _keys;
    private readonly PoolCopy _copy;
    private readonly PrivateParameters _parameters;
    private readonly ChainId _chain;
    private readonly string _prefix;
    private readonly AddressTable _addresses;
    private readonly TrialDecryption _trial;
    private readonly Dictionary<Hash256, int> _tags = [];
    private readonly List<int> _untagged = [];

    // What is read again, such as by a wallet that lost its copy, is known already and keeps its ring.
    private readonly HashSet<(PrivateTier, ulong)> _known = [];

    // Of notes with one key one can be spent: the first counts (private-wallet.md §4).
    private readonly Dictionary<(PrivateTier, Hash256), int> _placeOfKey = [];

    /// <summary>A scanner that goes on from <paramref name="state"/>.</summary>
    internal PrivateScanner(WalletKeys keys, PoolCopy copy, PrivateParameters parameters, ChainId chain, string prefix, PrivateState state)
    {
        (_keys, _copy, _parameters, _chain, _prefix) = (keys, copy, parameters, chain, prefix);
        State = state;
        _addresses = new AddressTable(keys.Incoming, state.AddressCount);
        _trial = new TrialDecryption(keys.Incoming, _addresses);
        for (int index = 0; index < state.Notes.Count; index++)
        {
            _known.Add((state.Notes[index].Found.Tier, state.Notes[index].Found.Index));
            _placeOfKey.TryAdd((state.Notes[index].Found.Tier, state.Notes[index].Found.Key), index);
            if (state.Notes[index].SpentBy is null && state.Notes[index].Tag is { } tag)
            {
                _tags[tag] = index;
            }
            else if (state.Notes[index].SpentBy is null)
            {
                _untagged.Add(index);
            }
        }
    }

    /// <summary>What is known after the blocks that were read.</summary>
    internal PrivateState State { get; private set; }

    /// <summary>The tag or image of an own note: null while its anchor is not known, or when the keys cannot compute it.</summary>
    internal static Hash256? TagOf(WalletKeys keys, PoolCopy copy, PrivateParameters parameters, ChainId chain, FoundNote note)
    {
        if (note.Tier == PrivateTier.Ring)
        {
            return keys.Spend is null ? null : OwnedKeys.Image(keys.Spend, note);
        }

        if (keys.View is null || WeightOf(copy, parameters, chain, note.Height) is not { } weight)
        {
            return null;
        }

        return keys.View.Tag(Generators.TagBase(chain, PoolId.Shielded.Value), weight, OwnedKeys.ShieldedOffset(keys.Incoming, note));
    }

    /// <summary>w of the shielded notes of a block; null while its anchor is not known.</summary>
    internal static Scalar? WeightOf(PoolCopy copy, PrivateParameters parameters, ChainId chain, ulong noteHeight)
    {
        ulong height = NoteWeight.AnchorOf(noteHeight, parameters.AnchorBlocks);
        return copy.Anchor(height) is { } block ? NoteWeight.Of(chain, PoolId.Shielded, height, block) : null;
    }

    /// <summary>Reads a page of blocks; the anchors up to its end are in the copy.</summary>
    internal void Read(CompactPage page)
    {
        foreach (CompactBlock block in page.Blocks)
        {
            Read(block);
        }

        ComputeTags();
        State = State with
        {
            NextHeight = page.Next,
            AddressCount = _addresses.Given,
            RingSize = _copy.Size(PrivateTier.Ring),
            ShieldedSize = _copy.Size(PrivateTier.Shielded),
        };
    }

    private void Read(CompactBlock said)
    {
        CompactBlock block = Number(said);
        ComputeTags();
        ILookup<TransactionId, FoundNote> found = _trial.Find(block).ToLookup(note => note.Transaction);
        foreach (CompactTransaction transaction in block.Transactions)
        {
            ulong spent = Spend(transaction);
            foreach (CompactOutput output in transaction.Outputs)
            {
                _copy.Append(transaction.Tier, new PoolNote(output.Output.Key, output.Output.Commitment, block.Height), block.Time);
            }

            FoundNote[] own = [.. found[transaction.Id].Where(note => note.Tier == transaction.Tier)];
            own = [.. own.Where(note => !IsCopy(note))];
            foreach (FoundNote note in own.Where(note => _known.Add((note.Tier, note.Index))))
            {
                Keep(note);
            }

            Record(block, transaction, own, spent);
        }
    }

    // Whether another note has its key, and truly stands where it was found: a node may have lied about numbers before all was read again.
    private bool IsCopy(FoundNote note)
    {
        if (!_placeOfKey.TryGetValue((note.Tier, note.Key), out int place) || State.Notes[place].Found.Index == note.Index)
        {
            return false;
        }

        ulong first = State.Notes[place].Found.Index;
        return first < _copy.Size(note.Tier) && _copy.Note(note.Tier, first).Key == note.Key;
    }

    private void Keep(FoundNote note)
    {
        if (_placeOfKey.TryAdd((note.Tier, note.Key), State.Notes.Count))
        {
            _untagged.Add(State.Notes.Count);
            State = State with { Notes = State.Notes.Add(new WalletNote(note)) };
            return;
        }

        int place = _placeOfKey[(note.Tier, note.Key)];
        _untagged.Remove(place);
        _untagged.Add(place);
        State = State with { Notes = State.Notes.SetItem(place, new WalletNote(note)) };
    }

    // Notes are numbered in the order in which blocks make them: the wallet counts by itself.
    private CompactBlock Number(CompactBlock block)
    {
        ulong ring = _copy.Size(PrivateTier.Ring);
        ulong shielded = _copy.Size(PrivateTier.Shielded);
        return block with
        {
            Transactions = [.. block.Transactions.Select(transaction => transaction with
            {
                Outputs = [.. transaction.Outputs.Select(output => output with { Index = transaction.Tier == PrivateTier.Ring ? ring++ : shielded++ })],
            })],
        };
    }

    private ulong Spend(CompactTransaction transaction)
    {
        ulong spent = 0;
        foreach (Hash256 tag in transaction.Tags)
        {
            if (_tags.Remove(tag, out int index) && State.Notes[index].Found.Tier == transaction.Tier)
            {
                WalletNote note = State.Notes[index];
                spent += note.Found.Value;
                State = State with { Notes = State.Notes.SetItem(index, note with { SpentBy = transaction.Id }) };
            }
        }

        return spent;
    }

    private void Record(CompactBlock block, CompactTransaction transaction, FoundNote[] own, ulong spent)
    {
        RecoveredPayment? paid = _keys.View is null ? null : RecoveryCipher.TryOpen(_keys.View, _prefix, transaction);
        if (own.Length == 0 && spent == 0 && paid is null)
        {
            return;
        }

        ulong received = own.Aggregate(0UL, (sum, note) => sum + note.Value);
        string memo = paid?.Memo ?? MemoOf(transaction, own);
        State = State with
        {
            Entries = State.Entries.Add(new PrivateEntry(
                transaction.Id, transaction.Tier, block.Height, block.Time, received, spent, transaction.Fee, paid?.To.ToString() ?? string.Empty, paid?.Value ?? 0, memo)),
        };
    }

    /// <summary>The memo, when it was for one of these notes; empty otherwise.</summary>
    internal static string MemoOf(CompactTransaction transaction, FoundNote[] own)
    {
        foreach (FoundNote note in own)
        {
            using NoteSecrets secrets = note.Secrets();
            if (transaction.SealedMemo.Length > NoteCipher.OverheadSizeBytes
                && secrets.OpenMemo(transaction.SealedMemo.Span, transaction.Nonce) is { } memo)
            {
                return PrivateMemo.Decode(memo);
            }
        }

        return string.Empty;
    }

    // A tag is known once its note's anchor is; until then the note cannot be spent either.
    private void ComputeTags()
    {
        for (int place = _untagged.Count; place-- > 0;)
        {
            int index = _untagged[place];
            if (TagOf(_keys, _copy, _parameters, _chain, State.Notes[index].Found) is { } tag)
            {
                _tags[tag] = index;
                _untagged.RemoveAt(place);
                State = State with { Notes = State.Notes.SetItem(index, State.Notes[index] with { Tag = tag }) };
            }
        }
    }
}
