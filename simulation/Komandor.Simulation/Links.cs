using Komandor.Primitives;

namespace Komandor.Simulation;

/// <summary>Who can hear whom. A message is delayed at random, so messages overtake each other; it may be lost, or come twice.</summary>
internal sealed class Links(World world)
{
    private readonly HashSet<(int, int)> _up = [];
    private int[] _groups = new int[world.Copies.Count];
    private bool _isHealed;

    /// <summary>Splits the copies into two groups at random, or joins them.</summary>
    public void Partition(bool split)
    {
        Scenario scenario = world.Scenario;
        _groups = new int[world.Copies.Count];
        for (int index = 0; split && index < _groups.Length; index++)
        {
            // A branching member's two copies go to different sides, each with those that see it.
            _groups[index] = scenario.Branching >= 0 && world.Chance.Happens(700)
                ? world.Copies[index].Side
                : world.Chance.Index(2);
        }

        Refresh();
    }

    /// <summary>Ends all faults for good.</summary>
    public void Heal()
    {
        _isHealed = true;
        Partition(false);
    }

    /// <summary>Makes the links what groups and crashes say, and tells the copies.</summary>
    public void Refresh()
    {
        foreach (Copy left in world.Copies)
        {
            foreach (Copy right in world.Copies)
            {
                if (left.Index < right.Index && CanMeet(left, right))
                {
                    Set(left, right, left.IsUp && right.IsUp && _groups[left.Index] == _groups[right.Index]);
                }
            }
        }
    }

    /// <summary>Sends a message to the copy of <paramref name="to"/> that <paramref name="from"/> sees.</summary>
    public void Send(Copy from, MemberId to, ReadOnlyMemory<byte> encoded)
    {
        foreach (Copy target in world.Copies)
        {
            if (target.Member == to && CanMeet(from, target) && _up.Contains(Pair(from, target)))
            {
                Scenario scenario = world.Scenario;
                if (!_isHealed && world.Chance.Happens(scenario.LossPermille))
                {
                    return;
                }

                Deliver(from, target, encoded);
                if (!_isHealed && world.Chance.Happens(scenario.DuplicationPermille))
                {
                    Deliver(from, target, encoded);
                }

                return;
            }
        }
    }

    private void Deliver(Copy from, Copy target, ReadOnlyMemory<byte> encoded)
    {
        Scenario scenario = world.Scenario;
        int life = target.Lives;
        long most = _isHealed ? scenario.LeastLatencyUs + 2_000 : scenario.MostLatencyUs;
        world.Agenda.After(world.Chance.Between(scenario.LeastLatencyUs, most), () =>
        {
            // What was sent before its sender died still comes; what comes to another life than it was sent to does not.
            if (target.IsUp && target.Lives == life && _groups[from.Index] == _groups[target.Index])
            {
                target.Receive(from.Member, encoded);
            }
        });
    }

    private void Set(Copy left, Copy right, bool isUp)
    {
        (int, int) pair = Pair(left, right);
        if (_up.Contains(pair) == isUp)
        {
            return;
        }

        if (isUp)
        {
            _up.Add(pair);
        }
        else
        {
            _up.Remove(pair);
        }

        left.LinkChanged(right.Member, isUp);
        right.LinkChanged(left.Member, isUp);
    }

    // Each side sees its own copy of the branching member.
    private static bool CanMeet(Copy left, Copy right) =>
        left.Member != right.Member && (left.Side == right.Side || !(left.IsBranching || right.IsBranching));

    private static (int, int) Pair(Copy left, Copy right) =>
        left.Index < right.Index ? (left.Index, right.Index) : (right.Index, left.Index);
}
