using System.Security.Cryptography;
using Microsoft.AspNetCore.Http;

namespace Komandor.Web;

/// <summary>A file that pages load, out of this assembly. Unless its path is given, the path names the content and a browser may
/// keep it for ever.</summary>
public sealed class WebAsset
{
    private const string Css = "text/css; charset=utf-8";
    private const string JavaScript = "text/javascript; charset=utf-8";
    private readonly byte[] _bytes;
    private readonly string _cacheControl;
    private readonly string _mediaType;

    private WebAsset(string name, string mediaType, string? path = null)
    {
        using Stream stream = typeof(WebAsset).Assembly.GetManifestResourceStream($"assets/{name}")
            ?? throw new InvalidOperationException($"The assembly does not hold assets/{name}.");
        _bytes = new byte[stream.Length];
        stream.ReadExactly(_bytes);
        _mediaType = mediaType;
        _cacheControl = path is null ? "public, max-age=31536000, immutable" : "no-cache";
        string digest = Convert.ToHexStringLower(SHA256.HashData(_bytes).AsSpan(0, 8));
        Path = path ?? $"/assets/{System.IO.Path.GetFileNameWithoutExtension(name)}.{digest}{System.IO.Path.GetExtension(name)}";
    }

    /// <summary>The explorer's style.</summary>
    public static WebAsset ExplorerStyle { get; } = new("explorer.css", Css);

    /// <summary>The module that keeps an explorer's page fresh.</summary>
    public static WebAsset ExplorerScript { get; } = new("explorer.js", JavaScript);

    /// <summary>The mark in the browser's tab.</summary>
    public static WebAsset Icon { get; } = new("icon.svg", "image/svg+xml");

    /// <summary>The wallet's style, beside that of its component library.</summary>
    public static WebAsset WalletStyle { get; } = new("wallet.css", Css);

    /// <summary>The component library's style.</summary>
    public static WebAsset MudStyle { get; } = new("MudBlazor.min.css", Css);

    /// <summary>The component library's script.</summary>
    public static WebAsset MudScript { get; } = new("MudBlazor.min.js", JavaScript);

    /// <summary>The script that links a page with its half in this process. It finds its other addresses from its own.</summary>
    public static WebAsset BlazorScript { get; } = new("blazor.web.js", JavaScript, "/_framework/blazor.web.js");

    /// <summary>What the explorer's pages load.</summary>
    internal static IReadOnlyList<WebAsset> Explorer { get; } = [ExplorerStyle, ExplorerScript, Icon];

    /// <summary>What the wallet's pages load.</summary>
    internal static IReadOnlyList<WebAsset> Wallet { get; } = [WalletStyle, MudStyle, MudScript, BlazorScript, Icon];

    /// <summary>Where it is served.</summary>
    public string Path { get; }

    /// <summary>Answers a request for it.</summary>
    internal async Task WriteAsync(HttpContext context)
    {
        context.Response.ContentType = _mediaType;
        context.Response.ContentLength = _bytes.Length;
        context.Response.Headers.CacheControl = _cacheControl;
        context.Response.Headers.XContentTypeOptions = "nosniff";
        await context.Response.Body.WriteAsync(_bytes, context.RequestAborted);
    }
}
