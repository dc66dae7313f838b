using System.Runtime.CompilerServices;

namespace Komandor.Cryptography.Curve25519.Lanes;

/// <summary>Two vectors of lanes as one of twice as many: the second fills the processor's ports while the first waits for its own results.</summary>
/// <remarks>For long chains of dependent products, such as roots; where products are independent anyway it gains nothing.</remarks>
internal unsafe struct LanePair<T> : ILaneField<LanePair<T>>
    where T : unmanaged, ILaneField<T>
{
    private T _low, _high;

    /// <inheritdoc/>
    public static int Count => 2 * T.Count;

    /// <inheritdoc/>
    public static bool IsSupported => T.IsSupported;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Multiply(in LanePair<T> left, in LanePair<T> right, out LanePair<T> product)
    {
        T.Multiply(left._low, right._low, out product._low);
        T.Multiply(left._high, right._high, out product._high);
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Square(in LanePair<T> value, out LanePair<T> square)
    {
        T.Square(value._low, out square._low);
        T.Square(value._high, out square._high);
    }

    /// <inheritdoc/>
    public static void Add(in LanePair<T> left, in LanePair<T> right, out LanePair<T> sum)
    {
        T.Add(left._low, right._low, out sum._low);
        T.Add(left._high, right._high, out sum._high);
    }

    /// <inheritdoc/>
    public static void Subtract(in LanePair<T> left, in LanePair<T> right, out LanePair<T> difference)
    {
        T.Subtract(left._low, right._low, out difference._low);
        T.Subtract(left._high, right._high, out difference._high);
    }

    /// <inheritdoc/>
    public static void Carry(ref LanePair<T> value)
    {
        T.Carry(ref value._low);
        T.Carry(ref value._high);
    }

    /// <inheritdoc/>
    public static void PrepareFactor(ref LanePair<T> value)
    {
        T.PrepareFactor(ref value._low);
        T.PrepareFactor(ref value._high);
    }

    /// <inheritdoc/>
    public static void Select(uint mask, in LanePair<T> clear, in LanePair<T> set, out LanePair<T> chosen)
    {
        T.Select(mask & LowMask, clear._low, set._low, out chosen._low);
        T.Select(mask >> T.Count, clear._high, set._high, out chosen._high);
    }

    /// <inheritdoc/>
    public static void Spread(in LanePair<T> value, int lane, out LanePair<T> spread)
    {
        T.Spread(lane < T.Count ? value._low : value._high, lane % T.Count, out T one);
        spread = new() { _low = one, _high = one };
    }

    /// <inheritdoc/>
    public static uint ZeroMask(in LanePair<T> value) => T.ZeroMask(value._low) | (T.ZeroMask(value._high) << T.Count);

    /// <inheritdoc/>
    public static uint NegativeMask(in LanePair<T> value) => T.NegativeMask(value._low) | (T.NegativeMask(value._high) << T.Count);

    /// <inheritdoc/>
    public static LanePair<T> Broadcast(in FieldElement value)
    {
        T one = T.Broadcast(value);
        return new() { _low = one, _high = one };
    }

    /// <inheritdoc/>
    public static void Load(FieldElement* elements, out LanePair<T> value)
    {
        T.Load(elements, out value._low);
        T.Load(elements + T.Count, out value._high);
    }

    /// <inheritdoc/>
    public static void Store(FieldElement* elements, in LanePair<T> value)
    {
        T.Store(elements, value._low);
        T.Store(elements + T.Count, value._high);
    }

    /// <inheritdoc/>
    public static void FromWords(ref LanePair<T> value)
    {
        T.FromWords(ref value._low);
        T.FromWords(ref value._high);
    }

    /// <inheritdoc/>
    public static void LoadTriples(long** rows, out LanePair<T> first, out LanePair<T> second, out LanePair<T> third)
    {
        T.LoadTriples(rows, out first._low, out second._low, out third._low);
        T.LoadTriples(rows + T.Count, out first._high, out second._high, out third._high);
    }

    /// <inheritdoc/>
    public static void LoadSignedTriples(long** rows, uint negative, out LanePair<T> first, out LanePair<T> second, out LanePair<T> third)
    {
        T.LoadSignedTriples(rows, negative & LowMask, out first._low, out second._low, out third._low);
        T.LoadSignedTriples(rows + T.Count, negative >> T.Count, out first._high, out second._high, out third._high);
    }

    /// <inheritdoc/>
    public static void StoreTriples(long** rows, in LanePair<T> first, in LanePair<T> second, in LanePair<T> third)
    {
        T.StoreTriples(rows, first._low, second._low, third._low);
        T.StoreTriples(rows + T.Count, first._high, second._high, third._high);
    }

    /// <inheritdoc/>
    public static void LoadQuadruples(long** rows, out LanePair<T> first, out LanePair<T> second, out LanePair<T> third, out LanePair<T> fourth)
    {
        T.LoadQuadruples(rows, out first._low, out second._low, out third._low, out fourth._low);
        T.LoadQuadruples(rows + T.Count, out first._high, out second._high, out third._high, out fourth._high);
    }

    /// <inheritdoc/>
    public static void StoreQuadruples(long** rows, in LanePair<T> first, in LanePair<T> second, in LanePair<T> third, in LanePair<T> fourth)
    {
        T.StoreQuadruples(rows, first._low, second._low, third._low, fourth._low);
        T.StoreQuadruples(rows + T.Count, first._high, second._high, third._high, fourth._high);
    }

    private static uint LowMask => (1u << T.Count) - 1;
}
