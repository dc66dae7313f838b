using CsCheck;
using Komandor.Primitives;

namespace Komandor.Ledger.Tests;

public sealed class TransactionProperties
{
    private static readonly Gen<Hash256> _hashes = Gen.Byte.Array[32].Select(bytes => new Hash256(bytes));
    private static readonly Gen<Lock> _locks = LockProperties.Nodes.Where(node => node.LeafCount <= 64).Select(Lock.Create);

    private static readonly Gen<TransactionOutput> _outputs = Gen.OneOf(
        Gen.Select(_locks, _hashes, Gen.ULong[1, ulong.MaxValue], (held, asset, amount) =>
            TransactionOutput.Coin(held, new AssetId(asset), amount)),
        Gen.Select(_locks, Gen.String[Gen.Char['a', 'z'], 1, 64], Gen.Byte.Array[0, 300], (held, name, data) =>
            new TransactionOutput(null, held, new RecordContent(name, data))));

    private static readonly Gen<TransactionDraft> _drafts = Gen.Select(
        Gen.Select(_hashes, Gen.ULong).Array[1, 20], _outputs.Array[0, 6], Gen.ULong, Gen.Long[0, 1000], Gen.Byte.Array[0, 512],
        (inputs, outputs, fee, from, memo) => new TransactionDraft
        {
            ChainId = new ChainId(inputs[0].Item1),
            Shard = new ShardId((ushort)from),
            Inputs =
            [
                .. inputs.DistinctBy(input => input.Item1).OrderBy(input => input.Item1)
                    .Select(input => new TransactionInput(new ObjectId(input.Item1), input.Item2)),
            ],
            Outputs = [.. outputs],
            Fee = fee,
            ValidFrom = new Timestamp(from),
            ValidUntil = new Timestamp(from + 1),
            Memo = memo,
        });

    [Fact]
    public void TryDecode_OfAnyBody_GivesItsFieldsBack() => _drafts.Sample(draft =>
    {
        TransactionBody body = draft.Build();
        Assert.Equal(draft.Inputs.AsEnumerable(), body.Inputs);
        Assert.Equal(draft.Fee, body.Fee);
        Assert.Equal(draft.ValidFrom, body.ValidFrom);
        Assert.Equal(draft.Memo.ToArray(), body.Memo.ToArray());
        Assert.True(TransactionBody.TryDecode(body.Encoded.Span, out TransactionBody? again, out _));
        Assert.Equal(body.Id, again.Id);
        Assert.Equal(body.Encoded.ToArray(), Rebuild(again).Encoded.ToArray());
    }, iter: 200);

    [Fact]
    public void TryDecode_OfAnyChangedBody_AcceptsOnlyWhatAWriterMakes() =>
        Gen.Select(_drafts, Gen.Int[0, 100_000], Gen.Byte).Sample((draft, place, value) =>
        {
            byte[] bytes = draft.Build().Encoded.ToArray();
            bytes[place % bytes.Length] = value;
            return !TransactionBody.TryDecode(bytes, out TransactionBody? body, out LedgerFault fault)
                ? fault != LedgerFault.None
                : Rebuild(body).Encoded.Span.SequenceEqual(bytes);
        }, iter: 500);

    private static TransactionBody Rebuild(TransactionBody body) => new TransactionDraft
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
}
