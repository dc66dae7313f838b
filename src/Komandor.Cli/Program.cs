using Komandor.Cli;
using Komandor.Cli.Console;

return await CommandLineProgram.RunAsync(args, Terminal.OfProcess(), CancellationToken.None);
