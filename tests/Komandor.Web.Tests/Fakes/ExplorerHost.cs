using AngleSharp.Dom;
using AngleSharp.Html.Parser;
using Komandor.Api;
using Komandor.Web.Explorer;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;

namespace Komandor.Web.Tests.Fakes;

/// <summary>A web server with the explorer over a fake node, and a browser's side of it that follows no redirect.</summary>
internal sealed class ExplorerHost : IAsyncDisposable
{
    private readonly WebApplication _application;

    private ExplorerHost(WebApplication application, FakeNode node, FakeClock clock)
    {
        _application = application;
        Node = node;
        Clock = clock;
        string address = application.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First();
        Client = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false }) { BaseAddress = new Uri(address) };
        Client.DefaultRequestHeaders.Accept.ParseAdd("text/html");
    }

    public FakeNode Node { get; }

    public FakeClock Clock { get; }

    public HttpClient Client { get; }

    public static async Task<ExplorerHost> StartAsync(int blocks = 130)
    {
        FakeNode node = new(new FakeChain(blocks));
        FakeClock clock = new(FakeChain.Start.ToDateTimeOffset().AddSeconds(95));
        WebApplicationBuilder builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.Services.AddRouting();
        builder.WebHost.UseKestrelCore().UseUrls("http://127.0.0.1:0");
        builder.Services.AddSingleton<INodeApi>(node);
        builder.Services.AddSingleton<TimeProvider>(clock);
        builder.Services.AddExplorer();
        WebApplication application = builder.Build();
        application.MapGet("/healthz", () => "alive");
        application.MapExplorer();
        await application.StartAsync(TestContext.Current.CancellationToken);
        return new ExplorerHost(application, node, clock);
    }

    /// <summary>The page at <paramref name="path"/>, which must answer with <paramref name="status"/>.</summary>
    public async Task<IDocument> GetAsync(string path, int status = 200)
    {
        using HttpResponseMessage response = await Client.GetAsync(path, TestContext.Current.CancellationToken);
        string html = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Assert.True((int)response.StatusCode == status, $"{path} answered {(int)response.StatusCode}: {html}");
        Assert.Equal("text/html; charset=utf-8", response.Content.Headers.ContentType?.ToString());
        return new HtmlParser().ParseDocument(html);
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await _application.DisposeAsync();
    }
}
