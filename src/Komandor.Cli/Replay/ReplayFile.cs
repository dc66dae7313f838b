using System.Collections.Immutable;
using System.Text.Json;
using Komandor.Cli.Console;

namespace Komandor.Cli.Replay;

/// <summary>A file of payments, one a line: <c>{"id", "in": [[source, units, owner]], "out": [[units, owner]]}</c>.</summary>
/// <remarks>The first line is the block's award; it is no payment, and what it made counts as existing before.</remarks>
internal sealed class ReplayFile
{
    private ReplayFile(ImmutableArray<ReplayPayment> payments) => Payments = payments;

    /// <summary>The payments, each after those whose coins it spends.</summary>
    internal ImmutableArray<ReplayPayment> Payments { get; }

    /// <summary>The coins that must exist before: spent by a payment and made by none.</summary>
    internal IEnumerable<ReplayInput> Before()
    {
        HashSet<string> inside = [.. Payments.Select(payment => payment.Id)];
        return Payments.SelectMany(payment => payment.Inputs).Where(input => !inside.Contains(input.Source.Payment));
    }

    /// <summary>The first payments alone; those after them are spent by none of these.</summary>
    internal ReplayFile First(int count) => new(Payments[..Math.Min(count, Payments.Length)]);

    /// <summary>Reads a file.</summary>
    /// <exception cref="UsageException">It is no such file; the message names the line.</exception>
    internal static ReplayFile Read(string path)
    {
        if (!File.Exists(path))
        {
            throw new UsageException($"There is no file {path}.");
        }

        Dictionary<CoinName, ReplayOutput> made = [];
        HashSet<CoinName> spent = [];
        HashSet<string> ids = [];
        List<ReplayPayment> payments = [];
        int line = 0;
        foreach (string text in File.ReadLines(path))
        {
            line++;
            if (line == 1 || text.Length == 0)
            {
                continue;
            }

            ReplayPayment payment = Parse(text, line);
            Check(payment, line, ids, made, spent);
            payments.Add(payment);
        }

        // A payment before the one whose coin it spends would wait for itself to be over.
        HashSet<string> later = [.. ids];
        foreach (ReplayPayment payment in payments)
        {
            ReplayInput? early = payment.Inputs.FirstOrDefault(input => later.Contains(input.Source.Payment));
            if (early is not null)
            {
                throw new UsageException($"{payment.Id} spends a coin of {early.Source.Payment}, which stands after it.");
            }

            later.Remove(payment.Id);
        }

        return new ReplayFile([.. payments]);
    }

    private static ReplayPayment Parse(string text, int line)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(text);
            JsonElement root = document.RootElement;
            return new ReplayPayment(
                root.GetProperty("id").GetString()!,
                [.. root.GetProperty("in").EnumerateArray().Select(one => new ReplayInput(Source(one[0].GetString()!), one[1].GetUInt64(), one[2].GetString()!))],
                [.. root.GetProperty("out").EnumerateArray().Select(one => new ReplayOutput(one[0].GetUInt64(), one[1].GetString()!))]);
        }
        catch (Exception malformed) when (malformed is JsonException or KeyNotFoundException or InvalidOperationException or FormatException
            or IndexOutOfRangeException)
        {
            throw new UsageException(
                $"Line {line} is no payment: {malformed.Message} A line is {{\"id\", \"in\": [[source, units, owner]], \"out\": [[units, owner]]}}.");
        }
    }

    private static CoinName Source(string text)
    {
        int colon = text.LastIndexOf(':');
        return colon > 0 && int.TryParse(text.AsSpan(colon + 1), out int index)
            ? new CoinName(text[..colon], index)
            : throw new FormatException($"{text} is no source.");
    }

    private static void Check(
        ReplayPayment payment, int line, HashSet<string> ids, Dictionary<CoinName, ReplayOutput> made, HashSet<CoinName> spent)
    {
        if (!ids.Add(payment.Id) || payment.Inputs.IsEmpty)
        {
            throw new UsageException($"Line {line}: {payment.Id} stands twice, or spends nothing.");
        }

        foreach (ReplayInput input in payment.Inputs)
        {
            bool agrees = !made.TryGetValue(input.Source, out ReplayOutput? output) || (output.Units == input.Units && output.Owner == input.Owner);
            if (!agrees || input.Units == 0 || !spent.Add(input.Source))
            {
                throw new UsageException($"Line {line}: {input.Source.Payment}:{input.Source.Index} is spent twice, or is another coin than was made.");
            }
        }

        UInt128 income = payment.Inputs.Aggregate((UInt128)0, (sum, input) => sum + input.Units);
        UInt128 outgo = payment.Outputs.Aggregate((UInt128)0, (sum, output) => sum + output.Units);
        if (income > ulong.MaxValue || outgo > income)
        {
            throw new UsageException($"Line {line}: {payment.Id} pays more than it spends.");
        }

        for (int index = 0; index < payment.Outputs.Length; index++)
        {
            made.Add(new CoinName(payment.Id, index), payment.Outputs[index]);
        }
    }
}
