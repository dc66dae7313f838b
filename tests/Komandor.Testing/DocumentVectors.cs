namespace Komandor.Testing;

/// <summary>The test vectors that stand in the protocol documents, so that a document can never differ from the code.</summary>
/// <remarks>A block opens with <c>```vectors NAME</c> and closes with <c>```</c>. A line is <c>key = value</c>; an empty line ends a
/// vector; lines that start with # are comments.</remarks>
public static class DocumentVectors
{
    /// <summary>All vectors called <paramref name="name"/> in <c>docs/protocol/<paramref name="document"/></c>; at least one.</summary>
    public static IReadOnlyList<IReadOnlyDictionary<string, string>> Read(string document, string name)
    {
        List<IReadOnlyDictionary<string, string>> vectors = [];
        Dictionary<string, string>? current = null;
        bool inside = false;
        foreach (string raw in File.ReadLines(Repository.At(Path.Combine("docs", "protocol", document))))
        {
            string line = raw.Trim();
            if (!inside)
            {
                inside = line == $"```vectors {name}";
                continue;
            }

            if (line.Length == 0 || line == "```")
            {
                if (current is not null)
                {
                    vectors.Add(current);
                }

                current = null;
                inside = line != "```";
                continue;
            }

            if (line[0] == '#')
            {
                continue;
            }

            int equals = line.IndexOf('=', StringComparison.Ordinal);
            if (equals < 0)
            {
                throw new InvalidDataException($"{document}, vectors {name}: a line is not key = value: {line}");
            }

            current ??= [];
            current.Add(line[..equals].Trim(), line[(equals + 1)..].Trim());
        }

        return vectors.Count > 0 ? vectors : throw new InvalidDataException($"{document} has no vectors called {name}.");
    }
}
