using Komandor.Cryptography;
using Komandor.Ledger;
using Komandor.Primitives;

namespace Komandor.Fuzzing;

/// <summary>The ledger's decoders.</summary>
internal static class LedgerTargets
{
    /// <summary>The targets.</summary>
    internal static IReadOnlyList<FuzzTarget> All { get; } =
        [Lock(), LockText(), Transaction(), Object(), Header(), Block(), Certificate(), Address(), Genesis()];

    private static Ledger.Lock SampleLock(SigningKey key) => Ledger.Lock.Create(LockNode.Or(
        LockNode.Key(key.PublicKey),
        LockNode.Threshold(2, LockNode.Sha256(Hash256.Zero), LockNode.After(new Timestamp(5)), LockNode.Before(new Timestamp(9)))));

    private static Ledger.Transaction SampleTransaction()
    {
        using SigningKey key = new(new byte[32]);
        Ledger.Lock held = SampleLock(key);
        TransactionBody body = new TransactionDraft
        {
            ChainId = default,
            Shard = default,
            Inputs = [new TransactionInput(default, 1)],
            Outputs =
            [
                TransactionOutput.Coin(held, AssetId.Kmcc, 300),
                new TransactionOutput(0, held, new RecordContent("note", new byte[5])),
            ],
            ValidUntil = new Timestamp(9),
            Memo = new byte[3],
        }.Build();
        return Ledger.Transaction.Create(body, new Witness(held, [new LockOpening(0, Witness.SignatureBytes(key, body))]));
    }

    private static BlockHeader SampleHeader() => new()
    {
        ChainId = default,
        Shard = default,
        Height = 1,
        Round = 300,
        Parent = default,
        RosterHash = default,
        NextRosterHash = default,
        TransactionsRoot = default,
        StateRoot = default,
        ReceiptsRoot = default,
        Timestamp = new Timestamp(1),
        Sealer = default,
    };

    private static FuzzTarget Lock()
    {
        using SigningKey key = new(new byte[32]);
        return new FuzzTarget("lock", [SampleLock(key).Encoded.ToArray()], bytes =>
            Ledger.Lock.TryDecode(bytes, out Ledger.Lock? value, out _) ? Ledger.Lock.Create(value.Root).Encoded.ToArray() : null);
    }

    // Blanks are free in the text, so what is printed need not be what was read; printed and read again, it must stay.
    private static FuzzTarget LockText()
    {
        using SigningKey key = new(new byte[32]);
        string sample = Ledger.LockText.Print(SampleLock(key));
        return new FuzzTarget("lock text", [System.Text.Encoding.UTF8.GetBytes(sample)], bytes =>
        {
            string text = System.Text.Encoding.UTF8.GetString(bytes);
            if (!Ledger.LockText.TryParse(text, out Ledger.Lock? value, out _, out _))
            {
                return null;
            }

            string printed = Ledger.LockText.Print(value);
            return Ledger.LockText.TryParse(printed, out Ledger.Lock? again, out _, out _) && again.Encoded.Span.SequenceEqual(value.Encoded.Span)
                ? bytes.ToArray()
                : System.Text.Encoding.UTF8.GetBytes(printed);
        });
    }

    private static FuzzTarget Object()
    {
        using SigningKey key = new(new byte[32]);
        Ledger.Lock held = SampleLock(key);
        return new FuzzTarget(
            "object",
            [
                new LedgerObject(1, held, TransactionOutput.Coin(held, AssetId.Kmcc, 300).Content).Encode(),
                new LedgerObject(300, held, new RecordContent("note", new byte[5])).Encode(),
            ],
            bytes => LedgerObject.TryDecode(bytes, out LedgerObject? value) ? value.Encode() : null);
    }

    // JSON has many ways to write a value: what is read must only be read again as the same chain.
    private static FuzzTarget Genesis()
    {
        using SigningKey key = new(new byte[32]);
        string address = new Address("kmdt", default, SampleLock(key)).ToString();
        string sample = $$"""
            {"network":"fuzz","addressPrefix":"kmdt","time":"2026-01-01T00:00:00Z","shard":0,
             "parameters":{"workPrice":1,"validityHorizonSeconds":86400,"weakSubjectivitySeconds":1209600},
             "members":[{"id":1,"key":"{{key.PublicKey}}","weight":1}],
             "allocations":[{"to":"{{address}}","units":1000,"label":"first"}]}
            """;
        return new FuzzTarget("genesis", [System.Text.Encoding.UTF8.GetBytes(sample)], bytes =>
            Ledger.Genesis.TryParse(bytes, out Genesis? value, out _) && Ledger.Genesis.TryParse(bytes, out Genesis? again, out _)
                ? value.ChainId == again.ChainId ? bytes.ToArray() : []
                : null);
    }

    // Written again from the decoded fields, not from the bytes that the transaction keeps.
    private static FuzzTarget Transaction() => new("transaction", [SampleTransaction().Encoded.ToArray()], bytes =>
    {
        if (!Ledger.Transaction.TryDecode(bytes, out Ledger.Transaction? value, out _))
        {
            return null;
        }

        TransactionBody body = value.Body;
        TransactionBody again = new TransactionDraft
        {
            ChainId = body.ChainId,
            Shard = body.Shard,
            Inputs = body.Inputs,
            Outputs = body.Outputs,
            Fee = body.Fee,
            ValidFrom = body.ValidFrom,
            ValidUntil = body.ValidUntil,
            Memo = body.Memo,
        }.Build();
        return Ledger.Transaction.Create(again, value.Witnesses).Encoded.ToArray();
    });

    private static FuzzTarget Header() => new("header", [SampleHeader().Encode()], bytes =>
        BlockHeader.TryDecode(bytes, out BlockHeader? value, out _) ? value.Encode() : null);

    private static FuzzTarget Block()
    {
        Ledger.Transaction transaction = SampleTransaction();
        Receipt[] receipts =
        [
            new(transaction.Id, transaction.WitnessId, LedgerFault.None, 5),
            new(default, default, LedgerFault.Expired, 0),
        ];
        BlockHeader header = SampleHeader() with
        {
            TransactionsRoot = Ledger.Block.RootOf([transaction]),
            ReceiptsRoot = Ledger.Block.RootOf(receipts),
        };
        return new FuzzTarget("block", [new Block(header, [transaction], [.. receipts]).Encode()], bytes =>
            Ledger.Block.TryDecode(bytes, out Block? value, out _) ? value.Encode() : null);
    }

    private static FuzzTarget Certificate() => new(
        "certificate", [new Certificate(default, [default, new HeaderSignature(new MemberId(7), default)]).Encode()], bytes =>
        Ledger.Certificate.TryDecode(bytes, out Certificate? value, out _) ? value.Encode() : null);

    private static FuzzTarget Address()
    {
        using SigningKey key = new(new byte[32]);
        string sample = new Address("kmdt", default, SampleLock(key)).ToString();
        return new FuzzTarget("address", [System.Text.Encoding.ASCII.GetBytes(sample)], bytes =>
        {
            string text = System.Text.Encoding.Latin1.GetString(bytes);
            if (!Ledger.Address.TryParse(text, out Address? value, out _))
            {
                return null;
            }

            string again = value.ToString();
            return System.Text.Encoding.Latin1.GetBytes(text.Any(char.IsAsciiLetterUpper) ? again.ToUpperInvariant() : again);
        });
    }
}
