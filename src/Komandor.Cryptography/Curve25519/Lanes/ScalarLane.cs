namespace Komandor.Cryptography.Curve25519.Lanes;

/// <summary>One lane: the scalar field element, which every other backend is compared with and which serves where there are no vectors.</summary>
internal unsafe struct ScalarLane : ILaneField<ScalarLane>
{
    private FieldElement _value;

    /// <inheritdoc/>
    public static int Count => 1;

    /// <inheritdoc/>
    public static bool IsSupported => true;

    /// <inheritdoc/>
    public static void Multiply(in ScalarLane left, in ScalarLane right, out ScalarLane product) => product._value = left._value * right._value;

    /// <inheritdoc/>
    public static void Square(in ScalarLane value, out ScalarLane square) => square._value = value._value.Square();

    /// <inheritdoc/>
    public static void Add(in ScalarLane left, in ScalarLane right, out ScalarLane sum) => sum._value = left._value + right._value;

    /// <inheritdoc/>
    public static void Subtract(in ScalarLane left, in ScalarLane right, out ScalarLane difference) =>
        difference._value = left._value - right._value;

    /// <inheritdoc/>
    public static void Carry(ref ScalarLane value) => value._value -= default(FieldElement);

    /// <summary>Nothing: a loose element is a factor as it stands.</summary>
    public static void PrepareFactor(ref ScalarLane value)
    {
    }

    /// <inheritdoc/>
    public static void Select(uint mask, in ScalarLane clear, in ScalarLane set, out ScalarLane chosen) =>
        chosen._value = clear._value.Select(set._value, mask & 1);

    /// <inheritdoc/>
    public static void Spread(in ScalarLane value, int lane, out ScalarLane spread) => spread = value;

    /// <inheritdoc/>
    public static uint ZeroMask(in ScalarLane value) => (uint)value._value.IsZeroMask();

    /// <inheritdoc/>
    public static uint NegativeMask(in ScalarLane value) => (uint)value._value.IsNegativeMask();

    /// <inheritdoc/>
    public static ScalarLane Broadcast(in FieldElement value) => new() { _value = value };

    /// <inheritdoc/>
    public static void Load(FieldElement* elements, out ScalarLane value) => value._value = *elements;

    /// <inheritdoc/>
    public static void Store(FieldElement* elements, in ScalarLane value) => *elements = value._value - default(FieldElement);

    /// <summary>Nothing: the form is the same.</summary>
    public static void FromWords(ref ScalarLane value)
    {
    }

    /// <inheritdoc/>
    public static void LoadTriples(long** rows, out ScalarLane first, out ScalarLane second, out ScalarLane third)
    {
        // Safe: a row holds three elements of five words.
        FieldElement* elements = (FieldElement*)rows[0];
        first._value = elements[0];
        second._value = elements[1];
        third._value = elements[2];
    }

    /// <inheritdoc/>
    public static void LoadSignedTriples(long** rows, uint negative, out ScalarLane first, out ScalarLane second, out ScalarLane third)
    {
        FieldElement* elements = (FieldElement*)rows[0];
        ulong choice = negative & 1;
        first._value = elements[0].Select(elements[1], choice);
        second._value = elements[1].Select(elements[0], choice);
        third._value = elements[2].Select(-elements[2], choice);
    }

    /// <inheritdoc/>
    public static void StoreTriples(long** rows, in ScalarLane first, in ScalarLane second, in ScalarLane third)
    {
        FieldElement* elements = (FieldElement*)rows[0];
        elements[0] = first._value;
        elements[1] = second._value;
        elements[2] = third._value;
    }

    /// <inheritdoc/>
    public static void LoadQuadruples(long** rows, out ScalarLane first, out ScalarLane second, out ScalarLane third, out ScalarLane fourth)
    {
        // Safe: a row holds four elements of five words.
        LoadTriples(rows, out first, out second, out third);
        fourth._value = ((FieldElement*)rows[0])[3];
    }

    /// <inheritdoc/>
    public static void StoreQuadruples(long** rows, in ScalarLane first, in ScalarLane second, in ScalarLane third, in ScalarLane fourth)
    {
        StoreTriples(rows, first, second, third);
        ((FieldElement*)rows[0])[3] = fourth._value;
    }
}
