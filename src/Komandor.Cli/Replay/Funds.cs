using Komandor.Api;
using Komandor.Api.Messages;
using Komandor.Cryptography;
using Komandor.Wallet;
using Komandor.Wallet.Keys;
using Komandor.Wallet.Payments;
using Komandor.Wallet.Storage;

namespace Komandor.Cli.Replay;

/// <summary>Coins that a replay may spend, with their keys.</summary>
internal sealed class Funds : IDisposable
{
    private readonly WalletFile? _file;

    private Funds(IReadOnlyList<SpentCoin> coins, Lock change, WalletFile? file)
    {
        Coins = coins;
        Change = change;
        _file = file;
    }

    /// <summary>The coins.</summary>
    internal IReadOnlyList<SpentCoin> Coins { get; }

    /// <summary>Where the rest goes.</summary>
    internal Lock Change { get; }

    /// <summary>The coins of a wallet, which stays locked until the replay is over.</summary>
    internal static async Task<Funds> OfWalletAsync(
        string path, byte[] passphrase, INodeApi node, TimeProvider time, CancellationToken cancellationToken)
    {
        WalletFile file = WalletFile.Open(path, passphrase);
        try
        {
            WalletService wallet = new(file, node, time);
            await wallet.ConnectAsync(cancellationToken);
            IReadOnlyList<SpentCoin> coins = await wallet.SpendableAsync(cancellationToken);
            uint change = file.ChangeCount;
            file.CountAddresses(0, change + 1);
            return new Funds(coins, Lock.Key(file.PublicKeyAt(new KeyPath(KeyChain.Change, change))), file);
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    /// <summary>The coins of a funded account of a development network.</summary>
    internal static async Task<Funds> OfDevelopmentAccountAsync(int index, Nodes nodes, CancellationToken cancellationToken)
    {
        SigningKey key = DevelopmentKeys.Account(index);
        Lock own = Lock.Key(key.PublicKey);
        CoinPage page = await nodes.CallAsync(ApiCatalogue.AddressCoins, new AddressQuery(own.ToString(), null, 200), cancellationToken);
        return new Funds(
            [.. page.Coins.Where(coin => coin is { Asset: not null, Amount: not null }).Select(
                coin => new SpentCoin(coin.Id, coin.Version, coin.Asset!.Value, coin.Amount!.Value, own, key))],
            own,
            null);
    }

    /// <summary>Zeroes the keys and closes the wallet.</summary>
    public void Dispose()
    {
        foreach (SpentCoin coin in Coins)
        {
            coin.Key.Dispose();
        }

        _file?.Dispose();
    }
}
