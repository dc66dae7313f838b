using System.Text.RegularExpressions;
using Komandor.Testing;

namespace Komandor.Architecture.Tests;

public sealed partial class TidyTests
{
    [Fact]
    public void SourceFile_HoldsOnePublicType()
    {
        foreach (string file in SourceFiles("src"))
        {
            int types = PublicType().Count(File.ReadAllText(file));
            Assert.True(types <= 1, $"{Relative(file)} holds {types} public types.");
        }
    }

    [Fact]
    public void SourceFile_HasNoUnfinishedWork()
    {
        foreach (string file in SourceFiles("src", "bench", "simulation", "fuzz", "tests"))
        {
            if (Path.GetFileName(file) == "TidyTests.cs")
            {
                continue;
            }

            Match match = Unfinished().Match(File.ReadAllText(file));
            Assert.False(match.Success, $"{Relative(file)} holds {match.Value}.");
        }
    }

    [Fact]
    public void Record_WithASecret_PrintsItselfWithoutIt()
    {
        int found = 0;
        foreach (string file in SourceFiles("src"))
        {
            string text = File.ReadAllText(file);
            foreach (Match match in Record().Matches(text).Where(match => SecretPart().IsMatch(match.Groups[2].Value)))
            {
                found++;
                Assert.True(
                    text.Contains("override string ToString()", StringComparison.Ordinal),
                    $"{Relative(file)}: the record {match.Groups[1].Value} holds a secret, and its ToString would print it.");
            }
        }

        Assert.True(found > 5, "The pattern finds the records that are known to hold secrets.");
    }

    [Fact]
    public void SourceFile_NamespaceIsItsFolder()
    {
        foreach (string file in SourceFiles("src"))
        {
            Match match = Namespace().Match(File.ReadAllText(file));
            if (!match.Success)
            {
                continue;
            }

            string folder = Path.GetDirectoryName(Path.GetRelativePath(Repository.At("src"), file))!.Replace('/', '.');
            Assert.Equal(folder, match.Groups[1].Value);
        }
    }

    [Fact]
    public void Documents_LinkOnlyToWhatExists()
    {
        IEnumerable<string> documents = Directory.GetFiles(Repository.At("docs"), "*.md", SearchOption.AllDirectories)
            .Concat(Directory.GetFiles(Repository.Root, "*.md"));
        foreach (string document in documents)
        {
            foreach (Match match in Link().Matches(File.ReadAllText(document)))
            {
                string target = match.Groups[1].Value;
                string path = Path.Combine(Path.GetDirectoryName(document)!, target);
                Assert.True(File.Exists(path) || Directory.Exists(path), $"{Relative(document)} links to {target}, which is not there.");
            }
        }
    }

    [Fact]
    public void HashDomains_AreDistinctAndStandInTheDocument()
    {
        string document = File.ReadAllText(Repository.At("docs/protocol/encoding.md"));
        Dictionary<string, string> owners = [];
        foreach (string file in SourceFiles("src"))
        {
            foreach (Match match in Domain().Matches(File.ReadAllText(file)))
            {
                string name = match.Groups[1].Success ? match.Groups[1].Value : match.Groups[2].Value;
                Assert.True(owners.TryAdd(name, file), $"{name} is made twice: {Relative(file)}, {Relative(owners.GetValueOrDefault(name, file))}.");
                Assert.True(document.Contains($"| `{name}` |", StringComparison.Ordinal), $"encoding.md §4 does not list {name}.");
            }
        }

        foreach (Match match in DocumentedDomain().Matches(document))
        {
            Assert.True(owners.ContainsKey(match.Groups[1].Value), $"encoding.md §4 lists {match.Groups[1].Value}, which nothing uses.");
        }
    }

    private static IEnumerable<string> SourceFiles(params string[] folders) =>
        folders.Select(Repository.At).Where(Directory.Exists)
            .SelectMany(folder => Directory.GetFiles(folder, "*.cs", SearchOption.AllDirectories))
            .Where(file => !file.Contains("/obj/", StringComparison.Ordinal));

    private static string Relative(string path) => Path.GetRelativePath(Repository.Root, path);

    [GeneratedRegex(@"\brecord (?:struct )?(\w+)\s*\(([^;{]*?)\)\s*(?::[^;{]*)?[;{]", RegexOptions.Singleline)]
    private static partial Regex Record();

    // By type, or by the names that secrets of other types have.
    [GeneratedRegex(@"\b(Scalar|SigningKey|SpendKey)(\[\])? \w+|(?<!int )\b(Shared|Seed|Blinding|Randomness|Passphrase|Entropy)\b")]
    private static partial Regex SecretPart();

    [GeneratedRegex(@"^public (?:(?:static|sealed|abstract|readonly|ref|partial|unsafe) )*(?:class|struct|record|interface|enum|delegate)\b", RegexOptions.Multiline)]
    private static partial Regex PublicType();

    [GeneratedRegex(@"NotImplementedException|\bTODO\b|\bFIXME\b|\bHACK\b|\bSkip\s*=\s*""")]
    private static partial Regex Unfinished();

    [GeneratedRegex(@"^namespace ([\w.]+);", RegexOptions.Multiline)]
    private static partial Regex Namespace();

    [GeneratedRegex(@"\]\((?!https?:|#|mailto:)([^)#\s]+)(?:#[^)]*)?\)")]
    private static partial Regex Link();

    [GeneratedRegex(@"HashDomain \w+ = new\(""([^""]+)""\)|new HashDomain\(""([^""]+)""\)")]
    private static partial Regex Domain();

    [GeneratedRegex(@"^\| `(komandor\.[\w.-]+)` \|", RegexOptions.Multiline)]
    private static partial Regex DocumentedDomain();
}
