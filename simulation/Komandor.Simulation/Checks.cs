using System.Text;
using Komandor.Ledger;
using Komandor.Primitives;
using Komandor.Replica;
using Komandor.Replica.Effects;

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
    private string? _failure;

    public ulong Height { get; private set; }

    public int Executed => _executed.Count;

    public int Rejected => _rejected.Count;

    public int Expired => _expired.Count;

    public int Branches { get; private set; }

    public int Learnings { get; private set; }

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

        return world.Copies.TrueForAll(copy => !copy.IsHonest || copy.ExecutorStatus is { BlocksToFetch: 0 });
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

    // Also those that a member did not execute, but fetched after it had learned a later state.
    private void CheckBlocks(Copy copy)
    {
        for (ulong height = 1; height <= Height; height++)
        {
            if (copy.Blocks.Header(height)?.Id != _chain[height].Id)
            {
                Fail($"Member {copy.Member} does not have block {height}.");
            }
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

    private HashSet<Copy> Holders(TransactionId id)
    {
        if (!_accepted.TryGetValue(id, out HashSet<Copy>? holders))
        {
            _accepted.Add(id, holders = []);
        }

        return holders;
    }
}
