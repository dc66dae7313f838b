using Komandor.Ledger.Private;
using Komandor.Primitives;
using Komandor.Wallet.Private.Keys;
using Komandor.Wallet.Private.Scanning;

namespace Komandor.Wallet.Tests.Private;

public sealed class RecoveryCipherTests
{
    // What leaves a pool pays the wallet's own address twice: nothing, with the memo, and the rest.
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public void TryOpen_OfTwoOutputsToOneAddress_MeansTheOneWithTheMemo(int place)
    {
        using SpendKey wallet = Sample.Wallet(1);
        PrivateAddress own = wallet.View.Incoming.AddressAt("kmdd", AddressTable.ChangeNumber);
        Hash256 nonce = Sample.Hash("nonce");
        byte[] seed = Sample.Hash("seed").ToArray();
        List<PrivateOutput> outputs = [];
        byte[] memo = [];
        for (int index = 0; index < 2; index++)
        {
            outputs.Add(NoteMaker.Make(own, PrivateTier.Shielded, index == place ? 0UL : 70_000, seed, nonce, index, out NoteSecrets secrets, out _));
            memo = index == place ? secrets.SealMemo(new byte[PrivateLimits.MemoSizeBytes], nonce) : memo;
            secrets.Dispose();
        }

        CompactTransaction transaction = new(
            new TransactionId(Sample.Hash("id")), PrivateTier.Shielded, nonce, 1, 0, 0, [], [.. outputs.Select((output, index) => new CompactOutput((ulong)index, output))],
            memo, RecoveryCipher.Seal(wallet.View, nonce, outputs, own, seed));
        RecoveredPayment paid = RecoveryCipher.TryOpen(wallet.View, "kmdd", transaction)!;
        Assert.Equal((place, 0UL), (paid.Output, paid.Value));
    }
}
