using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Komandor.Cryptography.ErasureCoding;

/// <summary>32 elements in AVX2: a product is looked up by its low and its high four bits.</summary>
internal readonly unsafe struct Avx2Galois : IGaloisLanes<Avx2Galois, Avx2Galois.Factor>
{
    private readonly Vector256<byte> _value;

    private Avx2Galois(Vector256<byte> value) => _value = value;

    /// <inheritdoc/>
    public static int Count => Vector256<byte>.Count;

    /// <inheritdoc/>
    public static bool IsSupported => Avx2.IsSupported;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Avx2Galois Load(byte* elements) => new(Vector256.Load(elements));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(byte* elements, Avx2Galois value) => value._value.Store(elements);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Factor Prepare(byte factor)
    {
        byte* tables = Galois.Nibbles + (Galois.NibblesSizeBytes * factor);
        return new Factor(Avx2.BroadcastVector128ToVector256(tables), Avx2.BroadcastVector128ToVector256(tables + 16));
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Avx2Galois AddProduct(Avx2Galois sum, Avx2Galois value, Factor factor)
    {
        Vector256<byte> nibble = Vector256.Create((byte)15);
        Vector256<byte> high = (value._value.AsUInt16() >>> 4).AsByte() & nibble;
        return new Avx2Galois(sum._value ^ Avx2.Shuffle(factor.Low, value._value & nibble) ^ Avx2.Shuffle(factor.High, high));
    }

    /// <summary>A factor's products with 0 … 15, and with 0, 16 … 240, in both halves of a vector.</summary>
    internal readonly record struct Factor(Vector256<byte> Low, Vector256<byte> High);
}
