namespace Komandor.Replica;

/// <content>What the member shows of its execution.</content>
public sealed partial class Executor
{
    /// <summary>A picture of now; taken on the Executor's thread.</summary>
    public ExecutorStatus Status()
    {
        int permille = _learning?.Importer is LedgerImporter importer
            ? 1_000 * ((2 * KeySpaceShares) - importer.Missing(2 * KeySpaceShares).Count) / (2 * KeySpaceShares)
            : 0;
        long? remaining = permille > 0
            ? (_moment.ElapsedUs - _learning!.StartedAtUs) / 1_000 * (1_000 - permille) / permille
            : null;
        return new ExecutorStatus(
            _head.Height,
            _round,
            IsLearning,
            _learning?.Certified?.Header.Height,
            permille,
            remaining,
            _backfill is Backfill backfill ? backfill.Height - backfill.Lowest + 1 : 0);
    }
}
