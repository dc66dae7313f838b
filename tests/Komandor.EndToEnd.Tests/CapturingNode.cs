using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;

namespace Komandor.EndToEnd.Tests;

/// <summary>Passes a wallet's questions on to a member, but keeps the transactions that are handed in and refuses them.</summary>
internal sealed class CapturingNode : IAsyncDisposable
{
    private static readonly HttpClient _http = new() { Timeout = TimeSpan.FromSeconds(20) };

    private readonly HttpListener _listener = new();
    private readonly Task _serving;
    private readonly string _member;

    internal CapturingNode(string member)
    {
        _member = member;
        Url = $"http://127.0.0.1:{FreePort()}";
        _listener.Prefixes.Add(Url + "/");
        _listener.Start();
        _serving = ServeAsync();
    }

    /// <summary>Where it listens.</summary>
    internal string Url { get; }

    /// <summary>The transactions that were handed in, in hexadecimal digits.</summary>
    internal List<string> Captured { get; } = [];

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        _listener.Stop();
        await _serving;
        _listener.Close();
    }

    private async Task ServeAsync()
    {
        while (_listener.IsListening)
        {
            HttpListenerContext context;
            try
            {
                context = await _listener.GetContextAsync();
            }
            catch (Exception stopped) when (stopped is HttpListenerException or ObjectDisposedException)
            {
                return;
            }

            await AnswerAsync(context);
        }
    }

    private async Task AnswerAsync(HttpListenerContext context)
    {
        using StreamReader reader = new(context.Request.InputStream);
        string request = await reader.ReadToEndAsync();
        (int status, string answer) = context.Request.HttpMethod == "POST" && Capture(request) is { } refusal ? (200, refusal) : await AskAsync(context.Request, request);
        context.Response.StatusCode = status;
        context.Response.ContentType = "application/json";
        await context.Response.OutputStream.WriteAsync(Encoding.UTF8.GetBytes(answer));
        context.Response.Close();
    }

    private string? Capture(string request)
    {
        JsonElement call = JsonDocument.Parse(request).RootElement;
        if (call.ValueKind != JsonValueKind.Object || call.GetProperty("method").GetString() != "transaction_submit")
        {
            return null;
        }

        Captured.Add(call.GetProperty("params").GetProperty("transaction").GetString()!);
        return JsonSerializer.Serialize(new
        {
            jsonrpc = "2.0",
            id = call.GetProperty("id").GetInt64(),
            error = new { code = -32001, message = "The transaction breaks a rule: TooLarge.", data = new { fault = "TooLarge" } },
        });
    }

    private async Task<(int Status, string Answer)> AskAsync(HttpListenerRequest request, string body)
    {
        using HttpRequestMessage question = new(new HttpMethod(request.HttpMethod), _member + request.RawUrl);
        question.Content = request.HttpMethod == "POST" ? new StringContent(body, Encoding.UTF8, "application/json") : null;
        using HttpResponseMessage answer = await _http.SendAsync(question);
        return ((int)answer.StatusCode, await answer.Content.ReadAsStringAsync());
    }

    private static int FreePort()
    {
        using TcpListener listener = new(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
