namespace Komandor.Cryptography.Curve25519.Lanes;

/// <summary>The constants of <see cref="FieldConstants"/>, one in every lane.</summary>
internal static class LaneConstants<T>
    where T : unmanaged, ILaneField<T>
{
    internal static readonly T Zero = T.Broadcast(default);
    internal static readonly T One = T.Broadcast(FieldElement.One);
    internal static readonly T D = T.Broadcast(FieldConstants.D);
    internal static readonly T TwoD = T.Broadcast(FieldConstants.TwoD);
    internal static readonly T RootOfMinusOne = T.Broadcast(FieldConstants.RootOfMinusOne);
    internal static readonly T InverseRootOfAMinusD = T.Broadcast(FieldConstants.InverseRootOfAMinusD);
}
