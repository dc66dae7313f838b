using System.Text;

namespace Komandor.Web.Display;

/// <summary>Faults, which the protocol names in one word, as people read them.</summary>
internal static class FaultText
{
    /// <summary>The words of a fault's name: <c>FeeTooLow</c> is <c>Fee too low</c>.</summary>
    /// <param name="fault">The name from the node; any text is taken.</param>
    internal static string Words(string? fault)
    {
        if (string.IsNullOrWhiteSpace(fault))
        {
            return "The node did not say why";
        }

        StringBuilder words = new(fault.Length + 8);
        for (int index = 0; index < fault.Length; index++)
        {
            bool begins = index > 0 && char.IsUpper(fault[index]) && !char.IsUpper(fault[index - 1]);
            words.Append(begins ? " " : "").Append(index == 0 ? char.ToUpperInvariant(fault[0]) : char.ToLowerInvariant(fault[index]));
        }

        return words.ToString();
    }
}
