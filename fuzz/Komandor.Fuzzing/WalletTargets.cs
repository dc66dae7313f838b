using System.Text;
using Komandor.Cryptography.Curve25519;
using Komandor.Cryptography.Proofs;
using Komandor.Ledger.Private;
using Komandor.Primitives;
using Komandor.Wallet.Private.Disclosure;
using Komandor.Wallet.Private.Keys;
using Komandor.Wallet.Private.Offline;
using Komandor.Wallet.Private.Scanning;
using Komandor.Wallet.Storage;

namespace Komandor.Fuzzing;

/// <summary>What a wallet reads of others: proofs that people show, requests to sign and their answers, and the ephemeral keys of every note on the chain.</summary>
internal static class WalletTargets
{
    private const string Prefix = "kmdt";

    private static readonly SpendKey _key = SpendKey.Derive(new byte[64], 0);
    private static readonly PrivateAddress _address = _key.View.Incoming.AddressAt(Prefix, 0);
    private static readonly Hash256 _element = _address.FindKey;

    /// <summary>The targets.</summary>
    internal static IReadOnlyList<FuzzTarget> All { get; } = [Proofs(), Products(), Requests(), Answers()];

    // The shape of each kind with proofs that do not hold, so that mutations reach what is behind the reader.
    private static FuzzTarget Proofs()
    {
        CanonicalWriter payment = new();
        payment.Hash(_element);
        payment.VarUInt(1);
        payment.Text(_address.ToString());
        payment.Byte(0);
        payment.Hash(_element);
        payment.Raw(new byte[RelationShape.EqualBetween.ProofSizeBytes]);
        CanonicalWriter spend = new();
        spend.Hash(_element);
        spend.Byte((byte)PrivateTier.Shielded);
        spend.Hash(_element);
        spend.Raw(new byte[RelationShape.TagSecrets.ProofSizeBytes]);
        CanonicalWriter reserve = new();
        reserve.VarUInt(1);
        reserve.Byte((byte)PrivateTier.Ring);
        reserve.VarUInt(3);
        reserve.VarUInt(70_000);
        reserve.Hash(default);
        reserve.Hash(_element);
        reserve.Bytes(new byte[96]);
        (DisclosureKind Kind, byte[] Fields)[] shapes =
            [(DisclosureKind.Payment, payment.ToArray()), (DisclosureKind.Spend, spend.ToArray()), (DisclosureKind.Reserve, reserve.ToArray())];
        return new FuzzTarget(
            "proof for people", [.. shapes.Select(shape => Encoding.UTF8.GetBytes(DisclosureText.Write(shape.Kind, default, shape.Fields)))], ReadProof);
    }

    private static byte[]? ReadProof(ReadOnlySpan<byte> bytes)
    {
        string text = Encoding.Latin1.GetString(bytes);
        if (text != text.Trim() || !DisclosureText.TryRead(text, out DisclosureKind kind, out ChainId chain, out byte[] fields))
        {
            return null;
        }

        PoolNote note = new(_element, _element, 5);
        PrivateOutput output = new(_element, _element, _element, 7, new byte[PrivateLimits.SealedValueSizeBytes]);
        CompactTransaction transaction = new(
            new TransactionId(_element), PrivateTier.Shielded, _element, 1, 0, 0, [_element], [new CompactOutput(0, output), new CompactOutput(1, output)], default, default);
        DisclosureResult result = kind switch
        {
            DisclosureKind.Payment => PaymentDisclosure.Verify(chain, Prefix, string.Empty, fields, _ => transaction),
            DisclosureKind.Spend => SpendDisclosure.Verify(chain, string.Empty, fields, _ => transaction, _ => note),
            _ => ReserveDisclosure.Verify(chain, string.Empty, fields, (_, _) => note, _ => Scalar.One, _ => false),
        };
        Invariant.Require(result.Fault != DisclosureFault.None);
        return Encoding.UTF8.GetBytes(DisclosureText.Write(kind, chain, fields));
    }

    // What a machine with the secrets reads of one that it does not trust.
    private static FuzzTarget Requests()
    {
        SigningNote note = new()
        {
            Tier = PrivateTier.Ring,
            Index = 9,
            Key = _element,
            Commitment = _element,
            EphemeralKey = _element,
            Value = 70_000,
            AddressNumber = 1,
            Nonce = _element,
            Output = 1,
            Members = [.. Enumerable.Range(3, PrivateLimits.RingMembers).Select(index => (ulong)index)],
            Ring = Enumerable.Repeat(_element.ToArray(), 2 * PrivateLimits.RingMembers).SelectMany(one => one).ToArray(),
        };
        SigningRequest ring = new()
        {
            Chain = new ChainBinding(default, "test", Prefix, default),
            Tier = PrivateTier.Ring,
            ValidUntil = new Timestamp(1_000_000),
            Recipient = _address.ToString(),
            Amount = 1_000,
            Memo = "memo",
            Fee = 17,
            Place = 1,
            Seed = new byte[32],
            Randomness = new byte[32],
            Notes = [note],
        };
        SigningRequest shielded = ring with
        {
            Tier = PrivateTier.Shielded,
            AnchorHeight = 64,
            Notes = [note with { Tier = PrivateTier.Shielded, Members = [], Ring = default, Weight = Scalar.One, Set = 2 }],
        };
        return new FuzzTarget("request to sign", [ring.Encode(), shielded.Encode()], bytes =>
            SigningRequest.TryRead(OfflineText.Write(OfflineKind.Request, bytes), out SigningRequest? read) == OfflineFault.None ? read!.Encode() : null);
    }

    private static FuzzTarget Answers()
    {
        SigningAnswer ring = new(
            default, _element, default, PrivateTier.Ring, new byte[PrivateLimits.RecoverySizeBytes], [_element], [new byte[RingSignature.SizeBytes]]);
        SigningAnswer shielded = new(
            default, _element, default, PrivateTier.Shielded, default, [], [new byte[RelationShape.SpendInput.ProofSizeBytes], new byte[RelationShape.SpendInput.ProofSizeBytes]]);
        return new FuzzTarget("answer that signs", [ring.Encode(), shielded.Encode()], bytes =>
            SigningAnswer.TryRead(OfflineText.Write(OfflineKind.Answer, bytes), out SigningAnswer? read) == OfflineFault.None ? read!.Encode() : null);
    }

    // Many at once are what each is alone, whatever stands between them.
    private static FuzzTarget Products()
    {
        byte[] element = _element.ToArray();
        return new FuzzTarget("shared products", [[.. Enumerable.Repeat(element, 9).SelectMany(one => one)]], bytes =>
        {
            int count = bytes.Length / Ristretto255.SizeBytes;
            byte[] elements = bytes[..(count * Ristretto255.SizeBytes)].ToArray();
            byte[] products = new byte[elements.Length];
            bool[] valid = new bool[count];
            Scalar scalar = _key.Spend;
            SharedProducts.Multiply(scalar, elements, products, valid);
            byte[] expected = new byte[Ristretto255.SizeBytes];
            for (int index = 0; index < count; index++)
            {
                Range place = (index * Ristretto255.SizeBytes)..((index + 1) * Ristretto255.SizeBytes);
                bool isElement = SharedProducts.One(scalar, elements.AsSpan(place), expected);
                Invariant.Require(isElement == valid[index] && (!isElement || products.AsSpan(place).SequenceEqual(expected)));
            }

            return elements.Length == bytes.Length && Array.TrueForAll(valid, one => one) ? elements : null;
        });
    }
}
