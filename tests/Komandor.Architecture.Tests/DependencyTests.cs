using System.Xml.Linq;
using Komandor.Testing;

namespace Komandor.Architecture.Tests;

public sealed class DependencyTests
{
    [Fact]
    public void Projects_ReferenceOnlyWhatTheTableAllows()
    {
        Dictionary<string, string[]> allowed = ReadTable();
        foreach (string project in Directory.GetFiles(Repository.At("src"), "*.csproj", SearchOption.AllDirectories))
        {
            string name = Path.GetFileNameWithoutExtension(project);
            Assert.True(allowed.ContainsKey(name), $"{name} has no row in docs/architecture.md.");
            foreach (XElement reference in XDocument.Load(project).Descendants("ProjectReference"))
            {
                string target = Path.GetFileNameWithoutExtension(reference.Attribute("Include")!.Value);
                Assert.True(allowed[name].Contains(target), $"{name} may not reference {target}: docs/architecture.md.");
            }
        }
    }

    [Fact]
    public void Table_NamesOnlyProjectsThatExist()
    {
        foreach (string name in ReadTable().Keys)
        {
            Assert.True(File.Exists(Repository.At($"src/{name}/{name}.csproj")), $"{name} stands in docs/architecture.md and not in src/.");
        }
    }

    [Fact]
    public void Core_IsMarkedDeterministic()
    {
        string[] core = ["Primitives", "Cryptography", "Consensus", "State", "Ledger", "Replica"];
        foreach (string name in core.Select(one => $"Komandor.{one}"))
        {
            string path = Repository.At($"src/{name}/{name}.csproj");
            if (File.Exists(path))
            {
                Assert.Equal("true", XDocument.Load(path).Descendants("DeterministicCore").Single().Value);
            }
        }
    }

    [Fact]
    public void Solution_ListsEveryProject()
    {
        string solution = File.ReadAllText(Repository.At("Komandor.slnx"));
        foreach (string folder in new[] { "src", "tests", "bench", "simulation", "fuzz", "apps" })
        {
            if (!Directory.Exists(Repository.At(folder)))
            {
                continue;
            }

            foreach (string project in Directory.GetFiles(Repository.At(folder), "*.csproj", SearchOption.AllDirectories))
            {
                string relative = Path.GetRelativePath(Repository.Root, project).Replace('\\', '/');
                Assert.True(solution.Contains(relative, StringComparison.Ordinal), $"Komandor.slnx does not list {relative}.");
            }
        }
    }

    // Rows of the form: | `Komandor.X` | charter | Primitives, Cryptography |
    private static Dictionary<string, string[]> ReadTable()
    {
        Dictionary<string, string[]> table = [];
        foreach (string line in File.ReadLines(Repository.At("docs/architecture.md")))
        {
            string[] cells = line.Split('|', StringSplitOptions.TrimEntries);
            if (cells.Length == 5 && cells[1].StartsWith("`Komandor.", StringComparison.Ordinal))
            {
                string[] targets = cells[3] == "–" ? [] : cells[3].Split(',', StringSplitOptions.TrimEntries);
                table.Add(cells[1].Trim('`'), [.. targets.Select(target => $"Komandor.{target}")]);
            }
        }

        Assert.NotEmpty(table);
        return table;
    }
}
