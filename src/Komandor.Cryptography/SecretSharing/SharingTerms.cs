using Komandor.Cryptography.Curve25519;

namespace Komandor.Cryptography.SecretSharing;

/// <summary>A dealing that has been read.</summary>
internal sealed class SharingTerms
{
    /// <summary>The receivers' keys.</summary>
    internal EdwardsPoint[] Keys { get; private set; } = [];

    /// <summary>Commitments, encrypted shares, R, R′: one of each receiver's after the other.</summary>
    internal EdwardsPoint[] Points { get; private set; } = [];

    /// <summary>The responses.</summary>
    internal Scalar[] Responses { get; private set; } = [];

    /// <summary>The word of the dual code that the commitments have to be orthogonal to.</summary>
    internal Scalar[] Dual { get; private set; } = [];

    /// <summary>The receivers.</summary>
    internal int Receivers { get; private set; }

    /// <summary>The challenge.</summary>
    internal Scalar Challenge { get; set; }

    /// <summary>Makes room for <paramref name="receivers"/>.</summary>
    internal void Become(int receivers)
    {
        Receivers = receivers;
        if (Keys.Length < receivers)
        {
            Keys = new EdwardsPoint[receivers];
            Points = new EdwardsPoint[Sharing.PointsEach * receivers];
            Responses = new Scalar[receivers];
            Dual = new Scalar[receivers];
        }
    }
}
