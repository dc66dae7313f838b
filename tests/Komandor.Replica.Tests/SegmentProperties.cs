using CsCheck;
using Komandor.Primitives;
using Komandor.Replica.Archive;

namespace Komandor.Replica.Tests;

public sealed class SegmentProperties
{
    private static readonly Gen<(int Total, int[] Sizes, int Seed)> _segments =
        from total in Gen.Int[1, 20]
        from sizes in Gen.Int[0, 3_000].Array[1, 4]
        from seed in Gen.Int[0, 1_000_000]
        select (total, sizes, seed);

    [Fact]
    public void Restore_AnyPiecesThatSuffice_GiveTheBlocksBackAndFewerNever() => _segments.Sample(
        drawn =>
        {
            CodedSegment coded = SegmentTests.Code(drawn.Sizes, drawn.Total);
            Segment segment = coded.Segment;
            int[] places = [.. Enumerable.Range(0, drawn.Total)];
            new Random(drawn.Seed).Shuffle(places);
            HistoryRebuild rebuild = new(segment, 0);
            for (int taken = 0; taken < segment.Needed; taken++)
            {
                Assert.False(rebuild.IsComplete);
                PiecePart part = coded.Part(places[taken], 0);
                Assert.True(segment.IsGenuine(0, part));
                rebuild.Add(0, part);

                // A piece twice is one piece.
                rebuild.Add(0, part);
            }

            Assert.True(rebuild.IsComplete);
            CodedSegment again = CodedSegment.Of(
                segment.Number, segment.First, segment.Last, rebuild.Restore(), segment.Total, SerialForkJoin.Instance);
            Assert.Equal(segment, again.Segment);
            Assert.Equal(drawn.Sizes, SegmentBlocks.TrySplit(segment, rebuild.Restore())!.Select(block => block.Length));
        },
        iter: 300);
}
