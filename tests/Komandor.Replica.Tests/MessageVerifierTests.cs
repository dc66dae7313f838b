using Komandor.Consensus;
using Komandor.Primitives;
using Komandor.Replica.Messages;

namespace Komandor.Replica.Tests;

public sealed class MessageVerifierTests
{
    private static readonly MemberId _creator = new(2);

    [Fact]
    public void Verify_OfAnEventThatIsKnown_DoesNotVerifyItAgain()
    {
        TestNetwork network = new();
        MessageVerifier verifier = MessageVerifier.Remembering(network.Chain);
        byte[] encoded = MessageCodec.Encode(new EventsMessage([network.Forge(_creator).Encoded]));
        Assert.Same(Assert.Single(verifier.Verify(encoded).Events), Assert.Single(verifier.Verify(encoded).Events));
    }

    [Fact]
    public void Verify_OfAKnownEventWithAWrongSignature_IsRefusedByRuleGS4()
    {
        TestNetwork network = new();
        MessageVerifier verifier = MessageVerifier.Remembering(network.Chain);
        byte[] good = network.Forge(_creator).Encoded.ToArray();
        byte[] wrong = [.. good];
        wrong[^1] ^= 1;
        Assert.Equal(MessageFault.None, verifier.Verify(MessageCodec.Encode(new EventsMessage([good]))).Fault);
        Assert.Equal(MessageFault.EventRefused, verifier.Verify(MessageCodec.Encode(new EventsMessage([wrong]))).Fault);
        Assert.Equal(MessageFault.EventRefused, network.Verify(MessageCodec.Encode(new EventsMessage([good, wrong]))).Fault);
    }

    [Fact]
    public void Verify_OfOneEventManyTimes_VerifiesItOnce()
    {
        TestNetwork network = new();
        ReadOnlyMemory<byte> encoded = network.Forge(_creator).Encoded;
        IReadOnlyList<CheckedEvent> events = network.Verify(MessageCodec.Encode(new EventsMessage([.. Enumerable.Repeat(encoded, 100)]))).Events;
        Assert.Equal(100, events.Count);
        Assert.Single(events.Distinct());
    }

    [Fact]
    public void VerifiedEvents_BeyondTheirBounds_ForgetTheOldest()
    {
        TestNetwork network = new();
        SignedEvent[] events = [.. Enumerable.Range(0, 4).Select(index => network.Forge(_creator, payload: [[7, (byte)index]]))];
        long sizeBytes = events[0].Encoded.Length;
        VerifiedEvents byCount = new(2, long.MaxValue);
        VerifiedEvents bySize = new(int.MaxValue, 2 * sizeBytes);
        foreach (SignedEvent signed in events)
        {
            byCount.Add(new CheckedEvent(VerifiedEvent.Trust(signed), EventPayload.Empty));
            bySize.Add(new CheckedEvent(VerifiedEvent.Trust(signed), EventPayload.Empty));
        }

        Assert.Equal([false, false, true, true], events.Select(signed => byCount.Find(signed) is not null));
        Assert.Equal([false, false, true, true], events.Select(signed => bySize.Find(signed) is not null));
    }
}
