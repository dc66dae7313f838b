using Komandor.Cryptography;
using Komandor.Primitives;
using Komandor.State;

namespace Komandor.Ledger.Tests;

/// <summary>Objects and spent tags never part, whatever a power loss takes: docs/protocol/store.md.</summary>
public sealed class LedgerStateTests
{
    private const int Rounds = 24;
    private static readonly HashDomain _domain = new("test.ledgerstate");

    [Fact]
    public void Open_AtEveryVersionThatIsKept_HasBothAtIt()
    {
        MemoryStateFiles files = new();
        List<Hash256> roots = [];
        Run(files, roots);
        for (int version = Rounds; version > Rounds - 8; version--)
        {
            Check(files.Copy(), (ulong)version, roots, least: (ulong)version);
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    public void Commit_PowerLossAtManyWrites_OpensBothAtOneVersionThatWasFlushedOrLater(int kept)
    {
        for (int fault = 1; ; fault += 3)
        {
            MemoryStateFiles files = new();
            List<Hash256> roots = [];
            int changes = 0;
            files.BeforeChange = () =>
            {
                if (++changes == fault)
                {
                    throw new IOException("The power is gone.");
                }
            };
            ulong flushed = Run(files, roots);
            bool isDone = changes < fault;
            files.BeforeChange = null;
            files.Crash(bytes => bytes * kept / 2);

            // The store may have kept the batches of blocks that came after the flush, or not.
            Check(files.Copy(), flushed, roots, flushed);
            Check(files, (ulong)Math.Max(roots.Count - 1, 0), roots, flushed);
            if (isDone)
            {
                Assert.InRange(fault, 60, 1_000);
                return;
            }
        }
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Open_ALogThatLostItsEnd_CutsTheOtherToIt(bool isTags)
    {
        MemoryStateFiles files = new();
        List<Hash256> roots = [];
        Run(files, roots);
        string name = files.Names().Last(name => isTags ? name.StartsWith("tags-s-log-", StringComparison.Ordinal) : name.StartsWith("s-", StringComparison.Ordinal));
        using (IStateFile file = files.Open(name))
        {
            file.Truncate(file.SizeBytes - 1);
        }

        LedgerState state = new(files, "s", Rounds, isLessEnough: true);
        Assert.Equal(((ulong)Rounds - 1, (ulong)Rounds - 1), (state.Version, state.Tags.Version));
        Assert.Contains(name, state.EndOfReading, StringComparison.Ordinal);
        Assert.Equal(roots[Rounds - 1], state.Root);
    }

    [Fact]
    public void Snapshot_OfAnOlderVersion_KnowsItsTagsAndProvesThem()
    {
        LedgerState state = new(new MemoryStateFiles(), "s");
        for (int round = 0; round < Rounds; round++)
        {
            Commit(state, round);
        }

        state.Prune(10);
        Assert.Null(state.Snapshot(9));
        LedgerSnapshot snapshot = state.Snapshot(12)!;
        for (int round = 0; round < Rounds; round++)
        {
            foreach (Hash256 one in Tags(round))
            {
                ObjectId tag = new(one);
                SpentTagProof proof = snapshot.ProveTag(tag);
                Assert.Equal(round < 12, snapshot.IsSpent(tag));
                Assert.Equal(SpentTagFault.None, proof.Verify(snapshot.Root, tag, round < 12));
                Assert.Equal(SpentTagFault.TagUnproven, proof.Verify(snapshot.Root, tag, round >= 12));
            }
        }
    }

    [Fact]
    public void Verify_AnotherRootOfTheTags_IsRefusedByRuleTG16()
    {
        LedgerState state = new(new MemoryStateFiles(), "s");
        for (int round = 0; round < 6; round++)
        {
            Commit(state, round);
        }

        // An empty set would show that nothing was spent; so would a state that says nothing of the tags.
        ObjectId tag = new(Tags(1)[0]);
        LedgerSnapshot snapshot = state.Snapshot(6)!;
        SpentTagProof proof = snapshot.ProveTag(tag);
        Assert.Equal(SpentTagFault.None, proof.Verify(state.Root, tag, true));
        Assert.Equal(SpentTagFault.ObjectUnproven, new SpentTagProof(default(SpentTags).Encode(), proof.ObjectProof, [0, 0]).Verify(state.Root, tag, false));
        Assert.Equal(SpentTagFault.ObjectUnproven, new SpentTagProof(null, proof.ObjectProof, [0, 0]).Verify(state.Root, tag, false));
        Assert.Equal(SpentTagFault.ObjectUnproven, proof.Verify(Hash256.Zero, tag, true));
        Assert.Equal(SpentTagFault.ObjectUnproven, (proof with { Object = [.. proof.Object!, 0] }).Verify(state.Root, tag, true));
    }

    [Fact]
    public void Verify_AnotherTagsWay_IsRefusedByRuleTG17()
    {
        LedgerState state = new(new MemoryStateFiles(), "s");
        for (int round = 0; round < 12; round++)
        {
            Commit(state, round);
        }

        LedgerSnapshot snapshot = state.Snapshot(12)!;
        ObjectId tag = new(Tags(1)[0]);
        ObjectId absent = new(Tags(13)[0]);
        Assert.Equal(SpentTagFault.TagUnproven, snapshot.ProveTag(absent).Verify(state.Root, tag, true));
        Assert.Equal(SpentTagFault.TagUnproven, (snapshot.ProveTag(tag) with { TagProof = [0, 0] }).Verify(state.Root, tag, false));
    }

    [Fact]
    public void Snapshot_BeforeTheFirstTag_ProvesThatNothingWasSpent()
    {
        LedgerState state = new(new MemoryStateFiles(), "s");
        state.Commit(state.Stage([new(Key("object", 1), [1])], []));
        ObjectId tag = new(Tags(1)[0]);
        SpentTagProof proof = state.Snapshot(1)!.ProveTag(tag);
        Assert.Null(proof.Object);
        Assert.Equal(SpentTagFault.None, proof.Verify(state.Root, tag, false));
        Assert.Equal(SpentTagFault.TagUnproven, proof.Verify(state.Root, tag, true));
    }

    private static void Check(MemoryStateFiles files, ulong needed, List<Hash256> roots, ulong least)
    {
        LedgerState state = new(files, "s", needed, isLessEnough: true);
        Assert.InRange(state.Version, least, needed);
        Assert.Equal(state.Version, state.Tags.Version);
        Assert.Equal(roots[(int)state.Version], state.Root);
        Assert.Equal(Enumerable.Range(0, (int)state.Version).Sum(round => Tags(round).Length), state.Tags.Count);
        for (int round = (int)state.Version; round < Rounds; round++)
        {
            Commit(state, round);
            Assert.True(round + 1 >= roots.Count || roots[round + 1] == state.Root);
        }
    }

    // Returns the version that was flushed last.
    private static ulong Run(MemoryStateFiles files, List<Hash256> roots)
    {
        ulong flushed = 0;
        roots.Add(Hash256.Zero);
        try
        {
            LedgerState state = new(files, "s");
            for (int round = 0; round < Rounds; round++)
            {
                Commit(state, round);
                roots.Add(state.Root);
                if (round % 3 == 2)
                {
                    state.Flush();
                    flushed = state.Version;
                    state.Prune(state.Version - Math.Min(state.Version, 8));
                }
            }
        }
        catch (IOException)
        {
            // The power is gone.
        }

        return flushed;
    }

    private static void Commit(LedgerState state, int round) =>
        state.Commit(state.Stage([.. Enumerable.Range(0, 5).Select(number => new KeyValuePair<Hash256, byte[]?>(Key("object", (round * 3) + number), [(byte)round]))], Tags(round)));

    // Some blocks spend nothing.
    private static Hash256[] Tags(int round) => [.. Enumerable.Range(0, round % 4).Select(number => Key("tag", (round * 4) + number))];

    private static Hash256 Key(string kind, int number)
    {
        CanonicalWriter writer = new();
        writer.Text(kind);
        writer.UInt32((uint)number);
        return Blake2b.Hash(_domain, writer.Written);
    }
}
