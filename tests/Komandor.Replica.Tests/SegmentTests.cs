using System.Globalization;
using Komandor.Primitives;
using Komandor.Replica.Archive;
using Komandor.Testing;

namespace Komandor.Replica.Tests;

public sealed class SegmentTests
{
    [Fact]
    public void Of_DocumentedBlocks_GivesTheDocumentedPiecesAndRoot()
    {
        foreach (IReadOnlyDictionary<string, string> vector in DocumentVectors.Read("archive.md", "segments"))
        {
            int[] sizes = [.. vector["blocks"].Split(' ').Select(text => int.Parse(text, CultureInfo.InvariantCulture))];
            CodedSegment coded = Code(sizes, int.Parse(vector["total"], CultureInfo.InvariantCulture));
            Assert.Equal(vector["needed"], coded.Segment.Needed.ToString(CultureInfo.InvariantCulture));
            Assert.Equal(vector["piece bytes"], coded.Segment.PieceSizeBytes.ToString(CultureInfo.InvariantCulture));
            Assert.Equal(vector["root"], coded.Segment.Root.ToString());
        }
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(3, 3)]
    [InlineData(4, 3)]
    [InlineData(10, 7)]
    [InlineData(255, 171)]
    public void Needed_ToleratesWhatConsensusTolerates(int total, int needed)
    {
        Assert.Equal(needed, SegmentRules.Needed(total));
        Assert.True(3 * (total - needed) < total);
        Assert.Equal(needed < total, SegmentRules.HasSpare(total));
    }

    [Fact]
    public void PlaceOf_RosterThatChanged_DealsTheSamePlacesOutAnew()
    {
        Roster before = RosterOf(1, 2, 3, 4);
        Roster after = RosterOf(1, 3, 4, 5, 6);
        Assert.Equal([0, 1, 2, 3], before.Members.Select(member => SegmentRules.PlaceOf(before, member.Id, 4)));
        Assert.Equal(-1, SegmentRules.PlaceOf(after, new MemberId(2), 4));
        Assert.Equal([0, 1, 2, 3, 0], after.Members.Select(member => SegmentRules.PlaceOf(after, member.Id, 4)));
    }

    [Fact]
    public void IsGenuine_AnythingChanged_IsRefusedByRuleAR5()
    {
        CodedSegment coded = Code([700_000, 900_000], 4);
        Segment segment = coded.Segment;
        Assert.Equal(2, segment.Parts);
        PiecePart part = coded.Part(2, 1);
        Assert.True(segment.IsGenuine(1, part));
        Assert.False(segment.IsGenuine(0, part));
        Assert.False(segment.IsGenuine(2, part));
        Assert.False(segment.IsGenuine(1, part with { Place = 3 }));
        Assert.False(segment.IsGenuine(1, part with { Place = 255 }));
        Assert.False(segment.IsGenuine(1, part with { Content = part.Content[..^1] }));
        Assert.False(segment.IsGenuine(1, part with { Path = part.Path[..^1] }));
        Assert.False(segment.IsGenuine(1, part with { Path = new Hash256[20] }));
        byte[] flipped = part.Content.ToArray();
        flipped[^1] ^= 1;
        Assert.False(segment.IsGenuine(1, part with { Content = flipped }));
        Assert.False((segment with { Root = default }).IsGenuine(1, part));
    }

    [Fact]
    public void TrySplit_BytesOfAnotherNumberOfBlocks_AreRefused()
    {
        Segment segment = new(0, 1, 2, 5, 4, default);
        Assert.Equal([1, 2], SegmentBlocks.TrySplit(segment, new byte[] { 1, 9, 2, 8, 8 })!.Select(block => block.Length));
        Assert.Null(SegmentBlocks.TrySplit(segment, new byte[] { 1, 9 }));
        Assert.Null(SegmentBlocks.TrySplit(segment, new byte[] { 1, 9, 0, 0 }));
        Assert.Null(SegmentBlocks.TrySplit(segment, new byte[] { 1, 9, 3, 0 }));
        Assert.Null(SegmentBlocks.TrySplit(segment with { Last = ulong.MaxValue - 1 }, new byte[] { 1, 9 }));
    }

    internal static CodedSegment Code(int[] sizes, int total)
    {
        CanonicalWriter writer = new();
        for (int block = 0; block < sizes.Length; block++)
        {
            byte[] content = new byte[sizes[block]];
            for (int index = 0; index < content.Length; index++)
            {
                content[index] = (byte)(((7 * index) + block) % 251);
            }

            writer.Bytes(content);
        }

        return CodedSegment.Of(3, 10, 10 + (ulong)sizes.Length - 1, writer.Written, total, SerialForkJoin.Instance);
    }

    private static Roster RosterOf(params uint[] members) => Roster.Create(
        [.. members.Select(member => new RosterMember(new MemberId(member), TestNetwork.KeyOf((byte)member).PublicKey, 10))]);
}
