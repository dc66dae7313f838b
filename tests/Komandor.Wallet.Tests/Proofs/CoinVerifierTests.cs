using Komandor.Wallet.Keys;
using Komandor.Wallet.Proofs;
using Komandor.Wallet.Storage;
using Komandor.Wallet.Tests.Storage;

namespace Komandor.Wallet.Tests.Proofs;

public sealed class CoinVerifierTests : IDisposable
{
    private readonly WalletFile _file =
        WalletFile.Create(new CrashingFiles(), null, "/wallets/a", "secret"u8, new Mnemonic(new byte[32]), new KeyCost(1, 8192));

    private readonly ProvingNode _node;

    public CoinVerifierTests() => _node = new ProvingNode(Ledger.Lock.Key(_file.PublicKeyAt(new KeyPath(KeyChain.Receive, 0))));

    public void Dispose() => _file.Dispose();

    [Fact]
    public async Task Verify_CoinThatIsProved_Counts() => Assert.Equal(1, await VerifyAsync());

    [Fact]
    public async Task Verify_GenesisOfAnotherChain_IsRefusedByRuleW30()
    {
        _node.OtherGenesis = new ProvingNode(Ledger.Lock.Key(DevelopmentKeys.Account(0).PublicKey)).Genesis.Network;
        Assert.Equal(ProofFault.Genesis, await FaultAsync());
    }

    [Fact]
    public async Task Verify_HalfOfTheMembersSigned_IsRefusedByRuleW31()
    {
        _node.Signers = 2;
        Assert.Equal(ProofFault.Certificate, await FaultAsync());
    }

    [Fact]
    public async Task Verify_HeaderChangedAfterItWasSigned_IsRefusedByRuleW31()
    {
        _node.Change = proof => proof with { Header = proof.Header with { Header = Convert.ToHexStringLower((_node.Header with { Round = 9 }).Encode()) } };
        Assert.Equal(ProofFault.Certificate, await FaultAsync());
    }

    [Theory]
    [InlineData("xyz")]
    [InlineData("")]
    public async Task Verify_CertificateThatIsNone_IsRefusedByRuleW31(string certificate)
    {
        _node.Change = proof => proof with { Header = proof.Header with { Certificate = certificate } };
        Assert.Equal(ProofFault.Certificate, await FaultAsync());
    }

    [Fact]
    public async Task Verify_AnotherStateRoot_IsRefusedByRuleW32()
    {
        _node.Header = _node.Header with { StateRoot = Primitives.Hash256.Zero };
        Assert.Equal(ProofFault.StateProof, await FaultAsync());
    }

    [Fact]
    public async Task Verify_CoinThatIsAbsent_IsRefusedByRuleW32()
    {
        _node.Change = proof => proof with { Value = null };
        Assert.Equal(ProofFault.StateProof, await FaultAsync());
    }

    [Fact]
    public async Task Verify_MoreThanThereIs_IsRefusedByRuleW33()
    {
        _node.Claimed = 1_000_000;
        Assert.Equal(ProofFault.OtherCoin, await FaultAsync());
    }

    private async Task<int> VerifyAsync()
    {
        WalletService wallet = new(_file, _node, TimeProvider.System);
        await wallet.ConnectAsync(TestContext.Current.CancellationToken);
        return await wallet.VerifyAsync(TestContext.Current.CancellationToken);
    }

    private async Task<ProofFault> FaultAsync() => (await Assert.ThrowsAsync<ProofException>(VerifyAsync)).Fault;
}
