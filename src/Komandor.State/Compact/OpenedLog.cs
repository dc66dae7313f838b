namespace Komandor.State.Compact;

/// <summary>A log that was read.</summary>
/// <param name="Log">Its segments, cut behind the last commit.</param>
/// <param name="Table">The index.</param>
/// <param name="State">What the last commit says.</param>
/// <param name="Window">What leads back to older versions.</param>
/// <param name="Coverage">Where images stand.</param>
/// <param name="Known">The oldest version that the log can be opened at.</param>
/// <param name="Problem">Why reading ended where it did.</param>
internal sealed record OpenedLog(Log Log, ShelfTable Table, CommitState State, UndoWindow Window, Coverage Coverage, ulong Known, string Problem);
