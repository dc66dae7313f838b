namespace Komandor.Web.Tests.Fakes;

/// <summary>One explorer for the tests of a class that only read from it.</summary>
public sealed class SharedExplorer : IAsyncLifetime
{
    internal ExplorerHost Host { get; private set; } = null!;

    public async ValueTask InitializeAsync() => Host = await ExplorerHost.StartAsync();

    public ValueTask DisposeAsync() => Host.DisposeAsync();
}
