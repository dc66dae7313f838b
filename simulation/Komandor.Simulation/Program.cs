using System.Diagnostics;
using System.Globalization;
using Komandor.Simulation;

ulong first = 1;
ulong seeds = 1;
Mutant mutant = Mutant.None;
bool findsMutants = false;
bool isVerbose = false;
for (int index = 0; index < args.Length; index++)
{
    string? value = index + 1 < args.Length ? args[index + 1] : null;
    switch (args[index])
    {
        case "--seeds" when ulong.TryParse(value, out seeds):
        case "--first" when ulong.TryParse(value, out first):
            index++;
            break;
        case "--mutant" when Mutants.TryParse(value, out mutant):
            index++;
            break;
        case "--mutants":
            findsMutants = true;
            break;
        case "--verbose":
            isVerbose = true;
            break;
        default:
            Console.Error.WriteLine(
                "usage: sim [--seeds N] [--first SEED] [--verbose] [--mutant gossip-before-fsync|quorum-at-least|coin-ignored] [--mutants]");
            return 2;
    }
}

if (findsMutants)
{
    return Mutants.FindAll();
}

Stopwatch clock = Stopwatch.StartNew();
int failed = 0;
Totals totals = new();
for (ulong seed = first; seed < first + seeds; seed++)
{
    Verdict verdict = Verdict.Of(seed, mutant);
    totals.Add(verdict);
    if (verdict.Failure is not null)
    {
        failed++;
        verdict.Print();
    }
    else if (isVerbose)
    {
        verdict.Print();
    }
}

Console.WriteLine(totals.ToString());
Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"took {clock.Elapsed.TotalSeconds:F1} s"));
Console.WriteLine($"{seeds} seeds, {failed} failed");
return failed == 0 ? 0 : 1;
