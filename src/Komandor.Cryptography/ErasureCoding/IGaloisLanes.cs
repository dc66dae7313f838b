namespace Komandor.Cryptography.ErasureCoding;

/// <summary>Elements of GF(2⁸) side by side, one a byte; what is written over it is written once for every backend.</summary>
/// <typeparam name="TSelf">The lanes.</typeparam>
/// <typeparam name="TFactor">A factor made ready for products with many elements.</typeparam>
/// <remarks>Definition: <see cref="ScalarGalois"/>.</remarks>
internal unsafe interface IGaloisLanes<TSelf, TFactor>
    where TSelf : unmanaged, IGaloisLanes<TSelf, TFactor>
    where TFactor : unmanaged
{
    /// <summary>The number of lanes.</summary>
    static abstract int Count { get; }

    /// <summary>Whether this processor has the instructions.</summary>
    static abstract bool IsSupported { get; }

    /// <summary>Reads <see cref="Count"/> elements; no alignment is needed.</summary>
    static abstract TSelf Load(byte* elements);

    /// <summary>Writes <see cref="Count"/> elements.</summary>
    static abstract void Store(byte* elements, TSelf value);

    /// <summary>Makes a factor ready.</summary>
    static abstract TFactor Prepare(byte factor);

    /// <summary>sum + value · factor in each lane.</summary>
    static abstract TSelf AddProduct(TSelf sum, TSelf value, TFactor factor);
}
