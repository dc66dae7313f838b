namespace Komandor.Cryptography.ErasureCoding;

/// <summary>One element: the definition of all lanes, and the path of processors without them.</summary>
internal readonly unsafe struct ScalarGalois : IGaloisLanes<ScalarGalois, byte>
{
    private readonly byte _value;

    private ScalarGalois(byte value) => _value = value;

    /// <inheritdoc/>
    public static int Count => 1;

    /// <inheritdoc/>
    public static bool IsSupported => true;

    /// <inheritdoc/>
    public static ScalarGalois Load(byte* elements) => new(*elements);

    /// <inheritdoc/>
    public static void Store(byte* elements, ScalarGalois value) => *elements = value._value;

    /// <inheritdoc/>
    public static byte Prepare(byte factor) => factor;

    /// <inheritdoc/>
    public static ScalarGalois AddProduct(ScalarGalois sum, ScalarGalois value, byte factor) =>
        new((byte)(sum._value ^ Galois.Multiply(value._value, factor)));
}
