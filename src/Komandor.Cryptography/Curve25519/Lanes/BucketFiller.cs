using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics.X86;

namespace Komandor.Cryptography.Curve25519.Lanes;

/// <summary>Adds windows' points to the buckets of their digits: each lane sums one bucket's points, buckets of like counts side by side.</summary>
/// <remarks>docs/protocol/field.md §7. A bucket of many points is cut into slots of <see cref="_slotLimit"/>, so that any digits cost about the same.
/// Where points are few, several windows are filled together, so that there are enough slots of each length.</remarks>
internal readonly unsafe ref struct BucketFiller<T>
    where T : unmanaged, ILaneField<T>
{
    // How many steps before its use a point is fetched into the first cache.
    private const int Ahead = 2;

    private readonly WindowPlan _plan;
    private readonly int _count, _longCount, _slotLimit, _windowSlots;
    private readonly long* _rows, _extraRows, _idleRow, _identity;
    private readonly ulong* _scalars;
    private readonly int* _codes, _slotOf, _owners, _counts, _cursors, _sorted, _schedule;

    /// <summary>Prepares to fill windows of <paramref name="plan"/>.</summary>
    /// <param name="plan">The windows.</param>
    /// <param name="rows">A row of three elements a point, and one more that gets the neutral point.</param>
    /// <param name="scalars">The scalars plus the plan's offset, four words each.</param>
    /// <param name="count">The number of points.</param>
    /// <param name="longCount">How many of them, first in order, have scalars that are not short.</param>
    /// <param name="arena">Where to take <see cref="Words"/> words of memory from.</param>
    internal BucketFiller(WindowPlan plan, long* rows, ulong* scalars, int count, int longCount, ref LaneArena arena)
    {
        _plan = plan;
        _count = count;
        _longCount = longCount;
        _rows = rows;
        _scalars = scalars;
        _slotLimit = SlotLimit(plan, count);
        Together = WindowsTogether(count);
        _windowSlots = WindowSlots(plan, count);
        _extraRows = arena.Take<long>(Together * (_windowSlots - plan.Buckets) * LaneRow.QuadrupleLimbs);
        _idleRow = arena.Take<long>(LaneRow.QuadrupleLimbs);
        _identity = arena.Take<long>(LaneRow.QuadrupleLimbs);
        _codes = arena.Take<int>(Together * count);
        _slotOf = arena.Take<int>(plan.Buckets + 1);
        _owners = arena.Take<int>(Together * _windowSlots);
        _counts = arena.Take<int>(Together * _windowSlots);
        _cursors = arena.Take<int>(Together * _windowSlots);
        _sorted = arena.Take<int>(Together * _windowSlots);
        _schedule = arena.Take<int>(ScheduleLength(plan, count));
        WriteIdentities();
    }

    /// <summary>The most windows that are filled together.</summary>
    internal int Together { get; }

    /// <summary>The words that a filler takes from an arena.</summary>
    internal static int Words(WindowPlan plan, int count)
    {
        int together = WindowsTogether(count);
        int slots = together * WindowSlots(plan, count);
        return LaneArena.Words<long>((slots - (together * plan.Buckets)) * LaneRow.QuadrupleLimbs)
            + (2 * LaneArena.Words<long>(LaneRow.QuadrupleLimbs))
            + LaneArena.Words<int>(together * count)
            + LaneArena.Words<int>(plan.Buckets + 1)
            + (4 * LaneArena.Words<int>(slots))
            + LaneArena.Words<int>(ScheduleLength(plan, count));
    }

    /// <summary>Fills <paramref name="buckets"/>, for each window a row of four elements for each magnitude from 1 to the plan's greatest.</summary>
    /// <param name="first">The first window.</param>
    /// <param name="windows">The number of windows, at most <see cref="Together"/>.</param>
    /// <param name="buckets">The rows.</param>
    internal void Fill(int first, int windows, long* buckets)
    {
        int slots = windows * _windowSlots;
        new Span<int>(_counts, slots).Clear();
        for (int place = 0; place < windows; place++)
        {
            AssignSlots(first + place, place);
        }

        int used = SortSlots(slots);
        BuildSchedule(used, first, windows);
        SumSlots(used, buckets);
        ClearEmptyBuckets(used, slots, buckets);
        MergeExtraSlots(slots, buckets);
    }

    // The neutral point as a row of buckets and as the row after the points.
    private void WriteIdentities()
    {
        long** rows = stackalloc long*[LaneRow.MaxLanes];
        SetAll(rows, _identity);
        LanePoint<T>.Identity.Store(rows);
        SetAll(rows, _rows + ((nint)_count * LaneRow.TripleLimbs));
        T.StoreTriples(rows, LaneConstants<T>.One, LaneConstants<T>.One, LaneConstants<T>.Zero);
    }

    private static void SetAll(long** rows, long* row) => new Span<nint>(rows, T.Count).Fill((nint)row);

    // Points that take part in a window: beyond what short scalars reach, only the long ones.
    private int Active(int window) => window < _plan.ShortCount() ? _count : _longCount;

    private static int SlotLimit(WindowPlan plan, int count) => (2 * (count / plan.Buckets)) + 16;

    // Up to what the second cache holds of points' codes beside the points.
    private static int WindowsTogether(int count) => Math.Clamp(16_384 / Math.Max(count, 1), 1, T.Count);

    // One a bucket, and one for each time that a slot is full.
    private static int WindowSlots(WindowPlan plan, int count) => plan.Buckets + (count / SlotLimit(plan, count)) + 1;

    // Slots are sorted by length, so that padding is at most the longest slot in every lane; and steps look ahead.
    private static int ScheduleLength(WindowPlan plan, int count) =>
        (WindowsTogether(count) * count) + ((SlotLimit(plan, count) + 1 + Ahead) * T.Count);

    // Writes each point's slot, times 2, plus 1 if the digit is negative; or −1 for a digit of zero. A slot's number counts those of the windows before.
    private void AssignSlots(int window, int place)
    {
        int start = _plan.Start(window), width = _plan.Width(window);
        int half = window == _plan.Count - 1 ? 0 : 1 << (width - 1);
        int word = start >> 6, shift = start & 63;
        bool crosses = shift + width > 64;
        ulong mask = (1UL << width) - 1;
        int firstSlot = place * _windowSlots;
        for (int magnitude = 1; magnitude <= _plan.Buckets; magnitude++)
        {
            _slotOf[magnitude] = firstSlot + magnitude - 1;
        }

        int next = firstSlot + _plan.Buckets;
        int active = Active(window);
        int* codes = _codes + ((nint)place * _count);
        ulong* words = _scalars + word;
        for (int index = 0; index < active; index++, words += 4)
        {
            ulong bits = words[0] >> shift;
            if (crosses)
            {
                bits |= words[1] << (64 - shift);
            }

            int digit = (int)(bits & mask) - half;
            int sign = digit >> 31;
            int magnitude = (digit ^ sign) - sign;
            if (magnitude == 0)
            {
                codes[index] = -1;
                continue;
            }

            int slot = _slotOf[magnitude];
            codes[index] = (slot << 1) - sign;
            if (++_counts[slot] == _slotLimit)
            {
                _owners[next] = firstSlot + magnitude - 1;
                _slotOf[magnitude] = next++;
            }
        }
    }

    // Sorts the slots that have points by their counts, longest first, and returns how many there are.
    private int SortSlots(int slots)
    {
        Span<int> places = new(_schedule, _slotLimit + 1);
        places.Clear();
        for (int slot = 0; slot < slots; slot++)
        {
            places[_counts[slot]]++;
        }

        int place = 0;
        for (int length = _slotLimit; length >= 0; length--)
        {
            (places[length], place) = (place, place + places[length]);
        }

        int used = places[0];
        for (int slot = 0; slot < slots; slot++)
        {
            _sorted[places[_counts[slot]]++] = slot;
        }

        return used;
    }

    // Deals the points out: step s of a group of slots has one point a lane, or the neutral one.
    private void BuildSchedule(int used, int firstWindow, int windows)
    {
        int position = 0;
        for (int first = 0; first < used; first += T.Count)
        {
            for (int lane = 0; lane < T.Count && first + lane < used; lane++)
            {
                _cursors[_sorted[first + lane]] = position + lane;
            }

            position += _counts[_sorted[first]] * T.Count;
        }

        new Span<int>(_schedule, position + (Ahead * T.Count)).Fill(_count << 1);
        for (int place = 0; place < windows; place++)
        {
            int active = Active(firstWindow + place);
            int* codes = _codes + ((nint)place * _count);
            for (int index = 0; index < active; index++)
            {
                int code = codes[index];
                if (code >= 0)
                {
                    int slot = code >> 1;
                    _schedule[_cursors[slot]] = (index << 1) | (code & 1);
                    _cursors[slot] += T.Count;
                }
            }
        }
    }

    [SkipLocalsInit]
    private void SumSlots(int used, long* buckets)
    {
        long** rows = stackalloc long*[LaneRow.MaxLanes];
        LanePoint<T> identity = LanePoint<T>.Identity;
        int* step = _schedule;
        for (int first = 0; first < used; first += T.Count)
        {
            LanePoint<T> sum = identity;
            for (int* end = step + (_counts[_sorted[first]] * T.Count); step < end; step += T.Count)
            {
                AddStep(ref sum, step, rows);
            }

            for (int lane = 0; lane < T.Count; lane++)
            {
                // Idle lanes write where nothing is read.
                rows[lane] = first + lane < used ? SlotRow(_sorted[first + lane], buckets) : _idleRow;
            }

            sum.Store(rows);
        }

    }

    // Slots without points come last in the order.
    private void ClearEmptyBuckets(int used, int slots, long* buckets)
    {
        for (int place = used; place < slots; place++)
        {
            if (_sorted[place] % _windowSlots < _plan.Buckets)
            {
                new ReadOnlySpan<long>(_identity, LaneRow.QuadrupleLimbs).CopyTo(new Span<long>(SlotRow(_sorted[place], buckets), LaneRow.QuadrupleLimbs));
            }
        }
    }

    [SkipLocalsInit]
    private void AddStep(ref LanePoint<T> sum, int* step, long** rows)
    {
        uint negative = 0;
        for (int lane = 0; lane < T.Count; lane++)
        {
            Prefetch(_rows + ((nint)(step[lane + (Ahead * T.Count)] >> 1) * LaneRow.TripleLimbs));
            int entry = step[lane];
            rows[lane] = _rows + ((nint)(entry >> 1) * LaneRow.TripleLimbs);
            negative |= (uint)(entry & 1) << lane;
        }

        T.LoadSignedTriples(rows, negative, out T plus, out T minus, out T twoDT);
        sum.Add(plus, minus, twoDT);
    }

    // A row is two cache lines, somewhere in as much memory as all points take.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Prefetch(long* row)
    {
        if (Sse.IsSupported)
        {
            Sse.Prefetch0(row);
            Sse.Prefetch0(row + (LaneRow.TripleLimbs / 2));
        }
    }

    private long* SlotRow(int slot, long* buckets)
    {
        (int place, int own) = Math.DivRem(slot, _windowSlots);
        int extra = own - _plan.Buckets;
        return extra < 0
            ? buckets + ((((nint)place * _plan.Buckets) + own) * LaneRow.QuadrupleLimbs)
            : _extraRows + ((((nint)place * (_windowSlots - _plan.Buckets)) + extra) * LaneRow.QuadrupleLimbs);
    }

    // Adds the sums of a bucket's further slots to its first, one after another: all lanes do the same.
    [SkipLocalsInit]
    private void MergeExtraSlots(int slots, long* buckets)
    {
        long** rows = stackalloc long*[LaneRow.MaxLanes];
        LanePoint<T> sum = default, extra = default;
        for (int slot = 0; slot < slots; slot++)
        {
            if (slot % _windowSlots >= _plan.Buckets && _counts[slot] > 0)
            {
                SetAll(rows, SlotRow(slot, buckets));
                extra.Load(rows);
                SetAll(rows, SlotRow(_owners[slot], buckets));
                sum.Load(rows);
                sum.Add(extra, LaneConstants<T>.TwoD);
                sum.Store(rows);
            }
        }
    }
}
