using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;

namespace Komandor.Web.WalletPages;

/// <summary>Stands before every request to a wallet's pages and lets through only the browser that was given the token.</summary>
/// <remarks>docs/web.md §2. A foreign page in the same browser can reach loopback: by a name of its own (the Host rule), by a form or
/// a WebSocket (the Origin rule), by a frame (the content policy). Another user of the machine can connect: that one has no
/// cookie.</remarks>
internal sealed class WalletGate(RequestDelegate next, WalletWebOptions options)
{
    /// <summary>Takes the token and gives the cookie.</summary>
    internal const string OpeningPath = "/open";

    /// <summary>MudBlazor sets style attributes, so styles may be inline; scripts may not. The linking WebSocket is of this
    /// origin.</summary>
    internal const string ContentPolicy =
        "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self'; font-src 'self'; connect-src 'self'; "
        + "form-action 'self'; base-uri 'self'; frame-ancestors 'none'";

    // What the cookie holds is another secret than the token, which stands in the browser's history.
    private readonly string _session = WalletWebOptions.NewToken();
    private readonly byte[] _tokenDigest = Digest(options.Token);

    public async Task InvokeAsync(HttpContext context)
    {
        context.Response.OnStarting(SetHeadersAsync, context.Response);
        int port = context.Connection.LocalPort;
        string host = context.Request.Host.Value ?? "";
        if (host != $"127.0.0.1:{port}" && host != $"localhost:{port}")
        {
            await RefuseAsync(context, $"These pages answer to http://127.0.0.1:{port} alone. Open that address.");
        }
        else if (!OriginFits(context.Request, host))
        {
            await RefuseAsync(context, "This request came from another page. Go on in the wallet's own tab.");
        }
        else if (context.Request.Path == OpeningPath)
        {
            await OpenAsync(context, port);
        }
        else if (!Matches(context.Request.Cookies[CookieName(port)], Digest(_session)))
        {
            await RefuseAsync(
                context, "This browser was not let in. Open the whole address that `./dev up` or `komandor wallet serve` printed last; it holds the token.");
        }
        else
        {
            await next(context);
        }
    }

    // Cookies know no ports: two wallets on one machine have two names.
    private static string CookieName(int port) => $"komandor-wallet-{port}";

    private static bool OriginFits(HttpRequest request, string host)
    {
        string origin = request.Headers.Origin.ToString();
        bool reads = (HttpMethods.IsGet(request.Method) || HttpMethods.IsHead(request.Method))
            && !request.HttpContext.WebSockets.IsWebSocketRequest;
        return origin == $"http://{host}" || (reads && origin.Length == 0);
    }

    private async Task OpenAsync(HttpContext context, int port)
    {
        if (!HttpMethods.IsGet(context.Request.Method) || !Matches(context.Request.Query["token"], _tokenDigest))
        {
            await RefuseAsync(context, "The token is not this wallet's. Copy the whole address that `./dev up` or `komandor wallet serve` printed last: each start makes a new one.");
            return;
        }

        context.Response.Cookies.Append(
            CookieName(port),
            _session,
            new CookieOptions { HttpOnly = true, SameSite = SameSiteMode.Strict, Path = "/", IsEssential = true });
        context.Response.StatusCode = StatusCodes.Status303SeeOther;
        context.Response.Headers.Location = "/";
    }

    private static bool Matches(string? given, byte[] digest) =>
        !string.IsNullOrEmpty(given) && CryptographicOperations.FixedTimeEquals(Digest(given), digest);

    private static byte[] Digest(string text) => SHA256.HashData(Encoding.UTF8.GetBytes(text));

    private static Task RefuseAsync(HttpContext context, string reason)
    {
        context.Response.StatusCode = StatusCodes.Status403Forbidden;
        context.Response.ContentType = "text/plain; charset=utf-8";
        return context.Response.WriteAsync($"{reason}\n", context.RequestAborted);
    }

    private static Task SetHeadersAsync(object state)
    {
        IHeaderDictionary headers = ((HttpResponse)state).Headers;
        headers.ContentSecurityPolicy = ContentPolicy;
        headers.XContentTypeOptions = "nosniff";
        headers.XFrameOptions = "DENY";
        headers["Referrer-Policy"] = "no-referrer";
        headers["Cross-Origin-Opener-Policy"] = "same-origin";
        headers["Cross-Origin-Resource-Policy"] = "same-origin";
        headers.CacheControl = "no-store";
        return Task.CompletedTask;
    }
}
