namespace Komandor.EndToEnd.Tests;

/// <summary>A network and a browser for the tests of the pages, which only add payments.</summary>
public sealed class SharedNetwork : IAsyncLifetime
{
    /// <summary>The collection of the tests that share it.</summary>
    internal const string Name = "pages";

    private RunningNetwork? _network;
    private Browser? _browser;

    internal RunningNetwork Network => _network!;

    internal Browser Browser => _browser!;

    /// <inheritdoc/>
    public async ValueTask InitializeAsync()
    {
        _network = await RunningNetwork.StartAsync();
        _browser = await Browser.StartAsync();
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (_browser is not null)
        {
            await _browser.DisposeAsync();
        }

        if (_network is not null)
        {
            await _network.DisposeAsync();
        }
    }
}
