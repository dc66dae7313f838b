namespace Komandor.Cryptography.Tests.MoneroCompat;

/// <summary>Fresh transactions of a real monerod verify with our ring and range equations.</summary>
public sealed class MoneroPeerTests(ITestOutputHelper output)
{
    private const int Transactions = 50;
    private const int Blocks = 220;
    private const int ChangesEach = 24;

    [Fact]
    [Trait("lane", "peers")]
    public async Task Verify_FreshTransactions_AreValidAndChangedOnesAreNot()
    {
        CancellationToken cancellationToken = TestContext.Current.CancellationToken;
        using MoneroPeer peer = new();
        await peer.StartAsync(Blocks, cancellationToken);
        ulong held = await peer.OutputAmountAsync(cancellationToken);
        HashSet<int> inputs = [];
        HashSet<int> outputs = [];
        for (int number = 0; number < Transactions; number++)
        {
            byte[] bytes = await MakeAsync(peer, (number % 8) + 1, (number % 15) + 1, held, cancellationToken);
            MoneroTransaction transaction = new(bytes);
            List<(byte[] Key, byte[] Commitment)[]> rings = [];
            foreach (ulong[] numbers in transaction.MemberNumbers)
            {
                rings.Add(await peer.GetMembersAsync(numbers, cancellationToken));
            }

            inputs.Add(rings.Count);
            outputs.Add(transaction.OutputCount);
            Assert.True(MoneroVerifier.Verify(bytes, rings));
            AssertChangesAreRefused(bytes, rings, number);
        }

        output.WriteLine($"inputs: {string.Join(' ', inputs.Order())}; outputs: {string.Join(' ', outputs.Order())}");
        Assert.Equal(Enumerable.Range(1, 8), inputs.Order());
        Assert.Equal(Enumerable.Range(2, 15), outputs.Order());
    }

    // Half an output less than so many hold, shared out: that many inputs, and the change is one output more.
    private static async Task<byte[]> MakeAsync(MoneroPeer peer, int inputs, int destinations, ulong held, CancellationToken cancellationToken)
    {
        ulong amount = ((ulong)inputs * held) - (held / 2);
        return inputs == 1
            ? await peer.MakeSweepAsync(destinations + 1, cancellationToken)
            : await peer.MakeTransactionAsync(destinations, amount / (ulong)destinations, cancellationToken);
    }

    private static void AssertChangesAreRefused(byte[] bytes, List<(byte[] Key, byte[] Commitment)[]> rings, int seed)
    {
        Random random = new(seed);
        for (int change = 0; change < ChangesEach; change++)
        {
            byte[] changed = [.. bytes];
            int index = random.Next(changed.Length);
            changed[index] ^= (byte)(1 << random.Next(8));
            Assert.False(MoneroVerifier.Verify(changed, rings), $"Transaction {seed}, byte {index}.");
        }
    }
}
