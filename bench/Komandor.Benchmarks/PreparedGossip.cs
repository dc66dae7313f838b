using Komandor.Cryptography;
using Komandor.Ledger;
using Komandor.Primitives;
using Komandor.Replica;
using Komandor.Replica.Inputs;
using Komandor.Replica.Messages;
using Komandor.State;

namespace Komandor.Benchmarks;

/// <summary>What three members of four send to the fourth while they order payments without it, made on virtual time with real signatures.</summary>
internal sealed class PreparedGossip
{
    private const int StepUs = 5_000;

    private readonly ChainContext _chain;
    private readonly MessageVerifier _verifier;
    private readonly List<BenchmarkMember> _members = [];
    private readonly Queue<(MemberId From, MemberId To, ReadOnlyMemory<byte> Encoded)> _links = [];
    private readonly List<(MemberId From, ReadOnlyMemory<byte> Encoded, Moment Moment)> _messages = [];
    private long _elapsedUs = 1_000_000;
    private ulong _coin;

    private PreparedGossip(ChainContext chain)
    {
        _chain = chain;
        _verifier = new MessageVerifier(chain);
    }

    private Moment Moment => new(_chain.Genesis.Time.Plus(_elapsedUs), _elapsedUs, _coin = unchecked((_coin * 6_364_136_223_846_793_005UL) + 1));

    /// <summary>Lets the first three members order <paramref name="payments"/>.</summary>
    /// <param name="chain">A chain of four members.</param>
    /// <param name="keys">Their keys.</param>
    /// <param name="payments">What is paid.</param>
    /// <param name="perStep">Payments that each member gets in 5 ms.</param>
    /// <returns>The messages with events, in the order in which they were sent, and when.</returns>
    internal static IReadOnlyList<(MemberId From, ReadOnlyMemory<byte> Encoded, Moment Moment)> Make(
        ChainContext chain, SigningKey[] keys, VerifiedTransaction[] payments, int perStep)
    {
        PreparedGossip gossip = new(chain);
        for (int index = 0; index < 3; index++)
        {
            MemberId self = new((uint)index + 1);
            ReplicaSettings settings = new() { Self = self };
            gossip._members.Add(new BenchmarkMember(
                settings, chain, keys[index], new MemoryKeyValueStore(), new MemoryStateFiles(), gossip.Moment, send => gossip._links.Enqueue((self, send.Peer, send.Encoded))));
        }

        gossip.Connect();
        for (int step = 0; step < 100; step++)
        {
            gossip.Step();
        }

        gossip._messages.Clear();
        int next = 0;
        while (next < payments.Length)
        {
            foreach (BenchmarkMember member in gossip._members)
            {
                for (int count = 0; count < perStep && next < payments.Length; count++)
                {
                    member.Give(new TransactionSubmitted(payments[next++]), gossip.Moment);
                }
            }

            gossip.Step();
        }

        for (int step = 0; step < 200; step++)
        {
            gossip.Step();
        }

        Invariant.Require(gossip._members.TrueForAll(member => member.Executed == payments.Length));
        return gossip._messages;
    }

    private void Connect()
    {
        for (int one = 0; one < 3; one++)
        {
            for (int other = 0; other < 3; other++)
            {
                if (one != other)
                {
                    _members[one].Give(new PeerConnected(new MemberId((uint)other + 1)), Moment);
                }
            }
        }
    }

    private void Step()
    {
        _elapsedUs += StepUs;
        foreach (BenchmarkMember member in _members)
        {
            member.Give(new Tick(), Moment);
            member.Flush();
        }

        ReadOnlyMemory<byte> last = default;
        VerifiedMessage? verified = null;
        while (_links.TryDequeue(out (MemberId From, MemberId To, ReadOnlyMemory<byte> Encoded) message))
        {
            if (!message.Encoded.Equals(last) || verified is null)
            {
                // An event goes to all peers; the fourth member gets what the first of them gets.
                verified = _verifier.Verify(message.Encoded.Span);
                last = message.Encoded;
                if (verified.Content is EventsMessage)
                {
                    _messages.Add((message.From, message.Encoded, Moment));
                }
            }

            BenchmarkMember member = _members[(int)message.To.Value - 1];
            member.Give(new MessageReceived(message.From, verified), Moment);
            member.Flush();
        }
    }
}
