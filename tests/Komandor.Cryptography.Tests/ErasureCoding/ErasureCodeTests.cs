using System.Numerics;
using CsCheck;
using Komandor.Cryptography.ErasureCoding;
using Komandor.Primitives;
using Komandor.Testing;

namespace Komandor.Cryptography.Tests.ErasureCoding;

public sealed class ErasureCodeTests
{
    [Fact]
    public void Encode_TheDocumentsVectors_Agrees()
    {
        foreach (IReadOnlyDictionary<string, string> vector in DocumentVectors.Read("erasure-code.md", "pieces"))
        {
            byte[][] data = [.. vector["data"].Split(' ').Select(Convert.FromHexString)];
            byte[][] coded = [.. vector["coded"].Split(' ').Select(Convert.FromHexString)];
            Assert.Equal([.. data, .. coded], Encode(data, data.Length + coded.Length));
        }
    }

    [Fact]
    public void Encode_ManyShapes_AgreesWithTheMatrix()
    {
        foreach ((int needed, int total) in new[] { (1, 1), (1, 4), (2, 3), (4, 4), (7, 10), (17, 40), (20, 255) })
        {
            byte[][] data = Data(needed, 3);
            Assert.Equal(SlowErasureCode.Encode(data, total), Encode(data, total));
        }
    }

    [Fact]
    public void TryRestore_EveryPatternOfSmallCodes_GivesAllPieces()
    {
        for (int total = 1; total <= 9; total++)
        {
            for (int needed = 1; needed <= total; needed++)
            {
                byte[][] pieces = Encode(Data(needed, 70), total);
                for (uint pattern = 0; pattern < 1u << total; pattern++)
                {
                    if (BitOperations.PopCount(pattern) == needed)
                    {
                        AssertRestores(pieces, needed, [.. Enumerable.Range(0, total).Where(place => ((pattern >> place) & 1) != 0)]);
                    }
                }
            }
        }
    }

    [Fact]
    public void TryRestore_AnyPiecesOfAnyCode_GivesAllPieces() =>
        Gen.Select(Gen.Int[1, 255], Gen.Int[1, 255], Gen.Int[1, 200], Gen.Int).Sample(
            (one, other, length, seed) =>
            {
                (int needed, int total) = (Math.Min(one, other), Math.Max(one, other));
                int[] places = [.. Enumerable.Range(0, total)];
                new Random(seed).Shuffle(places);
                AssertRestores(Encode(Data(needed, length), total), needed, places[..needed]);
            },
            iter: 20);

    [Fact]
    public void TryRestore_AnotherNumberOfPieces_IsRefusedByRuleEC1()
    {
        ErasurePiece[] pieces = Known();
        Assert.Equal(ErasureFault.Count, Restore([]));
        Assert.Equal(ErasureFault.Count, Restore(pieces[..2]));
        Assert.Equal(ErasureFault.Count, Restore([.. pieces, new ErasurePiece(0, new byte[4])]));
    }

    [Fact]
    public void TryRestore_PlacesOutsideOrTwice_AreRefusedByRuleEC2()
    {
        ErasurePiece[] pieces = Known();
        foreach (int place in new[] { -1, 5, 256, 259, int.MaxValue, pieces[1].Place })
        {
            Assert.Equal(ErasureFault.Place, Restore([pieces[0] with { Place = place }, pieces[1], pieces[2]]));
        }
    }

    [Fact]
    public void TryRestore_OtherLengths_AreRefusedByRuleEC3()
    {
        ErasurePiece[] pieces = Known();
        Assert.Equal(ErasureFault.Length, Restore([pieces[0], pieces[1], pieces[2] with { Bytes = new byte[5] }]));
        Assert.Equal(ErasureFault.Length, Restore([pieces[0] with { Bytes = new byte[3] }, pieces[1], pieces[2]]));
        Assert.Equal(ErasureFault.Length, Restore([.. pieces.Select(piece => piece with { Bytes = default })]));
    }

    [Fact]
    public void Constructor_NumbersOutside_Throw()
    {
        foreach ((int needed, int total) in new[] { (0, 1), (-1, 3), (3, 2), (1, 256), (256, 256) })
        {
            Assert.Throws<ArgumentOutOfRangeException>(() => new ErasureCode(needed, total));
        }
    }

    [Fact]
    public void Encode_OtherLengths_Throw() =>
        Assert.Throws<InvariantViolationException>(() => new ErasureCode(2, 3).Encode([new byte[2], new byte[3]], [new byte[2]]));

    [Fact]
    public void PieceSizeBytes_AnyData_IsTheLeastThatHoldsIt()
    {
        ErasureCode code = new(7, 10);
        int[] sizes = [1, 1, 1, 2, 306783379];
        Assert.Equal(sizes, new[] { 0, 1, 7, 8, int.MaxValue }.Select(code.PieceSizeBytes));
    }

    private static ErasurePiece[] Known()
    {
        byte[][] pieces = Encode(Data(3, 4), 5);
        return [new ErasurePiece(4, pieces[4]), new ErasurePiece(1, pieces[1]), new ErasurePiece(2, pieces[2])];
    }

    private static ErasureFault Restore(ErasurePiece[] pieces)
    {
        byte[] restored = new byte[4];
        ErasureFault fault = new ErasureCode(3, 5).TryRestore(pieces, [0], [restored]);
        Assert.Equal(new byte[4], restored);
        return fault;
    }

    private static void AssertRestores(byte[][] pieces, int needed, int[] places)
    {
        Memory<byte>[] restored = [.. pieces.Select(piece => new byte[piece.Length].AsMemory())];
        ErasureFault fault = new ErasureCode(needed, pieces.Length).TryRestore(
            [.. places.Select(place => new ErasurePiece(place, pieces[place]))], [.. Enumerable.Range(0, pieces.Length)], restored);
        Assert.Equal(ErasureFault.None, fault);
        for (int place = 0; place < pieces.Length; place++)
        {
            Assert.True(pieces[place].AsSpan().SequenceEqual(restored[place].Span));
        }
    }

    private static byte[][] Encode(byte[][] data, int total)
    {
        byte[][] coded = [.. Enumerable.Range(data.Length, total - data.Length).Select(_ => new byte[data[0].Length])];
        new ErasureCode(data.Length, total).Encode(
            [.. data.Select(piece => (ReadOnlyMemory<byte>)piece)], [.. coded.Select(piece => piece.AsMemory())]);
        return [.. data, .. coded];
    }

    private static byte[][] Data(int needed, int length)
    {
        Random random = new((needed << 16) + length);
        byte[][] data = [.. Enumerable.Range(0, needed).Select(_ => new byte[length])];
        Array.ForEach(data, random.NextBytes);
        return data;
    }
}
