using System.Runtime.InteropServices;
using Komandor.Cryptography.Curve25519;
using Komandor.Primitives;

namespace Komandor.Ledger.Private;

/// <summary>Reads untrusted bundles: rules N1 to N11 and N14, in the order of the bytes; N7 and N13 cost more and come with the signatures.</summary>
internal static class BundleReader
{
    /// <summary>Reads a bundle; null when it breaks a rule.</summary>
    /// <param name="reader">Where it stands.</param>
    /// <param name="transparentInputs">How many objects the body uses.</param>
    /// <param name="fee">The body's fee.</param>
    /// <param name="fault">The rule that it breaks.</param>
    internal static PrivateBundle? TryRead(ref CanonicalReader reader, int transparentInputs, ulong fee, ref LedgerFault fault)
    {
        byte tier = reader.Byte();
        ReaderRules.Refuse(tier is not ((byte)PrivateTier.Ring or (byte)PrivateTier.Shielded), LedgerFault.UnknownTier, ref reader, ref fault);
        ReaderRules.Refuse(reader.Byte() != PrivateLimits.ProofVersion, LedgerFault.UnknownProofVersion, ref reader, ref fault);
        ReaderRules.Refuse(new AssetId(reader.Hash()) != AssetId.Kmcc, LedgerFault.AssetNotPrivate, ref reader, ref fault);
        ulong entering = reader.VarUInt();
        ulong leaving = reader.VarUInt();
        ReaderRules.Refuse(
            (UInt128)entering + fee > ulong.MaxValue || (UInt128)leaving + fee > ulong.MaxValue, LedgerFault.AmountOverflow, ref reader, ref fault);
        PrivateBundle bundle = tier == (byte)PrivateTier.Ring ? ReadRing(ref reader, ref fault) : ReadShielded(ref reader, ref fault);
        bool hasInputs = bundle.InputCount > 0;
        ReaderRules.Refuse(
            hasInputs ? entering > 0 : entering == 0 || leaving > 0, LedgerFault.EntersAndLeaves, ref reader, ref fault);
        ReaderRules.Refuse(hasInputs == transparentInputs > 0, LedgerFault.MixedInputs, ref reader, ref fault);
        ReaderRules.Refuse(!TagsAscend(bundle), LedgerFault.TagsNotAscending, ref reader, ref fault);
        PrivateOutput[] outputs = ReadOutputs(ref reader, tier, ref fault);
        Hash256 excess = entering > 0 ? reader.Hash() : default;
        ReaderRules.Refuse(!IsScalar(excess), LedgerFault.PrivateScalar, ref reader, ref fault);
        byte[] memo = reader.Raw(PrivateLimits.SealedMemoSizeBytes).ToArray();
        byte[] recovery = reader.Raw(PrivateLimits.RecoverySizeBytes).ToArray();
        return reader.Fault != EncodingFault.None ? null : bundle with
        {
            Entering = entering,
            Leaving = leaving,
            Outputs = ImmutableCollectionsMarshal.AsImmutableArray(outputs),
            Excess = excess,
            SealedMemo = memo,
            Recovery = recovery,
        };
    }

    private static RingBundle ReadRing(ref CanonicalReader reader, ref LedgerFault fault)
    {
        ulong count = reader.VarUInt();
        ReaderRules.Refuse(count > PrivateLimits.RingInputs, LedgerFault.PrivateCount, ref reader, ref fault);
        RingInput[] inputs = new RingInput[CanHold(ref reader, count, RingInput.MinimumSizeBytes)];
        for (int index = 0; index < inputs.Length; index++)
        {
            inputs[index] = RingInput.Read(ref reader, ref fault);
        }

        return new RingBundle { Inputs = ImmutableCollectionsMarshal.AsImmutableArray(inputs), Outputs = [], SealedMemo = default, Recovery = default };
    }

    private static ShieldedBundle ReadShielded(ref CanonicalReader reader, ref LedgerFault fault)
    {
        ulong anchor = reader.VarUInt(PrivateLimits.MaximumIndex);
        ulong count = reader.VarUInt();
        ReaderRules.Refuse(
            count is not (0 or PrivateLimits.ShieldedInputs) || (count == 0 && anchor != 0), LedgerFault.PrivateCount, ref reader, ref fault);
        ShieldedInput[] inputs = new ShieldedInput[CanHold(ref reader, count, ShieldedInput.MinimumSizeBytes)];
        for (int index = 0; index < inputs.Length; index++)
        {
            inputs[index] = ShieldedInput.Read(ref reader);
        }

        return new ShieldedBundle
        {
            AnchorHeight = anchor,
            Inputs = ImmutableCollectionsMarshal.AsImmutableArray(inputs),
            Outputs = [],
            SealedMemo = default,
            Recovery = default,
        };
    }

    private static PrivateOutput[] ReadOutputs(ref CanonicalReader reader, byte tier, ref LedgerFault fault)
    {
        ulong count = tier == (byte)PrivateTier.Ring ? reader.VarUInt() : PrivateLimits.MinimumOutputs;
        ReaderRules.Refuse(
            count is < PrivateLimits.MinimumOutputs or > PrivateLimits.MaximumOutputs, LedgerFault.PrivateCount, ref reader, ref fault);
        PrivateOutput[] outputs = new PrivateOutput[CanHold(ref reader, count, PrivateLimits.OutputSizeBytes)];
        for (int index = 0; index < outputs.Length; index++)
        {
            outputs[index] = PrivateOutput.Read(ref reader);
            for (int before = 0; before < index; before++)
            {
                ReaderRules.Refuse(outputs[before].Key == outputs[index].Key, LedgerFault.OutputTwice, ref reader, ref fault);
            }
        }

        return outputs;
    }

    private static bool TagsAscend(PrivateBundle bundle)
    {
        for (int index = 1; index < bundle.InputCount; index++)
        {
            if (bundle.TagOf(index).CompareTo(bundle.TagOf(index - 1)) <= 0)
            {
                return false;
            }
        }

        return true;
    }

    private static bool IsScalar(Hash256 value)
    {
        Span<byte> bytes = stackalloc byte[Hash256.SizeBytes];
        value.CopyTo(bytes);
        return Scalar.TryRead(bytes, out _);
    }

    // A forged count costs no memory.
    private static int CanHold(ref CanonicalReader reader, ulong count, int itemSizeBytes)
    {
        if (reader.Fault == EncodingFault.None && (long)count * itemSizeBytes > reader.Remaining)
        {
            reader.Fail(EncodingFault.Truncated);
        }

        return reader.Fault == EncodingFault.None ? (int)count : 0;
    }
}
