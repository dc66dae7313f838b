using Microsoft.Playwright;

namespace Komandor.EndToEnd.Tests;

/// <summary>Headless Chromium, as installed by the system.</summary>
internal sealed class Browser : IAsyncDisposable
{
    private readonly IPlaywright _playwright;
    private readonly IBrowser _browser;

    private Browser(IPlaywright playwright, IBrowser browser)
    {
        _playwright = playwright;
        _browser = browser;
    }

    /// <summary>Errors of the console and of page scripts, over all pages.</summary>
    internal List<string> Errors { get; } = [];

    internal static async Task<Browser> StartAsync()
    {
        IPlaywright playwright = await Playwright.CreateAsync();
        IBrowser browser = await playwright.Chromium.LaunchAsync(new BrowserTypeLaunchOptions
        {
            ExecutablePath = "/usr/bin/chromium",
            Args =
            [
                "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
                "--disable-component-update", "--disable-sync",
            ],
        });
        return new Browser(playwright, browser);
    }

    /// <summary>A page of the given width whose errors are collected.</summary>
    /// <param name="width">The window's width in pixels.</param>
    /// <param name="isRefusalExpected">Whether pages with a status of 400 and above, which Chromium calls errors, are none here.</param>
    internal async Task<IPage> OpenAsync(int width, bool isRefusalExpected = false)
    {
        IBrowserContext context = await _browser.NewContextAsync(
            new BrowserNewContextOptions { ViewportSize = new ViewportSize { Width = width, Height = 900 } });
        IPage page = await context.NewPageAsync();
        page.SetDefaultTimeout(60_000);
        page.Console += (_, message) =>
        {
            if (message.Type == "error"
                && !(isRefusalExpected && message.Text.StartsWith("Failed to load resource", StringComparison.Ordinal)))
            {
                Errors.Add($"{page.Url}: {message.Text}");
            }
        };
        page.PageError += (_, error) => Errors.Add($"{page.Url}: {error}");
        return page;
    }

    /// <summary>Keeps pictures of the page for people, in light and dark, in the folder that <c>KOMANDOR_E2E_PICTURES</c> names; none without it.</summary>
    internal static async Task PictureAsync(IPage page, string name)
    {
        if (Environment.GetEnvironmentVariable("KOMANDOR_E2E_PICTURES") is { Length: > 0 } folder)
        {
            await page.EmulateMediaAsync(new PageEmulateMediaOptions { ColorScheme = ColorScheme.Dark });
            await Task.Delay(500);
            await page.ScreenshotAsync(new PageScreenshotOptions { Path = Path.Combine(folder, name + "-dark.png"), FullPage = true });
            await page.EmulateMediaAsync(new PageEmulateMediaOptions { ColorScheme = ColorScheme.Light });
            await Task.Delay(500);
            await page.ScreenshotAsync(new PageScreenshotOptions { Path = Path.Combine(folder, name + ".png"), FullPage = true });
        }
    }

    /// <summary>Fails when the page is wider than its window: it could not be used on a phone.</summary>
    internal static async Task RequireNoSidewaysScrollAsync(IPage page)
    {
        int width = await page.EvaluateAsync<int>("document.documentElement.scrollWidth");
        Assert.True(width <= page.ViewportSize!.Width, $"{page.Url} is {width} pixels wide in a window of {page.ViewportSize.Width}.");
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _browser.DisposeAsync();
        _playwright.Dispose();
    }
}
