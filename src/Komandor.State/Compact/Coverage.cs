using System.Runtime.InteropServices;

namespace Komandor.State.Compact;

/// <summary>Remembers where in the log images of how much were written: opening must read from where images of everything begin.</summary>
internal sealed class Coverage
{
    // Marks closer together would be many and say little more.
    private const ulong Step = ShelfImages.Round / 512;

    private readonly List<(ulong Version, ulong Covered, LogPosition Position)> _marks = [];

    /// <summary>Notes that a commit begins.</summary>
    /// <param name="version">The version before it.</param>
    /// <param name="covered">How far images have come.</param>
    /// <param name="position">Where its records begin.</param>
    internal void Mark(ulong version, ulong covered, LogPosition position)
    {
        if (_marks.Count == 0 || covered - _marks[^1].Covered >= Step)
        {
            _marks.Add((version, covered, position));
        }
    }

    /// <summary>Where opening must begin to read so that it knows everything at <paramref name="floor"/>, and can open at any version from there on.</summary>
    internal ReplayStart ReplayFor(ulong floor)
    {
        Span<(ulong Version, ulong Covered, LogPosition Position)> marks = CollectionsMarshal.AsSpan(_marks);
        int at = marks.Length - 1;
        while (at >= 0 && marks[at].Version > floor)
        {
            at--;
        }

        int from = at;
        while (from >= 0 && marks[at].Covered - marks[from].Covered < ShelfImages.Round)
        {
            from--;
        }

        if (from <= 0)
        {
            return marks.Length == 0 ? ReplayStart.First : new ReplayStart(marks[0].Position, marks[0].Covered);
        }

        // Floors only grow, so nothing before is asked for again.
        ReplayStart replay = new(marks[from].Position, marks[from].Covered);
        _marks.RemoveRange(0, from);
        return replay;
    }
}
