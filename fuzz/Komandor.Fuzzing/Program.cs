using System.Diagnostics;
using System.Globalization;
using Komandor.Fuzzing;

// usage: Komandor.Fuzzing [SECONDS] [--seed N] [--target NAME]
int seconds = args.Length > 0 && int.TryParse(args[0], CultureInfo.InvariantCulture, out int given) ? given : 60;
ulong seed = Option("--seed") is string text ? ulong.Parse(text, CultureInfo.InvariantCulture) : (ulong)Stopwatch.GetTimestamp();
List<FuzzTarget> targets = [.. FuzzTargets.All.Where(target => Option("--target") is not string name || target.Name == name)];
if (targets.Count == 0)
{
    Console.Error.WriteLine($"No such target. There are: {string.Join(", ", FuzzTargets.All.Select(target => target.Name))}");
    return 2;
}

int failures = 0;
foreach (FuzzTarget target in targets)
{
    Mutator mutator = new(seed);
    List<byte[]> corpus = [.. target.Seeds];
    long tried = 0;
    long accepted = 0;
    long end = Stopwatch.GetTimestamp() + (Stopwatch.Frequency * seconds / targets.Count);
    string? failure = target.Seeds.Any(bytes => !Same(target.Decode(bytes), bytes)) ? "a seed is not accepted as it is" : null;
    while (failure is null && (tried % 256 != 0 || Stopwatch.GetTimestamp() < end))
    {
        byte[] bytes = mutator.Mutate(corpus[mutator.Next(corpus.Count)], corpus[mutator.Next(corpus.Count)]);
        tried++;
        try
        {
            byte[]? written = target.Decode(bytes);
            if (written is null)
            {
                continue;
            }

            accepted++;
            failure = Same(written, bytes) ? null : $"accepted, but the writer writes {Convert.ToHexStringLower(written)} for {Convert.ToHexStringLower(bytes)}";
            if (corpus.Count < 1000)
            {
                corpus.Add(bytes);
            }
        }
        catch (Exception exception) when (exception is not OutOfMemoryException)
        {
            failure = $"{exception.GetType().Name} for {Convert.ToHexStringLower(bytes)}: {exception}";
        }
    }

    Console.WriteLine(string.Create(
        CultureInfo.InvariantCulture, $"fuzz {target.Name,-20} {tried,12:N0} tried {accepted,10:N0} accepted  {(failure is null ? "ok" : "FAILED")}"));
    if (failure is not null)
    {
        failures++;
        Console.WriteLine($"  --seed {seed} --target {target.Name}: {failure}");
    }
}

return failures == 0 ? 0 : 1;

string? Option(string name)
{
    int index = Array.IndexOf(args, name);
    return index >= 0 && index + 1 < args.Length ? args[index + 1] : null;
}

static bool Same(byte[]? left, byte[] right) => left is not null && left.AsSpan().SequenceEqual(right);
