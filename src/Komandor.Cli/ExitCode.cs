namespace Komandor.Cli;

/// <summary>How a command ends.</summary>
internal static class ExitCode
{
    /// <summary>It did what was asked.</summary>
    internal const int Ok = 0;

    /// <summary>It was refused, or failed; the message says why.</summary>
    internal const int Failed = 1;

    /// <summary>The command line is wrong.</summary>
    internal const int Usage = 2;

    /// <summary>No node could be reached.</summary>
    internal const int Unreachable = 3;
}
