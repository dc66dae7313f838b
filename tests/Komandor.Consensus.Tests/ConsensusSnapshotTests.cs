using Komandor.Primitives;

namespace Komandor.Consensus.Tests;

public sealed class ConsensusSnapshotTests
{
    private static readonly EventId _judge = new(Hash256.Parse(new string('a', 64)));

    [Fact]
    public void TryRead_WhatWasWritten_GivesItBack()
    {
        TestShard shard = new(4);
        Hashgraph graph = shard.Graph();
        shard.Gossip(graph, 30);
        foreach (ConsensusSnapshot snapshot in new[] { ConsensusSnapshot.Genesis, graph.Snapshot })
        {
            byte[] bytes = Encode(snapshot);
            CanonicalReader reader = new(bytes);
            Assert.True(ConsensusSnapshot.TryRead(ref reader, out ConsensusSnapshot? read));
            Assert.True(reader.TryFinish(out _));
            Assert.Equal(bytes, Encode(read));
            Assert.Equal(snapshot.Judges, read.Judges);
        }
    }

    [Fact]
    public void TryRead_AnyPrefix_IsRefusedByRuleH90()
    {
        byte[] bytes = Encode(new ConsensusSnapshot(2, [_judge], [1, 2], new Timestamp(5), 9));
        for (int length = 0; length < bytes.Length; length++)
        {
            Refused(EncodingFault.Truncated, bytes[..length]);
        }
    }

    [Fact]
    public void TryRead_RoundThatContradictsTheJudges_IsRefusedByRuleH91()
    {
        Refused(EncodingFault.OutOfRange, Encode(new ConsensusSnapshot(0, [_judge], [], default, 0)));
        Refused(EncodingFault.OutOfRange, Encode(new ConsensusSnapshot(3, [], [1], default, 0)));
        Refused(EncodingFault.OutOfRange, Encode(new ConsensusSnapshot(3, [_judge], [], default, 0)));
        Refused(EncodingFault.OutOfRange, Encode(new ConsensusSnapshot(3, [], [], default, 0)));
        byte[] beyond = Encode(new ConsensusSnapshot(EventLimits.MaxRound, [_judge], [EventLimits.MaxRound], default, 0));
        beyond[7] = 0x80;
        beyond[8 + 1 + 32 + 1 + 7] = 0x80;
        Refused(EncodingFault.OutOfRange, beyond);
    }

    [Fact]
    public void TryRead_BirthRoundsThatFallOrAreNotYet_IsRefusedByRuleH92()
    {
        Refused(EncodingFault.OutOfRange, Encode(new ConsensusSnapshot(3, [_judge], [2, 1], default, 0)));
        Refused(EncodingFault.OutOfRange, Encode(new ConsensusSnapshot(3, [_judge], [0], default, 0)));
        Refused(EncodingFault.OutOfRange, Encode(new ConsensusSnapshot(3, [_judge], [4], default, 0)));
    }

    [Fact]
    public void Add_AfterARestartAtEachRound_DecidesTheSameRounds()
    {
        TestShard shard = new(4);
        ConsensusSettings settings = new() { AncientRounds = 4, ExpiredRounds = 10 };
        Hashgraph graph = shard.Graph(settings);
        List<SignedEvent> events = shard.Gossip(graph, 30);
        List<ConsensusRound> rounds = [];
        while (graph.TryTakeRound(out ConsensusRound? round))
        {
            rounds.Add(round);
        }

        Assert.True(rounds.Count > 12);
        for (int at = 0; at < rounds.Count; at++)
        {
            Hashgraph restarted = new(settings, shard.Schedule, rounds[at].Snapshot);
            Assert.True(restarted.IsWaitingForJudges);
            List<ConsensusRound> later = Agreement.Run(restarted, events);
            Assert.False(restarted.IsWaitingForJudges);
            Assert.Equal(rounds.Skip(at + 1).Select(round => Hex(round.Snapshot)), later.Select(round => Hex(round.Snapshot)));
            Assert.Equal(rounds.Skip(at + 1).SelectMany(round => round.Events), later.SelectMany(round => round.Events));
        }
    }

    private static string Hex(ConsensusSnapshot snapshot) => Convert.ToHexString(Encode(snapshot));

    private static byte[] Encode(ConsensusSnapshot snapshot)
    {
        CanonicalWriter writer = new();
        snapshot.Write(writer);
        return writer.ToArray();
    }

    private static void Refused(EncodingFault fault, byte[] bytes)
    {
        CanonicalReader reader = new(bytes);
        Assert.False(ConsensusSnapshot.TryRead(ref reader, out ConsensusSnapshot? snapshot));
        Assert.Null(snapshot);
        Assert.Equal(fault, reader.Fault);
    }
}
