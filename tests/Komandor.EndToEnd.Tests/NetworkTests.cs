using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json;
using Komandor.Testing;

namespace Komandor.EndToEnd.Tests;

public sealed class NetworkTests
{
    private static readonly TimeSpan _limit = TimeSpan.FromSeconds(60);

    [Fact]
    public async Task Up_FourMembers_PayAndStopAndGoOn()
    {
        using TemporaryFolder folder = new();
        string data = folder.FullName;
        Dictionary<string, string> secrets = new() { ["KOMANDOR_WALLET_PASSPHRASE"] = "only a test" };
        string wallet = Path.Combine(data, "alice.wallet");
        string address;
        (ulong Height, string Root) before;
        await using (RunningNetwork network = await RunningNetwork.StartAsync(data))
        {
            Assert.Equal(HttpStatusCode.OK, (await network.GetAsync(0, "/readyz")).Status);
            Assert.Equal(4, network.Rpc.Count);

            // A second network on the same folder says so, and takes nothing from the first.
            int first = await network.ProcessIdAsync(0);
            await KomandorProcess.RunAsync(null, 2, _limit, "up", "--data", data, "--port", "18200");
            Assert.Equal(first, await network.ProcessIdAsync(0));

            string created = await KomandorProcess.RunAsync(secrets, 0, _limit, "wallet", "create", "--wallet", wallet, "--json");
            Assert.Equal(24, JsonDocument.Parse(created).RootElement.GetProperty("words").GetString()!.Split(' ').Length);
            string shown = await KomandorProcess.RunAsync(secrets, 0, _limit, "wallet", "address", "--wallet", wallet, "--rpc", network.Rpc[0], "--json");
            address = JsonDocument.Parse(shown).RootElement.GetProperty("address").GetString()!;

            // The network's own wallet holds the first development account.
            string funded = network.Ready.GetProperty("walletFile").GetString()!;
            Dictionary<string, string> development = new() { ["KOMANDOR_WALLET_PASSPHRASE"] = "development" };
            string sent = await KomandorProcess.RunAsync(
                development, 0, _limit, "wallet", "send", "--wallet", funded, "--rpc", network.Rpc[1], "--to", address, "--amount", "12.5", "--yes", "--json");
            string id = JsonDocument.Parse(sent).RootElement.GetProperty("transactionId").GetString()!;

            for (int member = 0; member < 4; member++)
            {
                JsonElement transaction = await network.CallAsync(member, "transaction_get", new { id, waitMs = 20_000 });
                Assert.Equal("final", transaction.GetProperty("state").GetString());
            }

            before = await network.AgreementAsync(_limit);
            Assert.Equal(0, await network.StopAsync());
        }

        await using (RunningNetwork again = await RunningNetwork.StartAsync(data))
        {
            (ulong height, _) = await again.AgreementAsync(_limit);
            Assert.True(height >= before.Height, "The second start forgot blocks.");
            string shown = await KomandorProcess.RunAsync(secrets, 0, _limit, "wallet", "balance", "--wallet", wallet, "--rpc", again.Rpc[2], "--json");
            Assert.Contains("1250000000", shown, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Link_StrangersCertificate_IsRefusedByRuleN8()
    {
        await using RunningNetwork network = await RunningNetwork.StartAsync(null, "--members", "1");
        using ECDsa key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using X509Certificate2 stranger = new CertificateRequest("CN=stranger", key, HashAlgorithmName.SHA256)
            .CreateSelfSigned(DateTimeOffset.UtcNow.AddMinutes(-1), DateTimeOffset.UtcNow.AddHours(1));
        using TcpClient client = new();
        await client.ConnectAsync(IPAddress.Loopback, network.LinkPort(0), TestContext.Current.CancellationToken);
        await using SslStream link = new(client.GetStream(), leaveInnerStreamOpen: false, (_, certificate, _, _) => certificate is not null);
        await Assert.ThrowsAnyAsync<IOException>(async () =>
        {
            await link.AuthenticateAsClientAsync(
                new SslClientAuthenticationOptions
                {
                    TargetHost = "komandor",
                    EnabledSslProtocols = SslProtocols.Tls13,
                    ApplicationProtocols = [new SslApplicationProtocol("komandor/1")],
                    ClientCertificates = [stranger],
                },
                TestContext.Current.CancellationToken);

            // TLS 1.3 tells a client only when it reads that its certificate was refused.
            if (await link.ReadAsync(new byte[1], TestContext.Current.CancellationToken) == 0)
            {
                throw new EndOfStreamException();
            }
        });
        await network.UntilAsync(
            async () => (await network.LogAsync(0)).Contains("NoBinding", StringComparison.Ordinal), _limit, "the log tells the refusal");
        await network.ReadyAsync(0, _limit);
    }
}
