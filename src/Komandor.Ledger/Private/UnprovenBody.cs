using Komandor.Cryptography.Curve25519;
using Komandor.Cryptography.Proofs;

namespace Komandor.Ledger.Private;

/// <summary>A body with private inputs before anything is proved: what it is, and what its proofs take. It needs no secret that spends.</summary>
/// <remarks>docs/protocol/private-money.md §2. The same frame, covers and nonces make the same body, on whichever machine.</remarks>
/// <param name="Body">The body; its context binds the proofs.</param>
/// <param name="Outputs">The notes that it makes.</param>
/// <param name="Blindings">The blinding factors of C′, one an input.</param>
/// <param name="Offsets">Those of N′, one a shielded input; empty in the ring tier.</param>
internal sealed record UnprovenBody(TransactionBody Body, PrivateOutputs Outputs, Scalar[] Blindings, Scalar[] Offsets)
{
    /// <summary>A body that takes ring notes.</summary>
    /// <param name="frame">What it does; its draft has no transparent inputs.</param>
    /// <param name="leaving">What the transparent outputs gain.</param>
    /// <param name="covers">The notes, ascending by image.</param>
    /// <param name="nonces">Where blinding factors come from.</param>
    internal static UnprovenBody OfRing(PrivateFrame frame, ulong leaving, IReadOnlyList<RingCover> covers, SecretNonces nonces)
    {
        PrivateOutputs outputs = PrivateOutputs.Make(frame, covers[0].Image);
        Scalar[] blindings = Split(outputs, covers.Count, nonces);
        RingBundle bundle = new()
        {
            Inputs =
            [
                .. covers.Select((one, index) =>
                    new RingInput(one.Image, NoteMaker.Encode(Pedersen.Commit(one.Value, blindings[index])), one.Members)),
            ],
            Leaving = leaving,
            Outputs = outputs.Made,
            SealedMemo = outputs.SealedMemo,
            Recovery = outputs.Recovery,
        };
        return new UnprovenBody((frame.Draft with { Bundle = bundle }).Build(), outputs, blindings, []);
    }

    /// <summary>A body that takes shielded notes.</summary>
    /// <param name="frame">What it does; its draft has no transparent inputs.</param>
    /// <param name="leaving">What the transparent outputs gain.</param>
    /// <param name="anchorHeight">The anchor of the sets.</param>
    /// <param name="covers">Two notes, ascending by tag.</param>
    /// <param name="nonces">Where blinding factors come from.</param>
    internal static UnprovenBody OfShielded(
        PrivateFrame frame, ulong leaving, ulong anchorHeight, IReadOnlyList<ShieldedCover> covers, SecretNonces nonces)
    {
        PrivateOutputs outputs = PrivateOutputs.Make(frame, covers[0].Tag);
        Scalar[] blindings = Split(outputs, covers.Count, nonces);
        Scalar[] offsets = [.. covers.Select(_ => nonces.Next())];
        ShieldedBundle bundle = new()
        {
            AnchorHeight = anchorHeight,
            Inputs =
            [
                .. covers.Select((one, index) => new ShieldedInput(
                    one.Tag,
                    NoteMaker.Encode(one.Key + Pedersen.Commit(one.Value, offsets[index])),
                    NoteMaker.Encode(Pedersen.Commit(one.Value, blindings[index])),
                    one.SetNumber)),
            ],
            Leaving = leaving,
            Outputs = outputs.Made,
            SealedMemo = outputs.SealedMemo,
            Recovery = outputs.Recovery,
        };
        return new UnprovenBody((frame.Draft with { Bundle = bundle }).Build(), outputs, blindings, offsets);
    }

    /// <summary>Tells no secret: what is printed ends in logs.</summary>
    public override string ToString() => nameof(UnprovenBody);

    // Blinding factors of C′ whose sum is that of the outputs', so that the commitments balance.
    private static Scalar[] Split(PrivateOutputs outputs, int count, SecretNonces nonces)
    {
        Scalar[] blindings = new Scalar[count];
        Scalar rest = default;
        foreach (Scalar blinding in outputs.Blindings)
        {
            rest += blinding;
        }

        for (int index = 1; index < count; index++)
        {
            blindings[index] = nonces.Next();
            rest += -blindings[index];
        }

        blindings[0] = rest;
        return blindings;
    }
}
