using System.Globalization;
using Komandor.Web.Tests.Fakes;
using Xunit.MicrosoftTestingPlatform;
using Xunit.Runner.InProc.SystemConsole;

namespace Komandor.Web.Tests;

/// <summary>Runs the tests; with <c>serve PORT</c>, serves the explorer there and the wallet at the next
/// port with the tests' data until Ctrl-C, to be looked at in a browser.</summary>
internal static class Program
{
    public static async Task<int> Main(string[] args)
    {
        if (args is ["serve", string port])
        {
            await DevelopmentHost.RunAsync(int.Parse(port, CultureInfo.InvariantCulture));
            return 0;
        }

        return args.Any(argument => argument is "--server" or "--internal-msbuild-node")
            ? await TestPlatformTestFramework.RunAsync(args, SelfRegisteredExtensions.AddSelfRegisteredExtensions)
            : await ConsoleRunner.Run(args);
    }
}
