using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using Komandor.Ledger.Private;
using Komandor.Primitives;

namespace Komandor.Ledger;

/// <summary>What a wallet wants to do, before it is checked and encoded.</summary>
public sealed record TransactionDraft
{
    /// <summary>The chain.</summary>
    public required ChainId ChainId { get; init; }

    /// <summary>The shard that holds the inputs.</summary>
    public required ShardId Shard { get; init; }

    /// <summary>The objects to use, strictly ascending by id: 1 to 1,024, or none beside private inputs.</summary>
    public ImmutableArray<TransactionInput> Inputs { get; init; } = [];

    /// <summary>The objects to make or continue, at most 1,024.</summary>
    public ImmutableArray<TransactionOutput> Outputs { get; init; } = [];

    /// <summary>The fee in units of KMCC: exactly what goes in less what comes out.</summary>
    public ulong Fee { get; init; }

    /// <summary>The earliest time of a block that may execute it; zero for any.</summary>
    public Timestamp ValidFrom { get; init; }

    /// <summary>The latest time of a block that may execute it.</summary>
    public required Timestamp ValidUntil { get; init; }

    /// <summary>Public bytes for the recipient, at most 512.</summary>
    public ReadOnlyMemory<byte> Memo { get; init; }

    /// <summary>The private part: makes the body one of version 2, whose context (<see cref="TransactionBody.Context"/>) the proofs are then made in.</summary>
    public PrivateBundle? Bundle { get; init; }

    /// <summary>Encodes and checks the body.</summary>
    public bool TryBuild([NotNullWhen(true)] out TransactionBody? body, out LedgerFault fault)
    {
        CanonicalWriter writer = new(512);
        Write(writer);
        return TransactionBody.TryDecode(writer.Written, out body, out fault);
    }

    /// <summary>Encodes a body that is known to obey the static rules.</summary>
    /// <exception cref="InvariantViolationException">It does not.</exception>
    public TransactionBody Build()
    {
        bool built = TryBuild(out TransactionBody? body, out _);
        Invariant.Require(built);
        return body!;
    }

    internal void Write(CanonicalWriter writer)
    {
        writer.Byte(Bundle is null ? TransactionBody.TransparentVersion : TransactionBody.PrivateVersion);
        writer.Hash(ChainId.Value);
        writer.UInt16(Shard.Value);
        writer.VarUInt((ulong)Inputs.Length);
        foreach (TransactionInput input in Inputs)
        {
            writer.Hash(input.ObjectId.Value);
            writer.VarUInt(input.ObjectVersion);
        }

        WriteOutputs(writer);
        writer.VarUInt(Fee);
        writer.Time(ValidFrom);
        writer.Time(ValidUntil);
        writer.Bytes(Memo.Span);
        Bundle?.Write(writer);
    }

    internal void WriteOutputs(CanonicalWriter writer)
    {
        writer.VarUInt((ulong)Outputs.Length);
        foreach (TransactionOutput output in Outputs)
        {
            TransactionOutput.Write(writer, output);
        }
    }
}
