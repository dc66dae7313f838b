using Komandor.Api.Messages;
using Komandor.Cryptography;
using Komandor.FakeNode;
using Komandor.Ledger;
using Komandor.Primitives;
using Komandor.Wallet.Keys;
using Komandor.Wallet.Payments;
using Komandor.Wallet.Storage;
using Komandor.Wallet.Tests.Storage;

namespace Komandor.Wallet.Tests;

public sealed class WalletServiceTests : IDisposable
{
    private const string Path = "/wallets/a";
    private static readonly AssetId _gold = new(Hash256.Parse(new string('7', 64)));

    private readonly MovableTime _time = new();
    private readonly FakeLedger _ledger;
    private readonly CrashingFiles _files = new();
    private readonly string _recipient;
    private WalletFile _file;

    public WalletServiceTests()
    {
        _ledger = new FakeLedger(_time) { BlockAtOnce = false };
        _file = WalletFile.Create(_files, null, Path, "secret"u8, new Mnemonic(new byte[32]), new KeyCost(1, 8192));
        using SigningKey other = DevelopmentKeys.Account(5);
        _recipient = new Ledger.Address("kmdd", default, Ledger.Lock.Key(other.PublicKey)).ToString();
        Fund(10_000);
        Fund(20_000);
    }

    public void Dispose() => _file.Dispose();

    [Fact]
    public async Task Send_Payment_IsFinalAndBalances()
    {
        WalletService wallet = Service();
        PaymentRecord payment = await SendAsync(wallet, 5_000);
        Assert.Equal(PaymentState.Pending, payment.State);
        _ledger.MakeBlock();
        payment = await wallet.WaitAsync(payment, Cancelled);
        Assert.Equal((PaymentState.Final, 1UL), (payment.State, payment.Height));
        Assert.Empty(payment.Encoded);
        AssetBalance balance = Assert.Single(await wallet.BalanceAsync(Cancelled));
        Assert.Equal((30_000 - 5_000 - payment.Fee, 0UL), (balance.Available, balance.Reserved));
    }

    [Fact]
    public async Task Send_WhileAnotherIsPending_SpendsOtherCoins()
    {
        WalletService wallet = Service();
        PaymentRecord first = await SendAsync(wallet, 5_000);
        PaymentRecord second = await SendAsync(wallet, 5_000);
        Assert.Empty(first.Inputs.Intersect(second.Inputs));
        AssetBalance balance = Assert.Single(await wallet.BalanceAsync(Cancelled));
        Assert.Equal((0UL, 30_000UL), (balance.Available, balance.Reserved));
        PaymentException refusal = await Assert.ThrowsAsync<PaymentException>(() => SendAsync(wallet, 1));
        Assert.Equal(PaymentFault.InsufficientFunds, refusal.Fault);
    }

    [Fact]
    public async Task Send_QuoteWhoseCoinsAreSpentMeanwhile_IsRefusedByRuleW25()
    {
        WalletService wallet = Service();
        ChainInfo chain = await wallet.ConnectAsync(Cancelled);
        PaymentQuote quote = await wallet.QuoteAsync(chain, new PaymentRequest(_recipient, AssetId.Kmcc, 5_000, string.Empty), Cancelled);
        await wallet.SendAsync(chain, quote, Cancelled);
        byte[] before = _files.TryRead(Path)!;
        PaymentException refusal = await Assert.ThrowsAsync<PaymentException>(() => wallet.SendAsync(chain, quote, Cancelled));
        Assert.Equal(PaymentFault.StaleQuote, refusal.Fault);
        Assert.Equal(before, _files.TryRead(Path));
    }

    [Fact]
    public async Task Send_OrderedWithOpeningsThatFail_StaysPendingAndIsHandedInAgain()
    {
        WalletService wallet = Service();
        PaymentRecord payment = await SendAsync(wallet, 5_000);
        _ledger.MakeBlock(LedgerFault.WrongLock);
        await wallet.ConnectAsync(Cancelled);
        Assert.Equal(PaymentState.Pending, Assert.Single(_file.Payments).State);
        Assert.NotEqual(0UL, Assert.Single(await wallet.BalanceAsync(Cancelled)).Reserved);
        _ledger.MakeBlock();
        payment = await wallet.WaitAsync(Assert.Single(_file.Payments), Cancelled);
        Assert.Equal(PaymentState.Final, payment.State);
    }

    [Fact]
    public async Task Send_RejectedByARuleThatLasts_GivesItsCoinsBackAtOnce()
    {
        WalletService wallet = Service();
        PaymentRecord payment = await SendAsync(wallet, 5_000);
        _ledger.MakeBlock(LedgerFault.ObjectNotFound);
        payment = await wallet.WaitAsync(payment, Cancelled);
        Assert.Equal((PaymentState.Rejected, nameof(LedgerFault.ObjectNotFound)), (payment.State, payment.Fault));
        Assert.Equal(0UL, Assert.Single(await wallet.BalanceAsync(Cancelled)).Reserved);
    }

    [Fact]
    public async Task Send_RejectedAndPastItsValidity_GivesItsCoinsBack()
    {
        WalletService wallet = Service();
        await SendAsync(wallet, 5_000);
        _ledger.MakeBlock(LedgerFault.WrongLock);
        _time.Pass(TimeSpan.FromMinutes(5));
        _ledger.MakeBlock();
        await wallet.ConnectAsync(Cancelled);
        Assert.Equal((PaymentState.Rejected, nameof(LedgerFault.WrongLock)), (Assert.Single(_file.Payments).State, _file.Payments[0].Fault));
    }

    [Fact]
    public async Task Send_ThatExpires_GivesItsCoinsBack()
    {
        WalletService wallet = Service();
        PaymentRecord payment = await SendAsync(wallet, 5_000);
        _time.Pass(TimeSpan.FromMinutes(5));
        _ledger.MakeBlock();
        payment = await wallet.WaitAsync(payment, Cancelled);
        Assert.Equal(PaymentState.Expired, payment.State);
        Assert.Equal(30_000UL, Assert.Single(await wallet.BalanceAsync(Cancelled)).Available);
    }

    [Fact]
    public async Task Send_ThatTheNodeForgot_IsHandedInAgain()
    {
        _ledger.LoseNext = 1;
        WalletService wallet = Service();
        await SendAsync(wallet, 5_000);
        await wallet.ConnectAsync(Cancelled);
        _ledger.MakeBlock();
        await wallet.ConnectAsync(Cancelled);
        Assert.Equal(PaymentState.Final, Assert.Single(_file.Payments).State);
    }

    [Fact]
    public async Task Send_ThatTheNodeForgotUntilItExpired_GivesItsCoinsBack()
    {
        _ledger.LoseNext = 1;
        WalletService wallet = Service();
        await SendAsync(wallet, 5_000);
        _time.Pass(TimeSpan.FromMinutes(5));
        _ledger.MakeBlock();
        await wallet.ConnectAsync(Cancelled);
        Assert.Equal(PaymentState.Expired, Assert.Single(_file.Payments).State);
        Assert.Equal(30_000UL, Assert.Single(await wallet.BalanceAsync(Cancelled)).Available);
    }

    [Fact]
    public async Task Send_CrashedAtEveryWrite_LosesNoPaymentThatMayHappen()
    {
        WalletService before = Service();
        await before.ConnectAsync(Cancelled);

        // Two writes before the payment is handed in, of four steps each.
        for (int step = 0; step < 8; step++)
        {
            CrashingFiles files = _files.AfterCrash(namesKept: true, int.MaxValue);
            using WalletFile file = WalletFile.Open(files, null, Path, "secret"u8);
            WalletService wallet = new(file, _ledger, _time);
            ChainInfo chain = await wallet.ConnectAsync(Cancelled);
            PaymentQuote quote = await wallet.QuoteAsync(chain, new PaymentRequest(_recipient, AssetId.Kmcc, 5_000, string.Empty), Cancelled);
            files.CrashAt(step);
            await Assert.ThrowsAsync<PowerLossException>(() => wallet.SendAsync(chain, quote, Cancelled));
            _ledger.MakeBlock();

            // Nothing was handed in, so nothing happened; what was stored is handed in after the restart.
            using WalletFile again = WalletFile.Open(files.AfterCrash(namesKept: step % 2 == 0, 100), null, Path, "secret"u8);
            Assert.InRange(again.Payments.Count, 0, step < 7 ? 0 : 1);
            Assert.Equal(2, (await new WalletService(again, _ledger, _time).SpendableAsync(Cancelled)).Count + again.Payments.Sum(one => one.Inputs.Length));
        }
    }

    [Fact]
    public async Task Send_NodeBreaksDownAfterwards_StaysPendingAndIsSettledAfterARestart()
    {
        WalletService wallet = Service();
        await SendAsync(wallet, 5_000);
        _file.Dispose();
        _ledger.MakeBlock();
        _file = WalletFile.Open(_files, null, Path, "secret"u8);
        await Service().ConnectAsync(Cancelled);
        Assert.Equal(PaymentState.Final, Assert.Single(_file.Payments).State);
    }

    [Fact]
    public async Task Send_OtherAsset_ChangesBothAssets()
    {
        _ledger.Fund(Ledger.Lock.Key(_file.PublicKeyAt(new KeyPath(KeyChain.Receive, 0))), 70, _gold);
        WalletService wallet = Service();
        PaymentRecord payment = await SendAsync(wallet, 60, _gold);
        _ledger.MakeBlock();
        payment = await wallet.WaitAsync(payment, Cancelled);
        Assert.Equal(PaymentState.Final, payment.State);
        IReadOnlyList<AssetBalance> balances = await wallet.BalanceAsync(Cancelled);
        Assert.Equal((30_000 - payment.Fee, 10UL), (balances[0].Available, balances[1].Available));
    }

    [Fact]
    public async Task Quote_MemoBeyondItsLimit_IsRefusedByRuleW22()
    {
        WalletService wallet = Service();
        ChainInfo chain = await wallet.ConnectAsync(Cancelled);
        foreach (string memo in new[] { new string('x', 513), "a\nb" })
        {
            PaymentException refusal = await Assert.ThrowsAsync<PaymentException>(
                () => wallet.QuoteAsync(chain, new PaymentRequest(_recipient, AssetId.Kmcc, 1, memo), Cancelled));
            Assert.Equal(PaymentFault.Memo, refusal.Fault);
        }
    }

    [Fact]
    public async Task Quote_AddressOfAnotherNetwork_IsRefusedByRuleW20()
    {
        WalletService wallet = Service();
        ChainInfo chain = await wallet.ConnectAsync(Cancelled);
        string other = (Ledger.Address.TryParse(_recipient, out Ledger.Address? address, out _) ? address with { Prefix = "kmd" } : null)!.ToString();
        PaymentException refusal = await Assert.ThrowsAsync<PaymentException>(
            () => wallet.QuoteAsync(chain, new PaymentRequest(other, AssetId.Kmcc, 1, string.Empty), Cancelled));
        Assert.Equal(PaymentFault.Recipient, refusal.Fault);
    }

    [Fact]
    public async Task Address_TwentyUnused_AreEnoughByRuleW24()
    {
        WalletService wallet = Service();
        ChainInfo chain = await wallet.ConnectAsync(Cancelled);
        for (int index = 0; index < 20; index++)
        {
            await wallet.AddressAsync(chain, fresh: true, Cancelled);
        }

        PaymentException refusal = await Assert.ThrowsAsync<PaymentException>(() => wallet.AddressAsync(chain, fresh: true, Cancelled));
        Assert.Equal(PaymentFault.AddressGap, refusal.Fault);
        Assert.Equal(21u, _file.ReceiveCount);
    }

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    private WalletService Service() => new(_file, _ledger, _time);

    private void Fund(ulong amount) => _ledger.Fund(Ledger.Lock.Key(_file.PublicKeyAt(new KeyPath(KeyChain.Receive, 0))), amount);

    private async Task<PaymentRecord> SendAsync(WalletService wallet, ulong amount, AssetId asset = default)
    {
        ChainInfo chain = await wallet.ConnectAsync(Cancelled);
        PaymentQuote quote = await wallet.QuoteAsync(chain, new PaymentRequest(_recipient, asset, amount, "memo"), Cancelled);
        return await wallet.SendAsync(chain, quote, Cancelled);
    }
}
