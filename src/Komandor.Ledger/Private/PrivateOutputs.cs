using System.Collections.Immutable;
using Komandor.Cryptography.Curve25519;
using Komandor.Cryptography.Proofs;
using Komandor.Primitives;

namespace Komandor.Ledger.Private;

/// <summary>The outputs of a transaction that is being made, with what only its maker knows of them.</summary>
/// <param name="Made">The outputs.</param>
/// <param name="Values">Their values.</param>
/// <param name="Blindings">The blinding factors of their commitments.</param>
/// <param name="SealedMemo">The memo for the owner of one of them.</param>
/// <param name="Recovery">What the maker can read again.</param>
internal sealed record PrivateOutputs(
    ImmutableArray<PrivateOutput> Made, ulong[] Values, Scalar[] Blindings, byte[] SealedMemo, byte[] Recovery)
{
    internal static PrivateOutputs Make(PrivateFrame frame, Hash256 nonce)
    {
        int count = frame.Payments.Count;
        ImmutableArray<PrivateOutput>.Builder made = ImmutableArray.CreateBuilder<PrivateOutput>(count);
        Scalar[] blindings = new Scalar[count];
        byte[] memo = [];
        for (int index = 0; index < count; index++)
        {
            PrivatePayment payment = frame.Payments[index];
            made.Add(NoteMaker.Make(
                payment.To, frame.Tier, payment.Value, frame.Seed.Span, nonce, index, out NoteSecrets secrets, out blindings[index]));
            memo = index == frame.MemoFor ? secrets.SealMemo(frame.Memo.Span, nonce) : memo;
            secrets.Dispose();
        }

        ImmutableArray<PrivateOutput> outputs = made.MoveToImmutable();
        return new PrivateOutputs(outputs, [.. frame.Payments.Select(payment => payment.Value)], blindings, memo, frame.Recovery(nonce, outputs));
    }

    /// <summary>The range proof of all outputs together.</summary>
    internal byte[] ProveRange(Hash256 context, ReadOnlySpan<byte> randomness) => RangeProver.Prove(context, Values, Blindings, randomness).Proof;

    /// <summary>Tells no secret: what is printed ends in logs.</summary>
    public override string ToString() => nameof(PrivateOutputs);
}
