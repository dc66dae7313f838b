using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Komandor.Cryptography.ErasureCoding;

/// <summary>64 elements in AVX-512: a product is looked up by its low and its high four bits.</summary>
internal readonly unsafe struct Avx512Galois : IGaloisLanes<Avx512Galois, Avx512Galois.Factor>
{
    private readonly Vector512<byte> _value;

    private Avx512Galois(Vector512<byte> value) => _value = value;

    /// <inheritdoc/>
    public static int Count => Vector512<byte>.Count;

    /// <inheritdoc/>
    public static bool IsSupported => Avx512BW.IsSupported;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Avx512Galois Load(byte* elements) => new(Vector512.Load(elements));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(byte* elements, Avx512Galois value) => value._value.Store(elements);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Factor Prepare(byte factor)
    {
        uint* tables = (uint*)(Galois.Nibbles + (Galois.NibblesSizeBytes * factor));
        return new Factor(Avx512F.BroadcastVector128ToVector512(tables).AsByte(), Avx512F.BroadcastVector128ToVector512(tables + 4).AsByte());
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Avx512Galois AddProduct(Avx512Galois sum, Avx512Galois value, Factor factor)
    {
        Vector512<byte> nibble = Vector512.Create((byte)15);
        Vector512<byte> low = Avx512BW.Shuffle(factor.Low, value._value & nibble);
        Vector512<byte> high = Avx512BW.Shuffle(factor.High, (value._value.AsUInt16() >>> 4).AsByte() & nibble);

        // The sum of all three in one instruction.
        return new Avx512Galois(Avx512F.TernaryLogic(sum._value, low, high, 0x96));
    }

    /// <summary>A factor's products with 0 … 15, and with 0, 16 … 240, in all four quarters of a vector.</summary>
    internal readonly record struct Factor(Vector512<byte> Low, Vector512<byte> High);
}
