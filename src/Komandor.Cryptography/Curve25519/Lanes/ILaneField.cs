namespace Komandor.Cryptography.Curve25519.Lanes;

/// <summary>Several elements of GF(2²⁵⁵ − 19) side by side, one a lane; what is written over it is written once for every backend.</summary>
/// <remarks>docs/protocol/field.md §9. An element has a <em>weight</em>: 1 if it comes from <see cref="Multiply"/>, <see cref="Square"/>,
/// <see cref="Select"/> or negation of such, <see cref="Load"/> or a row, and the sum of the operands' weights for a sum or a difference. No weight exceeds 4.
/// Every operation is constant time, and a result may be one of its operands. A mask holds lane i's verdict in bit i;
/// bits from <see cref="Count"/> on are ignored where a mask is taken, and zero where one is given.</remarks>
internal unsafe interface ILaneField<TSelf>
    where TSelf : unmanaged, ILaneField<TSelf>
{
    /// <summary>The number of lanes.</summary>
    static abstract int Count { get; }

    /// <summary>Whether this processor has the instructions.</summary>
    static abstract bool IsSupported { get; }

    /// <summary>The product, of weight 1; the product of the operands' weights is 3 at most.</summary>
    static abstract void Multiply(in TSelf left, in TSelf right, out TSelf product);

    /// <summary>The square, of weight 1, of an element of weight 1.</summary>
    static abstract void Square(in TSelf value, out TSelf square);

    /// <summary>The sum.</summary>
    static abstract void Add(in TSelf left, in TSelf right, out TSelf sum);

    /// <summary>The difference.</summary>
    static abstract void Subtract(in TSelf left, in TSelf right, out TSelf difference);

    /// <summary>Brings an element of weight 4 at most back to weight 1.</summary>
    static abstract void Carry(ref TSelf value);

    /// <summary>Makes an element a factor for any other, whatever the weights: where products allow that anyway, nothing is done.</summary>
    static abstract void PrepareFactor(ref TSelf value);

    /// <summary>Takes <paramref name="set"/> in the lanes of <paramref name="mask"/> and <paramref name="clear"/> in the others.</summary>
    static abstract void Select(uint mask, in TSelf clear, in TSelf set, out TSelf chosen);

    /// <summary>One lane's element in every lane.</summary>
    static abstract void Spread(in TSelf value, int lane, out TSelf spread);

    /// <summary>The lanes that are zero.</summary>
    static abstract uint ZeroMask(in TSelf value);

    /// <summary>The lanes that are negative: odd in canonical form.</summary>
    static abstract uint NegativeMask(in TSelf value);

    /// <summary>One element in every lane.</summary>
    static abstract TSelf Broadcast(in FieldElement value);

    /// <summary>Reads <see cref="Count"/> neighbouring elements, each below 2⁵⁴ in its limbs.</summary>
    static abstract void Load(FieldElement* elements, out TSelf value);

    /// <summary>Writes the lanes as <see cref="Count"/> neighbouring tight elements.</summary>
    static abstract void Store(FieldElement* elements, in TSelf value);

    /// <summary>Turns what was read from rows of field elements into the backend's own form, of weight 1.</summary>
    static abstract void FromWords(ref TSelf value);

    /// <summary>Reads a lane's three elements from each row: 15 limbs in the backend's own form, of 16 (<see cref="LaneRow"/>).</summary>
    static abstract void LoadTriples(long** rows, out TSelf first, out TSelf second, out TSelf third);

    /// <summary>As <see cref="LoadTriples"/>; in the lanes of <paramref name="negative"/> the first two change places and the third is negated.</summary>
    static abstract void LoadSignedTriples(long** rows, uint negative, out TSelf first, out TSelf second, out TSelf third);

    /// <summary>Writes three elements of weight 1 to each lane's row; the counterpart of <see cref="LoadTriples"/>.</summary>
    static abstract void StoreTriples(long** rows, in TSelf first, in TSelf second, in TSelf third);

    /// <summary>Reads a lane's four elements from each row of 20 limbs in the backend's own form.</summary>
    static abstract void LoadQuadruples(long** rows, out TSelf first, out TSelf second, out TSelf third, out TSelf fourth);

    /// <summary>Writes four elements of weight 1 to each lane's row; the counterpart of <see cref="LoadQuadruples"/>.</summary>
    static abstract void StoreQuadruples(long** rows, in TSelf first, in TSelf second, in TSelf third, in TSelf fourth);
}
