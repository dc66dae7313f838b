using System.Globalization;

namespace Komandor.PrivacySimulation;

/// <summary>One figure of one attack.</summary>
/// <param name="Attack">The attack.</param>
/// <param name="Economy">The network it ran on.</param>
/// <param name="Case">What was varied.</param>
/// <param name="Measure">What the value says.</param>
/// <param name="Value">The value.</param>
/// <param name="AtLeast">The bound from below, if there is one.</param>
/// <param name="AtMost">The bound from above, if there is one.</param>
internal sealed record Finding(string Attack, string Economy, string Case, string Measure, double Value, double? AtLeast = null, double? AtMost = null)
{
    /// <summary>Whether the bounds hold.</summary>
    public bool Holds => HoldsWithin(0);

    /// <summary>Whether the bounds hold but for a part of them, such as what so few trials scatter.</summary>
    public bool HoldsWithin(double part) => !(Value < AtLeast * (1 - part)) && !(Value > AtMost * (1 + part));

    /// <summary>Whether it has a bound.</summary>
    public bool IsBound => AtLeast is not null || AtMost is not null;

    /// <summary>What it measures, its value and its bound.</summary>
    public override string ToString()
    {
        string bound = AtLeast is { } least ? $" (>= {Format(least)})" : AtMost is { } most ? $" (<= {Format(most)})" : string.Empty;
        return $"{Measure} {Format(Value)}{bound}{(Holds ? string.Empty : " MISSED")}";
    }

    private static string Format(double value) => value switch
    {
        >= 100 => value.ToString("N0", CultureInfo.InvariantCulture),
        >= 1 or 0 => value.ToString("0.0", CultureInfo.InvariantCulture),
        _ => value.ToString("0.####", CultureInfo.InvariantCulture),
    };
}
