using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;
using Komandor.Primitives;

namespace Komandor.Benchmarks;

/// <summary>What a business would use instead: transfers between accounts in PostgreSQL 15, durable, driven by pgbench.</summary>
/// <remarks>A cluster of its own in a temporary folder, on a Unix socket; default settings, so every commit is flushed to disk.</remarks>
internal sealed partial class PostgresBenchmark : IBenchmark
{
    private const string Programs = "/usr/lib/postgresql/15/bin";
    private const int Accounts = 100_000;
    private const int Seconds = 10;

    private const string Schema = """
        create table account (id int primary key, balance bigint not null);
        create table transfer (id bigserial primary key, payer int not null, payee int not null, amount bigint not null, at timestamptz not null default now());
        insert into account select id, 1000000000 from generate_series(1, 100000) id;
        vacuum analyze account;
        """;

    private const string Transfer = """
        \set payer random(1, 100000)
        \set payee random(1, 100000)
        \set amount random(1, 1000)
        begin;
        update account set balance = balance - :amount where id = :payer;
        update account set balance = balance + :amount where id = :payee;
        insert into transfer (payer, payee, amount) values (:payer, :payee, :amount);
        commit;
        """;

    /// <inheritdoc/>
    public string Name => "postgres";

    /// <inheritdoc/>
    public string Summary => "the same transfers in PostgreSQL 15 with pgbench, durable";

    /// <inheritdoc/>
    public IReadOnlyList<Figure> Run(TextWriter log)
    {
        if (!File.Exists($"{Programs}/initdb"))
        {
            throw new InvalidOperationException("PostgreSQL 15 is missing: install the Debian package postgresql.");
        }

        string folder = Directory.CreateTempSubdirectory("komandor-postgres-").FullName;
        Shell($"chown postgres {folder}");
        AsPostgres($"{Programs}/initdb -D {folder}/data -A trust --no-instructions");
        AsPostgres($"{Programs}/pg_ctl -w -D {folder}/data -l {folder}/log -o \"-c listen_addresses='' -k {folder}\" start");
        try
        {
            File.WriteAllText($"{folder}/schema.sql", Schema);
            File.WriteAllText($"{folder}/transfer.sql", Transfer);
            log.WriteLine($"PostgreSQL: {Accounts} accounts, 16 clients, {Seconds} s");
            AsPostgres($"psql -q -h {folder} -d postgres -f {folder}/schema.sql");
            int server = int.Parse(File.ReadLines($"{folder}/data/postmaster.pid").First(), CultureInfo.InvariantCulture);
            double before = ProcessorSeconds(server);
            string report = AsPostgres($"pgbench -n -M prepared -c 16 -j 2 -T {Seconds} -h {folder} -f {folder}/transfer.sql postgres");
            double used = ProcessorSeconds(server) - before;
            double rate = double.Parse(Rate().Match(report).Groups[1].Value, CultureInfo.InvariantCulture);
            long transfers = long.Parse(Count().Match(report).Groups[1].Value, CultureInfo.InvariantCulture);
            return
            [
                new Figure("postgres transfers per second, durable, 16 clients", rate, "tx/s"),
                new Figure("postgres transfers per cpu-second of the server", transfers / used, "tx/cpu-s"),
            ];
        }
        finally
        {
            AsPostgres($"{Programs}/pg_ctl -w -D {folder}/data -m immediate stop");
            Directory.Delete(folder, recursive: true);
        }
    }

    // The server's own time and that of its children that ended, which is every session once pgbench is done.
    private static double ProcessorSeconds(int process)
    {
        string[] fields = File.ReadAllText($"/proc/{process}/stat").Split(") ")[1].Split(' ');
        return fields[11..15].Sum(field => long.Parse(field, CultureInfo.InvariantCulture)) / 100.0;
    }

    private static string AsPostgres(string command) =>
        Environment.UserName == "root" ? Shell($"cd / && runuser -u postgres -- sh -c '{command.Replace("'", "'\\''", StringComparison.Ordinal)}'") : Shell(command);

    private static string Shell(string command)
    {
        using Process process = Process.Start(new ProcessStartInfo("/bin/sh", ["-c", $"{{ {command}; }} 2>&1"])
        {
            RedirectStandardOutput = true,
        })!;
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        Invariant.Require(process.ExitCode == 0, $"{command}: {output}");
        return output;
    }

    [GeneratedRegex(@"tps = ([\d.]+) \(without")]
    private static partial Regex Rate();

    [GeneratedRegex(@"transactions actually processed: (\d+)")]
    private static partial Regex Count();
}
