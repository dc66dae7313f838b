using System.Text;
using Komandor.Ledger;
using Komandor.Primitives;
using Komandor.Replica;
using Komandor.Replica.Archive;
using Komandor.Replica.Effects;
using Komandor.Replica.Indexes;

namespace Komandor.Simulation;

/// <summary>What must hold in every run.</summary>
internal sealed class Checks(World world)
{
    private readonly Dictionary<ulong, BlockHeader> _chain = [];
    private readonly Dictionary<TransactionId, ulong> _executed = [];
    private readonly HashSet<TransactionId> _rejected = [];
    private readonly HashSet<TransactionId> _expired = [];
    private readonly Dictionary<TransactionId, HashSet<Copy>> _accepted = [];
    private readonly HashSet<ulong> _certified = [];
    private readonly Dictionary<Copy, HashSet<ulong>> _found = [];
    private string? _failure;

    public ulong Height { get; private set; }

    public int Executed => _executed.Count;

    public int Rejected => _rejected.Count;

    public int Expired => _expired.Count;

    public int Branches { get; private set; }

    public int Learnings { get; private set; }

    /// <summary>Segments that were rebuilt from pieces.</summary>
    public int Rebuilt { get; private set; }

    /// <summary>Members that gave up old blocks.</summary>
    public int GivenUp { get; private set; }

    /// <summary>Of how many members the secondary indexes were whole at the end.</summary>
    public int WholeIndexes { get; private set; }

    public void ThrowIfFailed()
    {
        if (_failure is not null)
        {
            throw new SimulationFailure(_failure);
        }
    }

    /// <summary>Honest members execute one chain.</summary>
    public void Committed(Copy copy, CommitBlock commit)
    {
        BlockHeader header = commit.Block.Header;
        world.Log(copy, $"executes block {header.Height} of round {header.Round}: {commit.Block.Transactions.Length} transactions");
        if (!copy.IsHonest)
        {
            return;
        }

        if (_chain.TryGetValue(header.Height, out BlockHeader? known))
        {
            if (known.Id != header.Id)
            {
                Fail($"Members disagree on block {header.Height}: {known.Id} of round {known.Round} and {header.Id} of round {header.Round}.");
            }

            return;
        }

        if (header.Height != Height + 1 || (Height > 0 && header.Parent != _chain[Height].Id))
        {
            Fail($"Block {header.Height} does not follow block {Height}.");
        }

        _chain.Add(header.Height, header);
        Height = header.Height;
        foreach (Receipt receipt in commit.Block.Receipts)
        {
            Take(receipt, header.Height);
        }

        world.Clients.Settle(commit.Block);
    }

    /// <summary>Certificates prove what they say.</summary>
    public void Final(Copy copy, BlockFinal final)
    {
        world.Log(copy, $"block {final.Header.Height} is final");
        if (!copy.IsHonest || !_certified.Add(final.Header.Height))
        {
            return;
        }

        BlockFault fault = CertificateVerifier.Verify(final.Header, final.Certificate, world.TrueRoster);
        if (fault != BlockFault.None && world.Mutant != Mutant.QuorumAtLeast)
        {
            Fail($"The certificate of block {final.Header.Height} is refused: {fault}.");
        }

        if (!_chain.TryGetValue(final.Header.Height, out BlockHeader? known) || known.Id != final.Header.Id)
        {
            Fail($"Block {final.Header.Height} is final and was not executed so.");
        }
    }

    /// <summary>A learned state is one of the chain's.</summary>
    public void Learned(Copy copy, BlockHeader header)
    {
        Learnings++;
        if (copy.IsHonest && (!_chain.TryGetValue(header.Height, out BlockHeader? known) || known.Id != header.Id))
        {
            Fail($"Member {copy.Member} learned block {header.Height}, which is not of the chain.");
        }
    }

    /// <summary>What was rebuilt from pieces is the chain's.</summary>
    public void Found(Copy copy, HistoryFound found)
    {
        if (!copy.IsHonest)
        {
            return;
        }

        if (SegmentBlocks.TrySplit(found.Segment, found.Data) is not { } blocks)
        {
            Fail($"Member {copy.Member} found a segment that does not hold its blocks.");
            return;
        }

        for (int index = 0; index < blocks.Length; index++)
        {
            ulong height = found.Segment.First + (ulong)index;
            if (!Block.TryDecode(blocks[index].Span, out Block? block, out _) || block.Header.Id != _chain[height].Id)
            {
                Fail($"Member {copy.Member} found another block {height} than the chain's.");
            }

            Found(copy).Add(height);
        }

        Rebuilt++;
    }

    /// <summary>Ends as many members for good as history may lose; a branching one counts.</summary>
    /// <returns>The newest block, which those who are left must be able to read with all before it.</returns>
    public ulong LoseMembers()
    {
        int total = world.Scenario.Weights.Length;
        int lost = total - SegmentRules.Needed(total) - (world.Scenario.Branching >= 0 ? 1 : 0);
        List<Copy> honest = world.Copies.FindAll(copy => copy.IsHonest);
        for (; lost > 0 && world.Scenario.HistoryBlocks > 0; lost--)
        {
            Copy copy = honest[world.Chance.Index(honest.Count)];
            honest.Remove(copy);
            copy.Die();
        }

        return Height;
    }

    /// <summary>Whether every member that is left has read every block up to <paramref name="height"/>, whole or from pieces; asks for what it has not.</summary>
    public bool HaveRead(ulong height)
    {
        bool haveAll = true;
        foreach (Copy copy in world.Copies.FindAll(copy => copy is { IsHonest: true, IsUp: true }))
        {
            int asked = 0;
            for (ulong block = 1; block <= height && asked < 16; block++)
            {
                if (copy.Blocks.EncodedBlock(block) is null && !Found(copy).Contains(block))
                {
                    copy.Want(block);
                    asked++;
                }
            }

            haveAll &= asked == 0;
        }

        return haveAll;
    }

    public void Observe(Copy copy, ReplicaEffect effect)
    {
        switch (effect)
        {
            case SubmissionAnswered answered:
                if (answered.Fault == PoolFault.None && copy.IsHonest)
                {
                    Holders(answered.Transaction).Add(copy);
                }

                if (answered.Fault != PoolFault.None)
                {
                    world.Clients.Release(answered.Transaction);
                }

                break;
            case TransactionExpired expired:
                if (copy.IsHonest)
                {
                    _expired.Add(expired.Transaction);
                    Holders(expired.Transaction).Remove(copy);
                    world.Clients.Release(expired.Transaction);
                }

                break;
            case BranchFound branch:
                Branches++;
                world.Log(copy, $"found a branch of member {branch.Evidence.Culprit}");
                if (world.Scenario.Branching < 0 || branch.Evidence.Culprit.Value != (uint)world.Scenario.Branching + 1)
                {
                    Fail($"Honest member {branch.Evidence.Culprit} branched.");
                }

                break;
            case Disconnect disconnect:
                Fail($"Member {copy.Member} refuses honest member {disconnect.Peer}: {disconnect.Fault}.");
                break;
            case Halt halt:
                // A copy of the branching member meets its own other events, which no honest member does.
                if (copy.IsHonest)
                {
                    Fail($"Member {copy.Member} halts: {halt.Reason}");
                }

                break;
            default:
                Fail($"No shell carries out {effect.GetType().Name}.");
                break;
        }
    }

    /// <summary>What a member held in memory is gone: it owes no outcome any more.</summary>
    public void Crashed(Copy copy)
    {
        foreach (HashSet<Copy> holders in _accepted.Values)
        {
            holders.Remove(copy);
        }
    }

    /// <summary>Whether all honest members agree on a certified chain and nothing is under way.</summary>
    public bool IsAtRest()
    {
        foreach (Copy copy in world.Copies)
        {
            if (copy.IsHonest && (copy.Status is not OrdererStatus status || status.Readiness != Readiness.Ready
                || status.Height != Height || status.FinalHeight != Height || status.PoolTransactions != 0))
            {
                return false;
            }
        }

        return world.Copies.TrueForAll(copy => !copy.IsHonest || (copy.ExecutorStatus is { BlocksToFetch: 0 }
            && copy.ArchiveStatus is { Repairing: null } archive && archive.Pieces == archive.Segments));
    }

    /// <summary>The end of a run that came to rest.</summary>
    public void CheckEnd()
    {
        foreach ((TransactionId id, HashSet<Copy> holders) in _accepted)
        {
            if (holders.Count > 0)
            {
                Fail($"Transaction {id} was accepted and has no outcome.");
            }

            if (_expired.Contains(id) && _executed.ContainsKey(id))
            {
                Fail($"Transaction {id} was reported expired and is executed.");
            }
        }

        foreach (Copy copy in world.Copies)
        {
            if (copy.IsHonest)
            {
                if (copy.State.Root != (Height == 0 ? copy.Blocks.Header(0)! : _chain[Height]).StateRoot)
                {
                    Fail($"The state of member {copy.Member} is not that of block {Height}.");
                }

                CheckBlocks(copy);
                world.Clients.CheckSupply(copy.State);
                CheckIndex(copy);
            }
        }

        ThrowIfFailed();
    }

    public string Describe()
    {
        StringBuilder text = new();
        foreach (Copy copy in world.Copies)
        {
            text.Append($"\n  member {copy.Member}: ");
            text.Append(copy.Status is OrdererStatus status
                ? $"{status.Readiness}, round {status.DecidedRound}, executed {status.ExecutedRound}, block {status.Height}, final {status.FinalHeight}, "
                    + $"pool {status.PoolTransactions}, orphans {status.OrphanEvents}, future {status.FutureEvents}: {status.Reason}"
                : "down");
        }

        return text.ToString();
    }

    public void Fail(string what)
    {
        world.Log(null, what);
        _failure ??= what;
    }

    // Also those that a member did not execute, but fetched after it had learned a later state; not those that it may have given up.
    private void CheckBlocks(Copy copy)
    {
        int kept = world.SettingsOf(copy.Member).HistoryBlocks;
        ulong given = kept > 0 && SegmentRules.HasSpare(world.Scenario.Weights.Length) ? Height - Math.Min(Height, (ulong)kept) : 0;
        GivenUp += copy.Blocks.EncodedBlock(1) is null ? 1 : 0;
        for (ulong height = 1; height <= Height; height++)
        {
            BlockId? id = copy.Blocks.Header(height)?.Id;
            if (id != _chain[height].Id && (id is not null || height > given))
            {
                Fail($"Member {copy.Member} does not have block {height}.");
            }
        }
    }

    // Whatever crashes took and states were learned, the objects of each lock are found, and no others.
    private void CheckIndex(Copy copy)
    {
        ObjectIndex index = new(copy.Store);
        if (!copy.IsUp || !index.IsWhole)
        {
            return;
        }

        WholeIndexes++;
        IGrouping<(ObjectType Type, Ledger.Lock Lock), ObjectId>[] objects = [.. copy.State.Objects.Range(Hash256.Zero, null)
            .Select(entry => (entry.Key, Object: LedgerObject.TryDecode(entry.Value, out LedgerObject? decoded) ? decoded : null))
            .Where(entry => entry.Object is not null)
            .GroupBy(entry => (entry.Object!.Content.Type, entry.Object.Lock), entry => new ObjectId(entry.Key))];
        int terms = copy.Store.Scan([(byte)'I'], [(byte)'I']).Count();
        if (terms != objects.Sum(group => group.Count())
            || !Array.TrueForAll(objects, group => group.SequenceEqual(index.Find(group.Key.Type, group.Key.Lock, default, int.MaxValue))))
        {
            Fail($"Member {copy.Member} does not find the objects of its state.");
        }
    }

    private void Take(Receipt receipt, ulong height)
    {
        TransactionId id = receipt.TransactionId;
        Holders(id).Clear();
        if (receipt.Fault != LedgerFault.None)
        {
            _rejected.Add(id);
        }
        else if (!_executed.TryAdd(id, height))
        {
            Fail($"Transaction {id} is executed twice: in blocks {_executed[id]} and {height}.");
        }
    }

    private HashSet<ulong> Found(Copy copy)
    {
        if (!_found.TryGetValue(copy, out HashSet<ulong>? found))
        {
            _found.Add(copy, found = []);
        }

        return found;
    }

    private HashSet<Copy> Holders(TransactionId id)
    {
        if (!_accepted.TryGetValue(id, out HashSet<Copy>? holders))
        {
            _accepted.Add(id, holders = []);
        }

        return holders;
    }
}
