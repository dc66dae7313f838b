using System.Text.Json;
using Komandor.PrivacySimulation;

ulong seed = 1;
bool isJson = false;
string? only = null;
for (int index = 0; index < args.Length; index++)
{
    string? value = index + 1 < args.Length ? args[index + 1] : null;
    switch (args[index])
    {
        case "--seed" when ulong.TryParse(value, out seed):
            index++;
            break;
        case "--attack" when value is not null && AllAttacks.Names.Contains(value):
            only = value;
            index++;
            break;
        case "--json":
            isJson = true;
            break;
        default:
            Console.Error.WriteLine($"usage: sim privacy [--seed N] [--attack {string.Join('|', AllAttacks.Names)}] [--json]");
            return 2;
    }
}

List<Finding> findings = [];
foreach (IGrouping<(string Attack, string Economy, string Case), Finding> line in AllAttacks.Run(Scale.Full(seed), only)
    .GroupBy(finding => (finding.Attack, finding.Economy, finding.Case)))
{
    findings.AddRange(line);
    if (!isJson)
    {
        Console.WriteLine($"{line.Key.Attack,-12} {line.Key.Economy,-16} {line.Key.Case}: {string.Join("; ", line)}");
    }
}

int missed = findings.Count(finding => !finding.Holds);
Console.WriteLine(isJson
    ? JsonSerializer.Serialize(new { seed, findings, missed }, ReportJson.Options)
    : $"{findings.Count} figures with seed {seed}, {findings.Count(finding => finding.IsBound)} with a bound, {missed} missed");
return missed == 0 ? 0 : 1;
