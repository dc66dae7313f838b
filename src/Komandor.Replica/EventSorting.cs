using Komandor.Consensus;
using Komandor.Primitives;

namespace Komandor.Replica;

/// <summary>Puts stored events into an order in which a graph can take them.</summary>
internal static class EventSorting
{
    /// <summary>Sorts by birth round, and within a round parents before children.</summary>
    /// <remarks>No parent is born after its child, and no event is born before its round's predecessor could be decided from those born earlier,
    /// so a graph that takes them in this order keeps none waiting.</remarks>
    public static void ByBirthThenParents(List<SignedEvent> events)
    {
        Dictionary<EventId, SignedEvent> byId = [];
        foreach (SignedEvent signed in events)
        {
            byId[signed.Id] = signed;
        }

        events.Sort(static (left, right) =>
        {
            int order = left.Body.BirthRound.CompareTo(right.Body.BirthRound);
            return order != 0 ? order : left.Id.CompareTo(right.Id);
        });
        List<SignedEvent> sorted = new(events.Count);
        HashSet<EventId> placed = [];
        Stack<(SignedEvent Event, bool ParentsDone)> stack = new();
        foreach (SignedEvent root in events)
        {
            stack.Push((root, false));
            while (stack.TryPop(out (SignedEvent Event, bool ParentsDone) step))
            {
                if (placed.Contains(step.Event.Id))
                {
                    continue;
                }

                if (step.ParentsDone)
                {
                    placed.Add(step.Event.Id);
                    sorted.Add(step.Event);
                    continue;
                }

                stack.Push((step.Event, true));
                PushParents(step.Event.Body, byId, placed, stack);
            }
        }

        events.Clear();
        events.AddRange(sorted);
    }

    private static void PushParents(
        UnsignedEvent body, Dictionary<EventId, SignedEvent> byId, HashSet<EventId> placed, Stack<(SignedEvent Event, bool ParentsDone)> stack)
    {
        if (body.SelfParent is ParentReference self && !placed.Contains(self.Id) && byId.TryGetValue(self.Id, out SignedEvent? parent))
        {
            stack.Push((parent, false));
        }

        foreach (ParentReference reference in body.OtherParents)
        {
            if (!placed.Contains(reference.Id) && byId.TryGetValue(reference.Id, out parent))
            {
                stack.Push((parent, false));
            }
        }
    }
}
