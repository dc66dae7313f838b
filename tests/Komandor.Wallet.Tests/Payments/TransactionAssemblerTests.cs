using Komandor.Api.Messages;
using Komandor.Cryptography;
using Komandor.FakeNode;
using Komandor.Ledger;
using Komandor.Primitives;
using Komandor.Wallet.Keys;
using Komandor.Wallet.Payments;

namespace Komandor.Wallet.Tests.Payments;

public sealed class TransactionAssemblerTests
{
    [Theory]
    [InlineData(1, 1, 1UL, "")]
    [InlineData(1, 2, ulong.MaxValue, "")]
    [InlineData(59, 50, 100_000_000UL, "a memo that somebody reads")]
    [InlineData(200, 400, 5UL, "")]
    public async Task Fee_OfAShape_CoversItsWorkAndLittleMore(int inputs, int outputs, ulong amount, string memo)
    {
        ChainInfo chain = await new FakeLedger().CallAsync(
            Api.ApiCatalogue.ChainInfo, new NoParameters(), TestContext.Current.CancellationToken);
        using SigningKey key = DevelopmentKeys.Account(0);
        Ledger.Lock held = Ledger.Lock.Key(key.PublicKey);
        SpentCoin[] coins = [.. Enumerable.Range(0, inputs).Select(index => new SpentCoin(Id(inputs - index), 1, AssetId.Kmcc, 1, held, key))];
        TransactionOutput[] made = [.. Enumerable.Range(0, outputs).Select(_ => TransactionOutput.Coin(held, AssetId.Kmcc, amount))];
        ulong fee = TransactionAssembler.Fee(1, inputs, [.. made.Select(output => output.Lock)], memo);

        SignedTransaction signed = TransactionAssembler.Sign(chain, coins, made, fee, memo, new Timestamp(9));
        Assert.True(Transaction.TryDecode(signed.Encoded.AsSpan(), out Transaction? transaction, out LedgerFault fault), fault.ToString());
        Assert.Equal(LedgerFault.None, new TransactionVerifier(chain.ChainId, chain.Shard).Verify(transaction, out _));
        Assert.InRange(fee, transaction.Work, transaction.Work + 1 + ((9 * ((ulong)outputs + 1)) / 64));
        Assert.Equal(outputs, signed.OutputIds.Distinct().Count());
    }

    private static ObjectId Id(int number)
    {
        byte[] id = new byte[32];
        id[31] = (byte)number;
        return new ObjectId(new Hash256(id));
    }
}
