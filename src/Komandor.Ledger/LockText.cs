using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text;
using Komandor.Primitives;

namespace Komandor.Ledger;

/// <summary>The text form of locks, for people: docs/protocol/locks.md §4.</summary>
public static class LockText
{
    /// <summary>Prints <paramref name="value"/>; parsing gives it back.</summary>
    public static string Print(Lock value)
    {
        StringBuilder text = new();
        Print(text, value.Root);
        return text.ToString();
    }

    /// <summary>Parses a lock.</summary>
    /// <param name="text">Such as <c>or(key(…), and(after(2027-01-01T00:00:00Z), sha256(…)))</c>; blanks between parts are free.</param>
    /// <param name="value">The lock.</param>
    /// <param name="fault">What is wrong.</param>
    /// <param name="position">Where: an index into <paramref name="text"/>.</param>
    public static bool TryParse(string text, [NotNullWhen(true)] out Lock? value, out LockTextFault fault, out int position)
    {
        LockTextParser parser = new(text);
        value = parser.TryParse();
        fault = parser.Fault;
        position = parser.Position;
        return value is not null;
    }

    private static void Print(StringBuilder text, LockNode node)
    {
        text.Append(Name(node.Kind)).Append('(');
        switch (node.Kind)
        {
            case LockKind.Key or LockKind.Sha256:
                text.Append(node.Value);
                break;
            case LockKind.After or LockKind.Before:
                text.Append(PrintTime(node.Time));
                break;
            default:
                PrintParts(text, node);
                break;
        }

        text.Append(')');
    }

    private static void PrintParts(StringBuilder text, LockNode node)
    {
        if (node.Kind == LockKind.Threshold)
        {
            text.Append(CultureInfo.InvariantCulture, $"{node.Required}, ");
        }

        for (int index = 0; index < node.Parts.Length; index++)
        {
            text.Append(index == 0 ? string.Empty : ", ");
            Print(text, node.Parts[index]);
        }
    }

    private static string PrintTime(Timestamp time)
    {
        string text = time.ToString();
        return text.EndsWith(".000000Z", StringComparison.Ordinal) ? string.Concat(text.AsSpan(0, text.Length - 8), "Z") : text;
    }

    internal static string Name(LockKind kind) => kind switch
    {
        LockKind.Key => "key",
        LockKind.Sha256 => "sha256",
        LockKind.After => "after",
        LockKind.Before => "before",
        LockKind.And => "and",
        LockKind.Or => "or",
        _ => "threshold",
    };
}
