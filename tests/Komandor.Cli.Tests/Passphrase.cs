using System.Runtime.CompilerServices;

namespace Komandor.Cli.Tests;

internal static class Passphrase
{
    [ModuleInitializer]
    internal static void Set() => Environment.SetEnvironmentVariable("KOMANDOR_WALLET_PASSPHRASE", "only a test");
}
