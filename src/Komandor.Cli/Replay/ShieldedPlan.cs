using System.Collections.Immutable;
using Komandor.Primitives;

namespace Komandor.Cli.Replay;

/// <summary>The payments of a file as shielded transactions of two inputs and two outputs: many inputs are joined in pairs, many outputs split in halves.</summary>
/// <remarks>Every output gets its exact amount, and every fee is the chain's. What a payment of the file lacks for its fees, a note adds that was made
/// beforehand; what it has beyond them comes back to who paid. A fee buys one transaction, so that both together always balance.</remarks>
internal sealed class ShieldedPlan
{
    private readonly ReplayFile _file;
    private readonly ulong _fee;
    private readonly ulong _own;
    private readonly Dictionary<string, ulong> _owners = [];
    private readonly Dictionary<CoinName, int> _named = [];
    private readonly List<ShieldedNote> _notes = [];
    private readonly List<int> _before = [];
    private readonly List<ShieldedStep> _steps = [];

    /// <summary>Plans all payments of a file.</summary>
    /// <param name="file">The payments.</param>
    /// <param name="fee">The fee of a shielded transaction.</param>
    /// <param name="own">The number of the wallet's own address, which those between are made for.</param>
    internal ShieldedPlan(ReplayFile file, ulong fee, ulong own)
    {
        (_file, _fee, _own) = (file, fee, own);
        foreach (ReplayInput input in file.Before())
        {
            _named[input.Source] = Before(OwnerOf(input.Owner), input.Units);
        }

        for (int payment = 0; payment < file.Payments.Length; payment++)
        {
            Plan(payment);
        }
    }

    /// <summary>All notes, by their numbers.</summary>
    internal IReadOnlyList<ShieldedNote> Notes => _notes;

    /// <summary>The notes that exist before: what the file spends and does not make, and what fills up fees.</summary>
    internal IReadOnlyList<int> Entering => _before;

    /// <summary>The transactions, each after those whose notes it spends.</summary>
    internal IReadOnlyList<ShieldedStep> Steps => _steps;

    /// <summary>The people of the file, who have the addresses from 0 on.</summary>
    internal int Owners => _owners.Count;

    private ulong OwnerOf(string name)
    {
        if (!_owners.TryGetValue(name, out ulong number))
        {
            number = (ulong)_owners.Count;
            _owners.Add(name, number);
        }

        return number;
    }

    private int Before(ulong address, ulong units)
    {
        _before.Add(_notes.Count);
        return Make(address, units, null);
    }

    private int Make(ulong address, ulong units, CoinName? output)
    {
        _notes.Add(new ShieldedNote(address, units, output));
        return _notes.Count - 1;
    }

    private void Plan(int payment)
    {
        ReplayPayment one = _file.Payments[payment];
        List<int> inputs = [.. one.Inputs.Select(input => _named[input.Source])];
        List<int> outputs = [];
        for (int place = 0; place < one.Outputs.Length; place++)
        {
            if (one.Outputs[place].Units > 0)
            {
                CoinName name = new(one.Id, place);
                outputs.Add(_named[name] = Make(OwnerOf(one.Outputs[place].Owner), one.Outputs[place].Units, name));
            }
        }

        Balance(one, inputs, outputs);
        Join(payment, inputs);
        Split(payment, [.. inputs], outputs);
    }

    // Tries without help, with change for who paid, with a note more for the fees, with both: the last always balances.
    private void Balance(ReplayPayment payment, List<int> inputs, List<int> outputs)
    {
        ulong payer = OwnerOf(payment.Inputs[0].Owner);
        foreach ((int notes, int changes) in new[] { (0, 0), (0, 1), (1, 0), (1, 1) })
        {
            int transactions = Math.Max(0, inputs.Count + notes - 2) + Math.Max(1, outputs.Count + changes - 1);
            Int128 left = (Int128)payment.Fee - ((Int128)transactions * _fee);
            bool isBalanced = outputs.Count + changes > 0 && (notes == 1 ? left < 0 : changes == 1 ? left >= 0 : left == 0);
            if (!isBalanced)
            {
                continue;
            }

            if (changes == 1)
            {
                outputs.Add(Make(payer, notes == 1 ? 0 : (ulong)left, null));
            }

            if (notes == 1)
            {
                inputs.Add(Before(payer, (ulong)-left));
            }

            return;
        }

        throw new InvariantViolationException("A payment's fees do not balance.");
    }

    // Pairs the largest with the smallest, in rounds, until two are left. What a pair cannot pay waits for a round in which it can: the
    // largest two always can, since all together are worth more than the fees of all joins.
    private void Join(int payment, List<int> inputs)
    {
        while (inputs.Count > 2)
        {
            List<int> sorted = [.. inputs.OrderByDescending(note => _notes[note].Units)];
            int joins = Math.Min(sorted.Count - 2, sorted.Count / 2);
            List<(int Large, int Small)> pairs = [];
            for (int pair = 0; pair < joins; pair++)
            {
                (int large, int small) = (sorted[pair], sorted[sorted.Count - 1 - pair]);
                if (_notes[large].Units + _notes[small].Units > _fee)
                {
                    pairs.Add((large, small));
                }
            }

            if (pairs.Count == 0)
            {
                pairs.Add((sorted[0], sorted[1]));
            }

            foreach ((int large, int small) in pairs)
            {
                inputs.Remove(large);
                inputs.Remove(small);
                int joined = Make(_own, checked(_notes[large].Units + _notes[small].Units - _fee), null);
                _steps.Add(new ShieldedStep(payment, [large, small], [joined]));
                inputs.Add(joined);
            }
        }
    }

    private void Split(int payment, ImmutableArray<int> spent, List<int> outputs)
    {
        if (outputs.Count <= 2)
        {
            _steps.Add(new ShieldedStep(payment, spent, [.. outputs]));
            return;
        }

        int half = outputs.Count / 2;
        List<int>[] parts = [outputs[..half], outputs[half..]];
        ImmutableArray<int> made = [.. parts.Select(part => part.Count == 1 ? part[0] : Make(_own, Worth(part), null))];
        _steps.Add(new ShieldedStep(payment, spent, made));
        for (int part = 0; part < parts.Length; part++)
        {
            if (parts[part].Count > 1)
            {
                Split(payment, [made[part]], parts[part]);
            }
        }
    }

    // What a part's outputs are worth, with the fees of the transactions that split it up.
    private ulong Worth(List<int> part) => ReplayPayment.Sum(part.Select(note => _notes[note].Units)) + ((ulong)(part.Count - 1) * _fee);
}
