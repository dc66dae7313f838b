namespace Komandor.Primitives;

/// <summary>Names a registered incarnation of a member; never reused, and independent of its place in a roster.</summary>
public readonly record struct MemberId(uint Value) : IComparable<MemberId>
{
    /// <inheritdoc/>
    public int CompareTo(MemberId other) => Value.CompareTo(other.Value);

    /// <inheritdoc/>
    public override string ToString() => Value.ToString(System.Globalization.CultureInfo.InvariantCulture);
}
