using System.Diagnostics;
using Komandor.Cryptography;
using Komandor.Ledger;
using Komandor.Node.Storage;
using Komandor.Primitives;
using Komandor.Replica;
using Komandor.Replica.Effects;
using Komandor.Replica.Inputs;
using Komandor.Replica.Messages;

namespace Komandor.Benchmarks;

/// <summary>Gives prepared gossip to one member with a store on disk, on one thread, and measures it.</summary>
internal static class ReplicaRun
{
    /// <summary>Measures the member with <paramref name="key"/>, the fourth.</summary>
    /// <param name="chain">The chain.</param>
    /// <param name="key">The member's key.</param>
    /// <param name="gossip">What the other three send.</param>
    /// <param name="count">The transactions in it.</param>
    internal static List<Figure> Measure(
        ChainContext chain, SigningKey key, IReadOnlyList<(MemberId From, ReadOnlyMemory<byte> Encoded, Moment Moment)> gossip, int count)
    {
        string folder = Directory.CreateTempSubdirectory("komandor-replica-").FullName;
        try
        {
            using RocksKeyValueStore store = new(Path.Combine(folder, "store"));
            FolderStateFiles files = new(Path.Combine(folder, "state"));
            MessageVerifier verifier = new(chain);
            Stopwatch verifying = new();
            BenchmarkMember member = null!;
            Queue<(MemberId Peer, SyncMessage Question)> asked = [];
            member = new BenchmarkMember(
                new ReplicaSettings { Self = new MemberId(4) }, chain, key, store, files, Earlier(gossip[0].Moment), send => Note(send, asked));
            for (uint peer = 1; peer < 4; peer++)
            {
                member.Give(new PeerConnected(new MemberId(peer)), Earlier(gossip[0].Moment));
            }

            long before = SizeOf(folder);
            member.Ordering.Reset();
            member.Executing.Reset();
            member.Persisting.Reset();
            Stopwatch wall = Stopwatch.StartNew();
            long allocated = GC.GetAllocatedBytesForCurrentThread();
            double cpu = CpuClock.Measure(() =>
            {
                long elapsedUs = 0;
                foreach ((MemberId from, ReadOnlyMemory<byte> encoded, Moment moment) in gossip)
                {
                    if (moment.ElapsedUs != elapsedUs)
                    {
                        elapsedUs = moment.ElapsedUs;
                        member.Give(new Tick(), moment);
                        Answer(member, verifier, asked, moment);
                    }

                    verifying.Start();
                    VerifiedMessage verified = verifier.Verify(encoded.Span);
                    verifying.Stop();
                    member.Give(new MessageReceived(from, verified), moment);
                    member.Flush();
                }
            });
            double seconds = wall.Elapsed.TotalSeconds;
            Invariant.Require(member.Executed == count);
            double known = verifying.Elapsed.TotalSeconds + member.Ordering.Elapsed.TotalSeconds + member.Executing.Elapsed.TotalSeconds
                + member.Persisting.Elapsed.TotalSeconds;
            return
            [
                new Figure("tx per cpu-second", count / cpu, "tx/cpu-s"),
                new Figure("tx per second", count / seconds, "tx/s"),
                new Figure("payments a block", (double)count / member.Blocks, "tx"),
                new Figure("blocks final of those made", (double)member.FinalHeight / member.Blocks, "ratio"),
                new Figure("verify, share of time", verifying.Elapsed.TotalSeconds / known, "ratio"),
                new Figure("order, share of time", member.Ordering.Elapsed.TotalSeconds / known, "ratio"),
                new Figure("execute, share of time", member.Executing.Elapsed.TotalSeconds / known, "ratio"),
                new Figure("persist, share of time", member.Persisting.Elapsed.TotalSeconds / known, "ratio"),
                new Figure("allocated a transaction", (double)(GC.GetAllocatedBytesForCurrentThread() - allocated) / count, "bytes"),
                new Figure("bytes on disk a transaction", (double)(SizeOf(folder) - before) / count, "bytes"),
            ];
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    /// <summary>Transactions that obey the rules without state, as what a member knows that it verified.</summary>
    internal static VerifiedTransaction[] Verify(Genesis genesis, Transaction[] made)
    {
        VerifiedTransaction?[] verified = new VerifiedTransaction?[made.Length];
        new TransactionVerifier(genesis.ChainId, genesis.Shard).VerifyBatch(made, verified, new LedgerFault[made.Length]);
        return [.. verified.Select(one => one!)];
    }

    private static Moment Earlier(Moment moment) => moment with { ElapsedUs = moment.ElapsedUs - 1 };

    private static void Note(Send send, Queue<(MemberId Peer, SyncMessage Question)> asked)
    {
        if (MessageCodec.TryDecode(send.Encoded.Span, out GossipMessage? message, out _) && message is SyncMessage question)
        {
            asked.Enqueue((send.Peer, question));
        }
    }

    // The peers know no event of this member yet, and have sent all that they have: then it creates events too.
    private static void Answer(BenchmarkMember member, MessageVerifier verifier, Queue<(MemberId Peer, SyncMessage Question)> asked, Moment moment)
    {
        while (asked.TryDequeue(out (MemberId Peer, SyncMessage Question) next))
        {
            SyncDoneMessage done = new(next.Question.Ticket, next.Question.Position with { IsObserving = false }, HasMore: false, default);
            member.Give(new MessageReceived(next.Peer, verifier.Verify(MessageCodec.Encode(done))), moment);
            member.Flush();
        }
    }

    private static long SizeOf(string folder) => Directory.GetFiles(folder, "*", SearchOption.AllDirectories).Sum(file => new FileInfo(file).Length);
}
