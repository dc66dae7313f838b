using System.Net;
using AngleSharp.Dom;
using Komandor.Api;
using Komandor.Web.Explorer;
using Komandor.Web.Tests.Fakes;

namespace Komandor.Web.Tests.Explorer;

public sealed class ExplorerSafetyTests(SharedExplorer shared) : IClassFixture<SharedExplorer>
{
    private readonly ExplorerHost _host = shared.Host;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public static TheoryData<string> EveryPage() =>
    [
        "/", "/blocks", "/blocks/2", $"/transactions/{FakeChain.Final}", $"/transactions/{FakeChain.Rejected}", $"/transactions/{FakeChain.Pending}",
        $"/transactions/{FakeChain.Expired}", $"/objects/{FakeChain.RecordObject}", $"/addresses/{FakeChain.Alice}", "/search?q=", "/nowhere",
    ];

    [Theory]
    [MemberData(nameof(EveryPage))]
    public async Task Page_OfAnyKind_ForbidsWhatItDoesNotNeed(string path)
    {
        using HttpResponseMessage response = await _host.Client.GetAsync(path, Token);
        Assert.Equal(ExplorerGuard.ContentPolicy, Header(response, "Content-Security-Policy"));
        Assert.Contains("frame-ancestors 'none'", ExplorerGuard.ContentPolicy, StringComparison.Ordinal);
        Assert.DoesNotContain("unsafe", ExplorerGuard.ContentPolicy, StringComparison.Ordinal);
        Assert.Equal("nosniff", Header(response, "X-Content-Type-Options"));
        Assert.Equal("no-referrer", Header(response, "Referrer-Policy"));
        Assert.Equal("no-store", Header(response, "Cache-Control"));
        Assert.False(response.Headers.Contains("Set-Cookie"));
    }

    [Theory]
    [MemberData(nameof(EveryPage))]
    public async Task Page_OfAnyKind_NeedsNothingThatThePolicyForbids(string path)
    {
        using HttpResponseMessage response = await _host.Client.GetAsync(path, Token);
        IDocument page = new AngleSharp.Html.Parser.HtmlParser().ParseDocument(await response.Content.ReadAsStringAsync(Token));
        Assert.Empty(page.QuerySelectorAll("script:not([src]), style, [style], iframe, object, embed, base"));
        Assert.DoesNotContain(page.All, element => element.Attributes.Any(attribute => attribute.Name.StartsWith("on", StringComparison.Ordinal)));
        foreach (IElement element in page.QuerySelectorAll("[src], [href], [action]"))
        {
            string target = element.GetAttribute("src") ?? element.GetAttribute("href") ?? element.GetAttribute("action")!;
            Assert.True(target[0] is '/' or '#' && !target.StartsWith("//", StringComparison.Ordinal), $"{path} leads to {target}.");
        }
    }

    [Theory]
    [MemberData(nameof(EveryPage))]
    public async Task Page_OfAnyKind_CanBeUsedWithoutEyesAndHands(string path)
    {
        using HttpResponseMessage response = await _host.Client.GetAsync(path, Token);
        IDocument page = new AngleSharp.Html.Parser.HtmlParser().ParseDocument(await response.Content.ReadAsStringAsync(Token));
        Assert.Equal("en", page.DocumentElement.GetAttribute("lang"));
        Assert.Single(page.QuerySelectorAll("h1"));
        Assert.Single(page.QuerySelectorAll("main"));
        Assert.Equal("#main", page.QuerySelector("a")!.GetAttribute("href"));
        Assert.Equal(page.QuerySelectorAll("[id]").Length, page.QuerySelectorAll("[id]").Select(element => element.Id).Distinct().Count());
        Assert.DoesNotContain(page.QuerySelectorAll("input"), input => page.QuerySelector($"label[for={input.Id}]") is null);
        Assert.DoesNotContain(page.QuerySelectorAll("button"), button => Name(button).Length == 0);
        Assert.DoesNotContain(page.QuerySelectorAll("a"), link => Name(link).Length == 0);
        Assert.DoesNotContain(page.QuerySelectorAll("th"), heading => heading.GetAttribute("scope") is null);
        Assert.DoesNotContain(page.QuerySelectorAll("table.cards td"), cell => cell.GetAttribute("data-label") is null);
        Assert.DoesNotContain(page.QuerySelectorAll("[data-copy]"), button => !button.HasAttribute("hidden"));

        static string Name(IElement element) => (element.GetAttribute("aria-label") ?? element.TextContent).Trim();
    }

    [Theory]
    [InlineData("/transactions/")]
    [InlineData("/objects/")]
    public async Task Page_WithTextOfStrangers_ShowsItAsText(string folder)
    {
        string id = folder == "/objects/" ? FakeChain.RecordObject : FakeChain.Final;
        using HttpResponseMessage response = await _host.Client.GetAsync(folder + id, Token);
        string html = await response.Content.ReadAsStringAsync(Token);
        Assert.DoesNotContain("<script>", html, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("<img src=x", html, StringComparison.OrdinalIgnoreCase);
        IDocument page = new AngleSharp.Html.Parser.HtmlParser().ParseDocument(html);
        Assert.Contains(page.QuerySelectorAll("dd.untrusted"), element => element.TextContent == FakeChain.Hostile);
    }

    [Fact]
    public async Task Asset_OfEveryKind_IsServedByItsContentForEver()
    {
        IDocument page = await _host.GetAsync("/");
        string[] paths = [.. page.QuerySelectorAll("link, script").Select(element => (element.GetAttribute("href") ?? element.GetAttribute("src"))!)];
        Assert.Equal(3, paths.Length);
        foreach (string path in paths)
        {
            using HttpResponseMessage response = await _host.Client.GetAsync(path, Token);
            Assert.Equal(HttpStatusCode.OK, response.StatusCode);
            Assert.Contains("immutable", Header(response, "Cache-Control"), StringComparison.Ordinal);
            Assert.Equal("nosniff", Header(response, "X-Content-Type-Options"));
        }
    }

    [Fact]
    public async Task Node_ThatFails_GivesAPageAndNoDetails()
    {
        await using ExplorerHost host = await ExplorerHost.StartAsync();
        host.Node.Refusals["network_status"] = new InvalidOperationException("secret detail");
        IDocument page = await host.GetAsync("/", 500);
        Assert.DoesNotContain("secret detail", page.DocumentElement.TextContent, StringComparison.Ordinal);
        Assert.Equal("This page failed", page.QuerySelector("h1")!.TextContent);
    }

    [Theory]
    [InlineData(ApiErrorCode.NotReady, 503)]
    [InlineData(ApiErrorCode.Busy, 503)]
    [InlineData(ApiErrorCode.LimitExceeded, 429)]
    [InlineData(ApiErrorCode.NotFound, 404)]
    [InlineData(ApiErrorCode.InternalError, 500)]
    public async Task Node_ThatRefuses_GivesTheStatusThatFits(ApiErrorCode code, int status)
    {
        await using ExplorerHost host = await ExplorerHost.StartAsync();
        host.Node.Refusals["network_status"] = new ApiException(code, "No.", retryAfterMs: 1_200);
        using HttpResponseMessage response = await host.Client.GetAsync("/", Token);
        Assert.Equal(status, (int)response.StatusCode);
        Assert.Equal("2", Header(response, "Retry-After"));
    }

    [Fact]
    public async Task Node_WhoseSupplyIsUnknown_LeavesThePageWhole()
    {
        await using ExplorerHost host = await ExplorerHost.StartAsync();
        host.Node.Refusals["state_supply"] = new ApiException(ApiErrorCode.Busy, "Later.");
        IDocument page = await host.GetAsync("/");
        Assert.Contains("the node does not tell it now", page.QuerySelector("[data-live=tiles]")!.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Viewers_Many_CostTheNodeNoMoreThanOne()
    {
        await using ExplorerHost host = await ExplorerHost.StartAsync();
        await host.GetAsync("/");
        int once = host.Node.Calls;
        await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => host.GetAsync("/")));
        Assert.Equal(once, host.Node.Calls);
        host.Clock.Move(TimeSpan.FromMilliseconds(500));
        await host.GetAsync("/");
        Assert.Equal(once + 4, host.Node.Calls);
    }

    [Fact]
    public async Task Host_OwnPaths_AreNotShadowed()
    {
        Assert.Equal("alive", await _host.Client.GetStringAsync("/healthz", Token));
        using HttpRequestMessage program = new(HttpMethod.Get, "/api/v1/nothing");
        program.Headers.Accept.ParseAdd("application/json");
        using HttpClient plain = new() { BaseAddress = _host.Client.BaseAddress };
        using HttpResponseMessage response = await plain.SendAsync(program, Token);
        Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
        Assert.Equal("text/plain", response.Content.Headers.ContentType?.MediaType);
    }

    [Fact]
    public async Task Head_OfAPage_HasHeadersAndNoBody()
    {
        using HttpRequestMessage request = new(HttpMethod.Head, "/blocks/1");
        using HttpResponseMessage response = await _host.Client.SendAsync(request, Token);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Empty(await response.Content.ReadAsByteArrayAsync(Token));
    }

    [Fact]
    public async Task Post_ToAPage_IsRefused()
    {
        using HttpResponseMessage response = await _host.Client.PostAsync("/blocks", null, Token);
        Assert.Equal(HttpStatusCode.MethodNotAllowed, response.StatusCode);
    }

    private static string Header(HttpResponseMessage response, string name) =>
        string.Join(' ', response.Headers.NonValidated[name]);
}
