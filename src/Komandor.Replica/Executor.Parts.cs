using Komandor.Ledger;
using Komandor.Primitives;
using Komandor.Replica.Effects;
using Komandor.Replica.Messages;

namespace Komandor.Replica;

/// <content>Blocks that no message can carry whole, in both directions.</content>
public sealed partial class Executor
{
    private BlockAssembly? _assembly;

    private bool IsAssembling => _assembly is BlockAssembly assembly && _moment.ElapsedUs - assembly.ProgressAtUs < _settings.AnswerTimeoutUs;

    private void GivePart(MemberId peer, ulong height, int offset)
    {
        if (height <= _blocks.Height && _blocks.EncodedBlock(height) is byte[] encoded && offset < encoded.Length
            && encoded.Length <= MessageLimits.MaxBlockSizeBytes)
        {
            int sizeBytes = Math.Min(MessageLimits.BatchSizeBytes, encoded.Length - offset);
            Send(peer, new BlockPartMessage(height, encoded.Length, offset, encoded.AsMemory(offset, sizeBytes)));
        }
    }

    // One peer gives a block; another takes over when it has fallen silent.
    private void TakePart(MemberId peer, BlockPartMessage part)
    {
        if (WantedBlock() is not (ulong height, BlockId id) || part.Height != height)
        {
            return;
        }

        if (part.Offset == 0 && !(IsAssembling && _assembly!.Height == height))
        {
            if (!BeginsWith(part.Content.Span, id))
            {
                RefuseBlock(peer);
                return;
            }

            _assembly = new BlockAssembly(peer, height, part.SizeBytes);
        }

        if (_assembly is not BlockAssembly assembly || assembly.Peer != peer || assembly.Height != height || !assembly.TryAdd(part))
        {
            return;
        }

        assembly.ProgressAtUs = _moment.ElapsedUs;
        if (assembly.IsComplete)
        {
            _assembly = null;
            TakeBlocks(peer, new BlocksMessage(height, [assembly.Encoded]));
            return;
        }

        KeepWaiting(peer);
        Send(peer, new GetBlockPartMessage(height, assembly.Length));
    }

    private (ulong Height, BlockId Id)? WantedBlock() => _learning is Learning learning
        ? learning is { Certified: CertifiedHeader certified, Block: null } ? (certified.Header.Height, certified.Header.Id) : null
        : _backfill is Backfill backfill ? (backfill.Height, backfill.Block) : null;

    // A block's encoding begins with its header, whose id is known: the rest can be judged only when it is whole.
    private static bool BeginsWith(ReadOnlySpan<byte> content, BlockId id)
    {
        CanonicalReader reader = new(content);
        BlockHeader header = BlockHeader.Read(ref reader);
        return reader.Fault == EncodingFault.None && header.Id == id;
    }

    private void KeepWaiting(MemberId peer)
    {
        _blocksAskedAtUs = _moment.ElapsedUs;
        if (_learning is Learning learning)
        {
            learning.Open[peer] = (default, _moment.ElapsedUs);
            learning.ProgressAtUs = _moment.ElapsedUs;
        }
    }

    private void RefuseBlock(MemberId peer)
    {
        _learning?.Unable.Add(peer);
        _effects.Add(new Disconnect(peer, MessageFault.BlockRefused));
    }
}
