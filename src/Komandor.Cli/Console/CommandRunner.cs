using Komandor.Api;
using Komandor.Node.Configuration;
using Komandor.Wallet.Payments;
using Komandor.Wallet.Private.Offline;
using Komandor.Wallet.Proofs;
using Komandor.Wallet.Storage;

namespace Komandor.Cli.Console;

/// <summary>Runs a command and says what went wrong, in words or as JSON, with the exit code that is documented.</summary>
internal static class CommandRunner
{
    internal static async Task<int> RunAsync(Terminal terminal, bool json, Func<Task<int>> command)
    {
        try
        {
            return await command();
        }
        catch (UsageException usage)
        {
            return Fail(terminal, json, ExitCode.Usage, "Usage", usage.Message);
        }
        catch (ConfigurationException wrong)
        {
            return Fail(terminal, json, ExitCode.Usage, "Configuration", wrong.Message);
        }
        catch (WalletException refusal)
        {
            return Fail(terminal, json, ExitCode.Failed, refusal.Fault.ToString(), refusal.Message);
        }
        catch (PaymentException refusal)
        {
            return Fail(terminal, json, ExitCode.Failed, refusal.Fault.ToString(), refusal.Message);
        }
        catch (OfflineException refusal)
        {
            return Fail(terminal, json, ExitCode.Failed, refusal.Fault.ToString(), refusal.Message);
        }
        catch (ProofException refusal)
        {
            return Fail(terminal, json, ExitCode.Failed, refusal.Fault.ToString(), refusal.Message);
        }
        catch (ApiException unreachable) when (unreachable.Code == ApiErrorCode.NotReady)
        {
            return Fail(terminal, json, ExitCode.Unreachable, unreachable.Code.ToString(), unreachable.Message);
        }
        catch (ApiException refusal)
        {
            return Fail(terminal, json, ExitCode.Failed, refusal.Fault ?? refusal.Code.ToString(), refusal.Message);
        }
        catch (OperationCanceledException)
        {
            return Fail(terminal, json, ExitCode.Failed, "Cancelled", "Stopped before it was done.");
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return Fail(terminal, json, ExitCode.Failed, "File", failure.Message);
        }
    }

    private static int Fail(Terminal terminal, bool json, int code, string fault, string message)
    {
        if (json)
        {
            terminal.Write(json, new { error = new { fault, message } });
        }
        else
        {
            terminal.Error.WriteLine(message);
        }

        return code;
    }
}
