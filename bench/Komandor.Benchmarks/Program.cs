using System.Globalization;
using System.Text.Json;
using Komandor.Benchmarks;

IBenchmark[] benchmarks =
[
    new ArchiveBenchmark(),
    new ConsensusBenchmark(),
    new GroupBenchmark(),
    new HashBenchmark(),
    new PostgresBenchmark(),
    new IndexerBenchmark(),
    new LedgerBenchmark(),
    new LinkBenchmark(),
    new NetworkBenchmark(),
    new PrivateBenchmark(),
    new ProofBenchmark(),
    new ReplicaBenchmark(),
    new CompactBenchmark(),
    new ScanBenchmark(),
    new StateBenchmark(),
    new StateIndexBenchmark(),
    new TagBenchmark(),
    new WalletBenchmark(),
];

if (args is ["soak", "state", .. string[] settings])
{
    string Setting(string word, string otherwise) => settings.SkipWhile(setting => setting != word).Skip(1).FirstOrDefault() ?? otherwise;
    double minutes = double.Parse(Setting("--minutes", "60"), CultureInfo.InvariantCulture);
    return StateSoak.Run(minutes, Setting("--csv", "soak-state.csv"), Console.Error) ? 0 : 1;
}

bool json = args.Contains("--json");
string? name = args.FirstOrDefault(argument => !argument.StartsWith('-'));
IBenchmark? chosen = benchmarks.FirstOrDefault(benchmark => benchmark.Name == name);
if (chosen is null)
{
    Console.Error.WriteLine("usage: ./dev bench NAME [--json]");
    foreach (IBenchmark benchmark in benchmarks)
    {
        Console.Error.WriteLine($"  {benchmark.Name,-12} {benchmark.Summary}");
    }

    return 2;
}

IReadOnlyList<Figure> figures = chosen.Run(Console.Error);
string? history = Environment.GetEnvironmentVariable("KOMANDOR_BENCH_HISTORY");
if (history is not null)
{
    string commit = Environment.GetEnvironmentVariable("KOMANDOR_BENCH_COMMIT") ?? "unknown";
    string machine = Environment.GetEnvironmentVariable("KOMANDOR_BENCH_MACHINE") ?? "unknown";
    string date = TimeProvider.System.GetUtcNow().ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
    File.AppendAllLines(history, figures.Select(figure => string.Create(
        CultureInfo.InvariantCulture,
        $"{date},{commit},{machine},{chosen.Name},\"{figure.Name}\",{figure.Value:G6},{figure.Unit}")));
}

if (json)
{
    Console.WriteLine(JsonSerializer.Serialize(
        new { name = chosen.Name, figures = figures.Select(figure => new { name = figure.Name, value = figure.Value, unit = figure.Unit }) }));
}
else
{
    foreach (Figure figure in figures)
    {
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{figure.Name,-48} {figure.Value,16:N2} {figure.Unit}"));
    }
}

return 0;
