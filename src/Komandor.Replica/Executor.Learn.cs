using Komandor.Primitives;
using Komandor.Replica.Messages;

namespace Komandor.Replica;

public sealed partial class Executor
{
    private readonly SortedSet<MemberId> _peers = [];
    private bool IsLearning { get; set; }
    private void Receive(MemberId peer, VerifiedMessage message)
    {
        if (message.Content is GetHeaderMessage && _blocks.FinalHeight > 0)
        {
            _effects.Add(new Effects.Send(peer, MessageCodec.Encode(new CertifiedHeaderMessage(_blocks.Header(_blocks.FinalHeight)!.Encode(), _blocks.Certificate(_blocks.FinalHeight)!.Encode()))));
        }
    }
    private void BeginLearning(CatchUpReason reason) => IsLearning = true;
    private void AskForState()
    {
    }
    private void AskForBlocks()
    {
    }
    private void RestoreBackfill()
    {
    }
}
