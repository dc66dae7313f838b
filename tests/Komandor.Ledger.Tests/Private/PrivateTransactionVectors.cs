using System.Globalization;
using System.Text;
using Komandor.Ledger.Private;
using Komandor.Primitives;
using Komandor.PrivatePayer;
using Komandor.Testing;

namespace Komandor.Ledger.Tests.Private;

/// <summary>Whole private transactions of docs/protocol/private-transactions.md: read, judged and executed on the genesis that stands there, and made again byte for byte.</summary>
public sealed class PrivateTransactionVectors
{
    private const string Document = "private-transactions.md";

    [Fact]
    public void Transactions_OfTheDocument_ExecuteInTheirOrder()
    {
        TestChain chain = new(ReadGenesis());
        foreach (IReadOnlyDictionary<string, string> vector in DocumentVectors.Read(Document, "private-transaction"))
        {
            Assert.True(Transaction.TryDecode(Convert.FromHexString(vector["transaction"]), out Transaction? transaction, out LedgerFault fault), fault.ToString());
            Assert.Equal(
                [vector["id"], vector["witnessId"], vector["context"], vector["nonce"], vector["work"]],
                new[]
                {
                    transaction.Id.ToString(), transaction.WitnessId.ToString(), transaction.Body.Context.ToString(), transaction.Body.Nonce.ToString(),
                    transaction.Work.ToString(CultureInfo.InvariantCulture),
                });
            Block block = chain.Commit(transaction);
            Assert.Equal(LedgerFault.None, block.Receipts.Single().Fault);
            PoolState pool = PoolState.Read(chain.State, transaction.Body.Bundle!.Pool);
            Assert.Equal(
                [vector["total"], vector["size"]],
                new[] { pool.Total.ToString(CultureInfo.InvariantCulture), pool.Size.ToString(CultureInfo.InvariantCulture) });
            chain.AssertSupplyConserved();
        }
    }

    [Fact]
    public void Transactions_OfTheDocument_AreMadeAgainFromTheirSeeds()
    {
        IReadOnlyList<IReadOnlyDictionary<string, string>> vectors = DocumentVectors.Read(Document, "private-transaction");
        Genesis genesis = ReadGenesis();
        TestChain chain = new(genesis);
        Payer ada = new("Ada", genesis.AddressPrefix);
        ada.Observe(genesis);
        for (int number = 0; number < vectors.Count; number++)
        {
            Transaction made = Make(number, chain, ada);
            string[] said = Describe(made);
            Assert.True(vectors[number]["transaction"] == said[0], $"{vectors[number]["name"]}: {string.Join('\n', said)}");
            ada.Observe(chain.Commit(made));
        }
    }

    private static string[] Describe(Transaction made) =>
    [
        Convert.ToHexStringLower(made.Encoded.Span),
        $"id = {made.Id}", $"witnessId = {made.WitnessId}", $"context = {made.Body.Context}", $"nonce = {made.Body.Nonce}", $"work = {made.Work}",
    ];

    // In this order: into either pool, then a payment that leaves one in part in either tier.
    private static Transaction Make(int number, TestChain chain, Payer ada)
    {
        TransactionDraft draft = new()
        {
            ChainId = chain.Genesis.ChainId,
            Shard = chain.Genesis.Shard,
            ValidUntil = chain.Genesis.Time.Plus(3600 * Timestamp.PerSecond),
            Inputs = number < 2 ? [chain.Coin(number)] : [],
            Outputs = number < 2 ? [] : [TransactionOutput.Coin(TestChain.Owner(0), AssetId.Kmcc, 1_000)],
        };
        return number switch
        {
            0 or 1 => ada.Enter(
                draft, number == 0 ? PrivateTier.Ring : PrivateTier.Shielded, TestChain.CoinAmount, ada.Address, 7_000, TestChain.Owner(number), TestChain.Keys[number], 1),
            2 => ada.PayRing(draft, chain.View, ada.NotesOf(PrivateTier.Ring)[..1], [new(ada.Address, 5_000)], 1),
            _ => ada.PayShielded(draft, chain.View, chain.Proofs.Sets, ada.NotesOf(PrivateTier.Shielded)[..1], ada.Address, 5_000, 1),
        };
    }

    private static Genesis ReadGenesis()
    {
        IReadOnlyDictionary<string, string> vector = DocumentVectors.Read(Document, "private-genesis").Single();
        Assert.True(Genesis.TryParse(Encoding.UTF8.GetBytes(vector["json"]), out Genesis? genesis, out GenesisFault fault), fault.ToString());
        Assert.Equal(vector["chain"], genesis.ChainId.ToString());
        return genesis;
    }
}
