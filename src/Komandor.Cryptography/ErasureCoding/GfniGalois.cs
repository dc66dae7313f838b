using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Komandor.Cryptography.ErasureCoding;

/// <summary>64 elements with GFNI: a product is one instruction, since multiplying by a factor is linear over bits.</summary>
/// <remarks>GF2P8MULB would do for the field of AES alone; a matrix does for every field.</remarks>
internal readonly unsafe struct GfniGalois : IGaloisLanes<GfniGalois, Vector512<byte>>
{
    private readonly Vector512<byte> _value;

    private GfniGalois(Vector512<byte> value) => _value = value;

    /// <inheritdoc/>
    public static int Count => Vector512<byte>.Count;

    /// <inheritdoc/>
    public static bool IsSupported => Gfni.V512.IsSupported;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static GfniGalois Load(byte* elements) => new(Vector512.Load(elements));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(byte* elements, GfniGalois value) => value._value.Store(elements);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<byte> Prepare(byte factor) => Vector512.Create(Galois.Matrices[factor]).AsByte();

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static GfniGalois AddProduct(GfniGalois sum, GfniGalois value, Vector512<byte> factor) =>
        new(sum._value ^ Gfni.V512.GaloisFieldAffineTransform(value._value, factor, 0));
}
