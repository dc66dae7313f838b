using System.Collections.Immutable;
using System.Runtime.InteropServices;
using Komandor.Cryptography.Proofs;
using Komandor.Primitives;

namespace Komandor.Ledger.Private;

/// <summary>The proofs of a bundle, which stand behind the witnesses: docs/protocol/private-money.md §2.</summary>
/// <param name="Inputs">One for each private input.</param>
/// <param name="Range">The range proof of all outputs together.</param>
public sealed record PrivateProofs(ImmutableArray<PrivateInputProof> Inputs, ReadOnlyMemory<byte> Range)
{
    /// <summary>The bytes of the proofs of <paramref name="bundle"/>, over cover sets of places with <paramref name="digits"/> digits.</summary>
    public static int SizeBytes(PrivateBundle bundle, int digits = PrivateLimits.SetDigits) =>
        (bundle.InputCount * (bundle.Tier == PrivateTier.Ring
            ? RingSignature.SizeBytes
            : 1 + Membership.SizeBytes(digits) + RelationShape.SpendInput.ProofSizeBytes))
        + RangeProof.SizeBytes(bundle.Outputs.Length);

    internal void Write(CanonicalWriter writer, PrivateTier tier)
    {
        foreach (PrivateInputProof input in Inputs)
        {
            if (tier == PrivateTier.Shielded)
            {
                writer.Byte((byte)DigitsOf(input.Hiding.Length));
            }

            writer.Raw(input.Hiding.Span);
            writer.Raw(input.Spend.Span);
        }

        writer.Raw(Range.Span);
    }

    /// <summary>Reads what is left of <paramref name="reader"/>, which reads <paramref name="source"/>: exactly the proofs of <paramref name="bundle"/> (N12).</summary>
    internal static PrivateProofs Read(ref CanonicalReader reader, ReadOnlyMemory<byte> source, PrivateBundle bundle, ref LedgerFault fault)
    {
        PrivateInputProof[] inputs = new PrivateInputProof[bundle.InputCount];
        for (int index = 0; index < inputs.Length; index++)
        {
            if (bundle.Tier == PrivateTier.Ring)
            {
                inputs[index] = new PrivateInputProof(Take(ref reader, source, RingSignature.SizeBytes, ref fault), default);
                continue;
            }

            int digits = Take(ref reader, source, 1, ref fault) is { IsEmpty: false } first ? first.Span[0] : 1;
            ReaderRules.Refuse(digits is < 1 or > PrivateLimits.SetDigits, LedgerFault.ProofLength, ref reader, ref fault);
            inputs[index] = new PrivateInputProof(
                Take(ref reader, source, Membership.SizeBytes(digits), ref fault),
                Take(ref reader, source, RelationShape.SpendInput.ProofSizeBytes, ref fault));
        }

        ReadOnlyMemory<byte> range = Take(ref reader, source, RangeProof.SizeBytes(bundle.Outputs.Length), ref fault);
        ReaderRules.Refuse(reader.Remaining != 0, LedgerFault.ProofLength, ref reader, ref fault);
        return new PrivateProofs(ImmutableCollectionsMarshal.AsImmutableArray(inputs), range);
    }

    private static int DigitsOf(int sizeBytes)
    {
        int digits = 1;
        while (digits < byte.MaxValue && Membership.SizeBytes(digits) < sizeBytes)
        {
            digits++;
        }

        return digits;
    }

    private static ReadOnlyMemory<byte> Take(ref CanonicalReader reader, ReadOnlyMemory<byte> source, int sizeBytes, ref LedgerFault fault)
    {
        ReaderRules.Refuse(reader.Remaining < sizeBytes, LedgerFault.ProofLength, ref reader, ref fault);
        int start = reader.Position;
        reader.Raw(sizeBytes);
        return source[start..reader.Position];
    }
}
