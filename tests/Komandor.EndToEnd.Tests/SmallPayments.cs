using System.Security.Cryptography;
using System.Text;

namespace Komandor.EndToEnd.Tests;

/// <summary>Files of payments that depend on nothing, for <c>komandor replay</c>.</summary>
internal static class SmallPayments
{
    /// <summary>Writes a file and returns its path.</summary>
    /// <param name="folder">Where.</param>
    /// <param name="name">Names the file and its payments: another name, other payments.</param>
    /// <param name="count">How many.</param>
    internal static string Write(string folder, string name, int count)
    {
        string path = Path.Combine(folder, $"{name}.jsonl");
        StringBuilder lines = new($$"""{"id":"{{Hash(name)}}","in":[],"out":[[1,"award"]]}""" + "\n");
        for (int index = 0; index < count; index++)
        {
            string id = Hash($"{name} {index}");
            lines.Append($$"""{"id":"{{id}}","in":[["{{Hash(id)}}:0",1000000,"payer {{index % 7}}"]],"out":[[999000,"owner {{index % 5}}"]]}""").Append('\n');
        }

        File.WriteAllText(path, lines.ToString());
        return path;
    }

    private static string Hash(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
}
