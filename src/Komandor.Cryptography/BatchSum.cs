using System.Buffers.Binary;
using System.Security.Cryptography;
using Komandor.Cryptography.Curve25519;
using Komandor.Primitives;

namespace Komandor.Cryptography;

/// <summary>The weighted sum of a batch's verification equations, in buffers that the parts of one batch share.</summary>
/// <remarks>docs/protocol/signatures.md §4. The buffers hold 2·n + 1 entries for a batch of n.</remarks>
internal readonly ref struct BatchSum(Span<Scalar> scalars, Span<EdwardsPoint> points, Hash256 transcript)
{
    private readonly Span<Scalar> _scalars = scalars;
    private readonly Span<EdwardsPoint> _points = points;

    /// <summary>Whether [8] Σ zᵢ·([Sᵢ]B − [kᵢ]Aᵢ − Rᵢ) is neutral.</summary>
    /// <param name="parsed">The signatures of a part of the batch.</param>
    /// <param name="places">Their indices in the batch, which choose their weights.</param>
    internal bool Vanishes(ReadOnlySpan<ParsedSignature> parsed, ReadOnlySpan<int> places)
    {
        Span<byte> input = stackalloc byte[Hash256.SizeBytes + sizeof(int)];
        Span<byte> hash = stackalloc byte[SHA512.HashSizeInBytes];
        transcript.CopyTo(input);
        Scalar baseScalar = default;
        for (int index = 0; index < parsed.Length; index++)
        {
            // One hash gives the weights of four neighbours.
            int block = places[index] >> 2;
            if (index == 0 || block != places[index - 1] >> 2)
            {
                BinaryPrimitives.WriteInt32LittleEndian(input[Hash256.SizeBytes..], block);
                SHA512.HashData(input, hash);
            }

            // From 1 to 2¹²⁸: never zero.
            Scalar weight = Scalar.ReadHalf(hash[((places[index] & 3) * 16)..]) + Scalar.One;
            _scalars[2 * index] = weight;
            _points[2 * index] = parsed[index].NegativeR;
            _scalars[(2 * index) + 1] = weight * parsed[index].Challenge;
            _points[(2 * index) + 1] = parsed[index].NegativeKey;
            baseScalar += weight * parsed[index].S;
        }

        int last = 2 * parsed.Length;
        _scalars[last] = baseScalar;
        _points[last] = EdwardsPoint.Base;
        return MultiScalar.SumVariableTime(_scalars[..(last + 1)], _points[..(last + 1)]).MultiplyByCofactor().IsIdentityMask() == 1;
    }
}
