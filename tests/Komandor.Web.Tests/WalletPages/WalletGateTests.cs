using System.Net;
using System.Net.WebSockets;
using Komandor.Web.Tests.Fakes;
using Komandor.Web.WalletPages;
using Microsoft.AspNetCore.Builder;

namespace Komandor.Web.Tests.WalletPages;

public sealed class WalletGateTests(SharedWalletPages shared) : IClassFixture<SharedWalletPages>
{
    private readonly string _token = shared.Token;
    private readonly Uri _address = shared.Address;
    private readonly HttpClient _client = shared.Client;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public void Address_OfThePages_IsLoopbackAlone() => Assert.Equal("127.0.0.1", _address.Host);

    [Fact]
    public async Task Create_WithSettingsThatOpenAnotherPort_ListensToNone()
    {
        const string Setting = "Kestrel__Endpoints__Elsewhere__Url";
        Environment.SetEnvironmentVariable(Setting, "http://127.0.0.2:0");
        try
        {
            await using WebApplication application = WalletWebHost.Create(
                new FakeWallet(), new WalletWebOptions { Port = 0, Token = WalletWebOptions.NewToken() });
            await application.StartAsync(Token);
            Assert.Equal("127.0.0.1", new Uri(Assert.Single(application.Urls)).Host);
        }
        finally
        {
            Environment.SetEnvironmentVariable(Setting, null);
        }
    }

    [Fact]
    public void Options_AsText_DoNotShowTheToken() =>
        Assert.DoesNotContain(_token, $"{new WalletWebOptions { Port = 1, Token = _token }}", StringComparison.Ordinal);

    [Fact]
    public void Create_ShortToken_Throws() =>
        Assert.Throws<ArgumentException>(() => WalletWebHost.Create(new FakeWallet(), new WalletWebOptions { Port = 0, Token = "guessable" }));

    [Fact]
    public async Task Open_RightToken_GivesACookieThatScriptsAndOtherSitesCannotUse()
    {
        using HttpResponseMessage response = await _client.GetAsync($"/open?token={_token}", Token);
        Assert.Equal(HttpStatusCode.SeeOther, response.StatusCode);
        Assert.Equal("/", response.Headers.Location?.ToString());
        string cookie = response.Headers.GetValues("Set-Cookie").Single();
        Assert.Contains("httponly", cookie, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("samesite=strict", cookie, StringComparison.OrdinalIgnoreCase);
        Assert.StartsWith($"komandor-wallet-{_address.Port}=", cookie, StringComparison.Ordinal);
        Assert.DoesNotContain(_token, cookie, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/")]
    [InlineData("/send")]
    [InlineData("/_blazor/negotiate")]
    [InlineData("/_framework/blazor.web.js")]
    [InlineData("/nothing")]
    public async Task AnyPath_WithoutTheCookie_IsForbiddenAndSaysWhatToDo(string path)
    {
        using HttpResponseMessage response = await _client.GetAsync(path, Token);
        await AssertForbiddenAsync(response, "Open the whole address that `./dev up` or `komandor wallet serve` printed");
    }

    [Theory]
    [InlineData("")]
    [InlineData("?token=")]
    [InlineData("?token=0000000000000000000000000000000000000000000000000000000000000000")]
    public async Task Open_WrongToken_IsForbidden(string query)
    {
        using HttpResponseMessage response = await _client.GetAsync($"/open{query}", Token);
        await AssertForbiddenAsync(response, "Copy the whole address");
        Assert.False(response.Headers.Contains("Set-Cookie"));
    }

    [Fact]
    public async Task Cookie_HoldingTheToken_IsForbidden()
    {
        using HttpResponseMessage response = await SendAsync(HttpMethod.Get, "/", $"komandor-wallet-{_address.Port}={_token}");
        await AssertForbiddenAsync(response, "not let in");
    }

    [Theory]
    [InlineData("evil.example")]
    [InlineData("evil.example:{port}")]
    [InlineData("127.0.0.1")]
    [InlineData("localhost:1")]
    [InlineData("127.0.0.1.evil.example:{port}")]
    public async Task Host_OfAnotherName_IsForbiddenEvenWithTheCookie(string host)
    {
        string cookie = await OpenAsync();
        using HttpResponseMessage response = await SendAsync(
            HttpMethod.Get, "/", cookie, host: host.Replace("{port}", $"{_address.Port}", StringComparison.Ordinal));
        await AssertForbiddenAsync(response, $"answer to http://127.0.0.1:{_address.Port} alone");
    }

    [Fact]
    public async Task Host_Localhost_IsServed()
    {
        string cookie = await OpenAsync();
        using HttpResponseMessage response = await SendAsync(HttpMethod.Get, "/", cookie, host: $"localhost:{_address.Port}");
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
    }

    [Theory]
    [InlineData("POST", null)]
    [InlineData("POST", "http://evil.example")]
    [InlineData("POST", "null")]
    [InlineData("POST", "https://127.0.0.1:{port}")]
    [InlineData("PUT", "http://localhost:{port}")]
    [InlineData("DELETE", "http://127.0.0.1:1")]
    [InlineData("GET", "http://evil.example")]
    public async Task Origin_OfAnotherPage_IsForbiddenEvenWithTheCookie(string method, string? origin)
    {
        string cookie = await OpenAsync();
        using HttpResponseMessage response = await SendAsync(
            new HttpMethod(method), "/_blazor/negotiate", cookie, origin?.Replace("{port}", $"{_address.Port}", StringComparison.Ordinal));
        await AssertForbiddenAsync(response, "came from another page");
    }

    [Fact]
    public async Task Origin_OfThePagesThemselves_IsServed()
    {
        string cookie = await OpenAsync();
        using HttpResponseMessage response = await SendAsync(
            HttpMethod.Post, "/_blazor/negotiate?negotiateVersion=1", cookie, $"http://127.0.0.1:{_address.Port}");
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
    }

    [Theory]
    [InlineData(null, false)]
    [InlineData("http://evil.example", false)]
    [InlineData("http://127.0.0.1:{port}", true)]
    public async Task WebSocket_OfAnyOrigin_OpensForThePagesAlone(string? origin, bool opens)
    {
        using ClientWebSocket socket = new();
        socket.Options.SetRequestHeader("Cookie", await OpenAsync());
        if (origin is not null)
        {
            socket.Options.SetRequestHeader("Origin", origin.Replace("{port}", $"{_address.Port}", StringComparison.Ordinal));
        }

        socket.Options.CollectHttpResponseDetails = true;
        Uri address = new($"ws://127.0.0.1:{_address.Port}/_blazor");
        if (opens)
        {
            await socket.ConnectAsync(address, Token);
            Assert.Equal(WebSocketState.Open, socket.State);
        }
        else
        {
            await Assert.ThrowsAsync<WebSocketException>(() => socket.ConnectAsync(address, Token));
            Assert.Equal(HttpStatusCode.Forbidden, socket.HttpStatusCode);
        }
    }

    [Fact]
    public async Task WebSocket_WithoutTheCookie_IsForbidden()
    {
        using ClientWebSocket socket = new();
        socket.Options.SetRequestHeader("Origin", $"http://127.0.0.1:{_address.Port}");
        socket.Options.CollectHttpResponseDetails = true;
        await Assert.ThrowsAsync<WebSocketException>(() => socket.ConnectAsync(new Uri($"ws://127.0.0.1:{_address.Port}/_blazor"), Token));
        Assert.Equal(HttpStatusCode.Forbidden, socket.HttpStatusCode);
    }

    [Fact]
    public async Task Page_LetIn_LoadsItselfAndNothingElse()
    {
        string cookie = await OpenAsync();
        foreach (string path in new[] { "/", "/send", "/receive", "/history" })
        {
            using HttpResponseMessage response = await SendAsync(HttpMethod.Get, path, cookie);
            Assert.Equal(HttpStatusCode.OK, response.StatusCode);
            Assert.Equal(WalletGate.ContentPolicy, string.Join("|", response.Headers.NonValidated["Content-Security-Policy"]));
            AngleSharp.Dom.IDocument page = new AngleSharp.Html.Parser.HtmlParser().ParseDocument(await response.Content.ReadAsStringAsync(Token));
            Assert.Empty(page.QuerySelectorAll("script:not([src])"));
            string[] loads = [.. page.QuerySelectorAll("link[href], script[src]").Select(element => (element.GetAttribute("href") ?? element.GetAttribute("src"))!)];
            Assert.Equal(5, loads.Length);
            foreach (string load in loads)
            {
                using HttpResponseMessage asset = await SendAsync(HttpMethod.Get, load, cookie);
                Assert.True(asset.IsSuccessStatusCode, $"{load} answered {(int)asset.StatusCode}.");
                Assert.Equal("no-store", asset.Headers.CacheControl?.ToString());
            }
        }
    }

    private static async Task AssertForbiddenAsync(HttpResponseMessage response, string says)
    {
        Assert.Equal(HttpStatusCode.Forbidden, response.StatusCode);
        Assert.Equal("text/plain", response.Content.Headers.ContentType?.MediaType);
        Assert.Equal("no-store", response.Headers.CacheControl?.ToString());
        Assert.Equal("nosniff", string.Join("|", response.Headers.NonValidated["X-Content-Type-Options"]));
        Assert.Contains(says, await response.Content.ReadAsStringAsync(Token), StringComparison.Ordinal);
    }

    private async Task<string> OpenAsync()
    {
        using HttpResponseMessage response = await _client.GetAsync($"/open?token={_token}", Token);
        return response.Headers.GetValues("Set-Cookie").Single().Split(';')[0];
    }

    private Task<HttpResponseMessage> SendAsync(HttpMethod method, string path, string? cookie, string? origin = null, string? host = null)
    {
        HttpRequestMessage request = new(method, path);
        request.Headers.Host = host;
        if (cookie is not null)
        {
            request.Headers.TryAddWithoutValidation("Cookie", cookie);
        }

        if (origin is not null)
        {
            request.Headers.TryAddWithoutValidation("Origin", origin);
        }

        return _client.SendAsync(request, Token);
    }
}
