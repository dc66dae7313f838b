namespace Komandor.Cli.Serve;

/// <summary>Hands on how many rounds a payment has left, to whoever watches it now. Payments go one after another.</summary>
internal sealed class Rounds : IProgress<int>
{
    /// <summary>Who watches the payment that is being made; null for nobody.</summary>
    internal IProgress<int>? Watcher { get; set; }

    /// <inheritdoc/>
    public void Report(int value) => Watcher?.Report(value);
}
