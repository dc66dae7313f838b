namespace Komandor.Wallet.Private.Keys;

/// <summary>What a wallet holds of private keys: all, a full view key, or an incoming one. Zeroed when disposed.</summary>
internal sealed class WalletKeys : IDisposable
{
    internal WalletKeys(SpendKey spend)
        : this(spend.View.Incoming, spend.View, spend, spend)
    {
    }

    internal WalletKeys(FullViewKey view)
        : this(view.Incoming, view, null, view)
    {
    }

    internal WalletKeys(IncomingViewKey incoming)
        : this(incoming, null, null, incoming)
    {
    }

    private readonly IDisposable _owned;

    private WalletKeys(IncomingViewKey incoming, FullViewKey? view, SpendKey? spend, IDisposable owned)
    {
        Incoming = incoming;
        View = view;
        Spend = spend;
        _owned = owned;
    }

    /// <summary>It is always there.</summary>
    internal IncomingViewKey Incoming { get; }

    /// <summary>Null when the wallet has an incoming view key alone.</summary>
    internal FullViewKey? View { get; }

    /// <summary>Null when the wallet only watches.</summary>
    internal SpendKey? Spend { get; }

    /// <inheritdoc/>
    public void Dispose() => _owned.Dispose();
}
