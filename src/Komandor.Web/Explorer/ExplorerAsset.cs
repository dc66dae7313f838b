using System.Security.Cryptography;
using Microsoft.AspNetCore.Http;

namespace Komandor.Web.Explorer;

/// <summary>A file that the pages load. Its path names its content, so that a browser may keep it for ever.</summary>
public sealed class ExplorerAsset
{
    private readonly byte[] _bytes;
    private readonly string _mediaType;

    private ExplorerAsset(string name, string mediaType)
    {
        using Stream stream = typeof(ExplorerAsset).Assembly.GetManifestResourceStream($"explorer/{name}")
            ?? throw new InvalidOperationException($"The assembly does not hold explorer/{name}.");
        _bytes = new byte[stream.Length];
        stream.ReadExactly(_bytes);
        _mediaType = mediaType;
        string digest = Convert.ToHexStringLower(SHA256.HashData(_bytes).AsSpan(0, 8));
        Path = $"/assets/{System.IO.Path.GetFileNameWithoutExtension(name)}.{digest}{System.IO.Path.GetExtension(name)}";
    }

    /// <summary>The style sheet.</summary>
    public static ExplorerAsset Style { get; } = new("explorer.css", "text/css; charset=utf-8");

    /// <summary>The module that keeps a page fresh.</summary>
    public static ExplorerAsset Script { get; } = new("explorer.js", "text/javascript; charset=utf-8");

    /// <summary>The mark in the browser's tab.</summary>
    public static ExplorerAsset Icon { get; } = new("icon.svg", "image/svg+xml");

    /// <summary>Every file.</summary>
    internal static IReadOnlyList<ExplorerAsset> All { get; } = [Style, Script, Icon];

    /// <summary>Where it is served.</summary>
    public string Path { get; }

    /// <summary>Answers a request for it.</summary>
    internal async Task WriteAsync(HttpContext context)
    {
        context.Response.ContentType = _mediaType;
        context.Response.ContentLength = _bytes.Length;
        context.Response.Headers.CacheControl = "public, max-age=31536000, immutable";
        context.Response.Headers.XContentTypeOptions = "nosniff";
        await context.Response.Body.WriteAsync(_bytes, context.RequestAborted);
    }
}
