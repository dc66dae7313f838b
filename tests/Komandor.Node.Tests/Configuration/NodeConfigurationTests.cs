using System.Runtime.Versioning;
using Komandor.Cryptography;
using Komandor.Node.Configuration;

namespace Komandor.Node.Tests.Configuration;

[UnsupportedOSPlatform("windows")]
public sealed class NodeConfigurationTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("komandor-settings-").FullName;

    private string SettingsFile => Path.Combine(_folder, "appsettings.json");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Load_SeveralSources_LaterWinsAndOriginsAreTold()
    {
        File.WriteAllText(SettingsFile, """{"DataFolder":"from-file","NetworkPort":1111,"Api":{"Port":2222,"MaximumBatchCalls":7}}""");
        Environment.SetEnvironmentVariable("KOMANDOR__NetworkPort", "3333");
        Environment.SetEnvironmentVariable("KOMANDOR__Api__Port", "4444");
        try
        {
            NodeConfiguration configuration = NodeConfiguration.Load(SettingsFile, ["--Api:Port", "5555", "--Peers:0=2@10.0.0.5:7200"]);
            Assert.Equal("from-file", configuration.Options.DataFolder);
            Assert.Equal(3333, configuration.Options.NetworkPort);
            Assert.Equal(5555, configuration.Options.Api.Port);
            Assert.Equal(7, configuration.Options.Api.MaximumBatchCalls);
            Assert.Equal(["2@10.0.0.5:7200"], configuration.Options.Peers);
            Dictionary<string, SettingOrigin> origins = configuration.Origins.ToDictionary(origin => origin.Name);
            Assert.Equal(("appsettings.json", "from-file"), (origins["DataFolder"].Origin, origins["DataFolder"].Value));
            Assert.Equal(("environment", "3333"), (origins["NetworkPort"].Origin, origins["NetworkPort"].Value));
            Assert.Equal(("command line", "5555"), (origins["Api:Port"].Origin, origins["Api:Port"].Value));
            Assert.Equal("command line", origins["Peers"].Origin);
            Assert.Equal("default", origins["GenesisFile"].Origin);
        }
        finally
        {
            Environment.SetEnvironmentVariable("KOMANDOR__NetworkPort", null);
            Environment.SetEnvironmentVariable("KOMANDOR__Api__Port", null);
        }
    }

    [Fact]
    public void Load_NoFile_GivesValidDefaults() => Assert.Equal(7100, NodeConfiguration.Load(SettingsFile, []).Options.Api.Port);

    [Fact]
    public void Load_FewBlocksOfANetworkOfOnesOwn_AreTaken()
    {
        NodeOptions options = NodeConfiguration.Load(SettingsFile, ["--Development:LeastHistoryBlocks=8", "--HistoryBlocks=8"]).Options;
        Assert.Equal((8, 1 << 20), (options.HistoryBlocks, options.Development.SegmentSizeBytes));
    }

    [Theory]
    [InlineData("--Api:Port=70000", "Api:Port")]
    [InlineData("--Api:Host=here", "Api:Host")]
    [InlineData("--Peers:0=somewhere", "Peers")]
    [InlineData("--ExpiredRounds=159", "ExpiredRounds")]
    [InlineData("--DataFolder=", "DataFolder")]
    [InlineData("--HistoryBlocks=511", "HistoryBlocks")]
    [InlineData("--Development:SegmentSizeBytes=0", "Development:SegmentSizeBytes")]
    [InlineData("--Development:SegmentSizeBytes=1048577", "Development:SegmentSizeBytes")]
    [InlineData("--Development:LeastHistoryBlocks=513", "Development:LeastHistoryBlocks")]
    [InlineData("--Api:MaximumBatchCalls=0", "Api:MaximumBatchCalls")]
    [InlineData("--Api:Port=many", "Api:Port")]
    [InlineData("--NoSuchSetting=1", "NoSuchSetting")]
    public void Load_WrongSetting_IsRefusedByName(string argument, string named) =>
        Assert.Contains(named, Assert.Throws<ConfigurationException>(() => NodeConfiguration.Load(SettingsFile, [argument])).Message, StringComparison.Ordinal);

    [Fact]
    public void Load_FileThatIsNoJson_IsRefused()
    {
        File.WriteAllText(SettingsFile, "{");
        Assert.Throws<ConfigurationException>(() => NodeConfiguration.Load(SettingsFile, []));
    }

    [Fact]
    public void Identity_CreatedAndRead_IsTheSameKeyForItsOwnerAlone()
    {
        string path = Path.Combine(_folder, "identity.json");
        using SigningKey made = IdentityFile.Create(path);
        using SigningKey read = IdentityFile.Read(path);
        Assert.Equal(made.PublicKey, read.PublicKey);
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(path));
        Assert.Throws<IOException>(() => IdentityFile.Create(path));
        File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead);
        Assert.Contains("chmod 600", Assert.Throws<ConfigurationException>(() => IdentityFile.Read(path)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Identity_WithAPassphrase_OpensWithThatAlone()
    {
        string path = Path.Combine(_folder, "identity.json");
        using SigningKey made = IdentityFile.Create(path, "correct horse", 1, 8 << 10);
        Assert.DoesNotContain("seed", File.ReadAllText(path), StringComparison.Ordinal);
        using SigningKey read = IdentityFile.Read(path, "correct horse");
        Assert.Equal(made.PublicKey, read.PublicKey);
        Assert.Contains(IdentityFile.PassphraseVariable, Assert.Throws<ConfigurationException>(() => IdentityFile.Read(path)).Message, StringComparison.Ordinal);
        Assert.Contains("does not open", Assert.Throws<ConfigurationException>(() => IdentityFile.Read(path, "wrong")).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("words")]
    public void Identity_WithAnyBitFlipped_IsRefusedOrTheSame(string? passphrase)
    {
        string path = Path.Combine(_folder, "identity.json");
        using SigningKey made = IdentityFile.Create(path, passphrase, 1, 8 << 10);
        byte[] bytes = File.ReadAllBytes(path);
        for (int bit = 0; bit < bytes.Length * 8; bit += 3)
        {
            bytes[bit / 8] ^= (byte)(1 << (bit % 8));
            File.WriteAllBytes(path, bytes);
            bytes[bit / 8] ^= (byte)(1 << (bit % 8));
            try
            {
                // A digit in upper case is the same digit.
                using SigningKey read = IdentityFile.Read(path, passphrase);
                Assert.Equal(made.PublicKey, read.PublicKey);
            }
            catch (ConfigurationException refusal)
            {
                Assert.Contains(path, refusal.Message, StringComparison.Ordinal);
            }
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData("{}")]
    [InlineData("[]")]
    [InlineData("""{"format":"komandor-identity-1","seed":"00"}""")]
    [InlineData("""{"format":"other","seed":"0000000000000000000000000000000000000000000000000000000000000000"}""")]
    public void Identity_OtherFile_IsRefusedWithoutQuotingIt(string text)
    {
        string path = Path.Combine(_folder, "identity.json");
        File.WriteAllText(path, text);
        File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        ConfigurationException refusal = Assert.Throws<ConfigurationException>(() => IdentityFile.Read(path));
        Assert.Null(refusal.InnerException);
        Assert.Contains("is no identity", refusal.Message, StringComparison.Ordinal);
    }
}
