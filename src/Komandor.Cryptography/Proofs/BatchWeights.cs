using System.Buffers.Binary;
using Komandor.Cryptography.Curve25519;

namespace Komandor.Cryptography.Proofs;

/// <summary>The weights of a batch's equations, drawn from everything in the batch: nobody can choose a proof knowing its weight.</summary>
/// <remarks>docs/protocol/transcripts.md §6.</remarks>
internal sealed class BatchWeights
{
    private const int WeightsPerHash = 4;

    private static readonly HashDomain _domain = new("komandor.weight");

    private readonly Transcript _transcript = new();
    private readonly byte[] _input = new byte[Transcript.StateSizeBytes + sizeof(int)];

    /// <summary>Begins a batch.</summary>
    internal void Begin() => _transcript.Begin("komandor.batch.1"u8, default);

    /// <summary>Binds a proof: its transcript's last state and the whole proof, responses included.</summary>
    internal void Bind(ReadOnlySpan<byte> state, ReadOnlySpan<byte> proof)
    {
        _transcript.Append("state"u8, state);
        _transcript.Append("proof"u8, proof);
    }

    /// <summary>Draws the weights: from 1 to 2¹²⁸ each, so never zero.</summary>
    internal void Draw(Span<Scalar> weights)
    {
        _transcript.Challenge("weights"u8);
        _transcript.State.CopyTo(_input);
        Span<byte> hash = stackalloc byte[64];
        for (int index = 0; index < weights.Length; index++)
        {
            int place = index % WeightsPerHash;
            if (place == 0)
            {
                BinaryPrimitives.WriteInt32LittleEndian(_input.AsSpan(Transcript.StateSizeBytes), index / WeightsPerHash);
                Blake2b.Hash(_domain, _input, hash);
            }

            weights[index] = Scalar.ReadHalf(hash[(16 * place)..]) + Scalar.One;
        }
    }
}
