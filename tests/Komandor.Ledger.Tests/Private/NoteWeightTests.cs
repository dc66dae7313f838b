using System.Security.Cryptography;
using Komandor.Cryptography.Curve25519;
using Komandor.Ledger.Private;
using Komandor.Primitives;

namespace Komandor.Ledger.Tests.Private;

/// <summary>The points of cover sets, many at once and one by one.</summary>
public sealed class NoteWeightTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(8)]
    [InlineData(19)]
    public void EncodePoints_ManyNotes_AreThoseOfOneByOne(int count)
    {
        Scalar[] weights = [.. Enumerable.Range(0, count).Select(index => Secret(index, 1))];
        PoolNote[] notes = [.. Enumerable.Range(0, count).Select(index => new PoolNote(Element(index, 2), Element(index, 3), 5))];
        byte[] encoded = new byte[count * Hash256.SizeBytes];
        NoteWeight.EncodePoints(weights, notes, encoded);
        for (int index = 0; index < count; index++)
        {
            EdwardsPoint expected = NoteWeight.Point(weights[index], NoteMaker.Read(notes[index].Key), NoteMaker.Read(notes[index].Commitment));
            Assert.Equal(NoteMaker.Encode(expected), new Hash256(encoded.AsSpan(index * Hash256.SizeBytes, Hash256.SizeBytes)));
        }
    }

    private static Hash256 Element(int number, int kind) =>
        NoteMaker.Encode(Ristretto255.FromUniformBytes(SHA512.HashData([(byte)number, (byte)kind])));

    private static Scalar Secret(int number, int kind) => Scalar.ReadWide(SHA512.HashData([(byte)number, (byte)kind]));
}
