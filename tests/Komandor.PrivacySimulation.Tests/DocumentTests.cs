using System.Globalization;
using Komandor.PrivacySimulation.Economies;
using Komandor.Testing;

namespace Komandor.PrivacySimulation.Tests;

/// <summary>The table of docs/privacy.md §4 is what the command prints.</summary>
public sealed class DocumentTests
{
    private static readonly string[] _measures = ["of 16, guess the newest", "of 16, habit known", "of 16, taken for 2018", "of 16, were decoys drawn singly"];

    [Fact]
    public void DecoyTable_HasEveryHabitAndEveryNetwork() =>
        Assert.Equal([.. Habit.All.Select(habit => habit.Name)], ReadTable().Select(row => row.Habit));

    [Fact]
    [Trait("lane", "nightly")]
    public void DecoyTable_IsWhatTheAttackFinds()
    {
        Dictionary<(string, string, string), double> found = AllAttacks.Run(Scale.Full(1), "decoys")
            .ToDictionary(finding => (finding.Economy, finding.Case, finding.Measure), finding => finding.Value);
        foreach ((string habit, double[][] cells) in ReadTable())
        {
            for (int economy = 0; economy < cells.Length; economy++)
            {
                for (int measure = 0; measure < _measures.Length; measure++)
                {
                    // Another machine's exponentials may differ in their last bit, and so a few of 40,000 draws.
                    double value = found[(Economy.All[economy].Name, habit, _measures[measure])];
                    Assert.InRange(cells[economy][measure], (value * 0.97) - 0.05, (value * 1.03) + 0.05);
                }
            }
        }
    }

    // | habit | a / b / c / d | … four networks |, of which there is one table.
    private static IEnumerable<(string Habit, double[][] Cells)> ReadTable() => File.ReadLines(Repository.At("docs/privacy.md"))
        .Select(line => line.Split('|', StringSplitOptions.TrimEntries))
        .Where(cells => cells.Length == Economy.All.Count + 3 && cells[2].Count(letter => letter == '/') == _measures.Length - 1)
        .Select(cells => (cells[1], cells[2..^1].Select(cell =>
            cell.Split('/', StringSplitOptions.TrimEntries).Select(number => double.Parse(number, CultureInfo.InvariantCulture)).ToArray()).ToArray()));
}
