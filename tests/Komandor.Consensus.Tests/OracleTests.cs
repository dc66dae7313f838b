namespace Komandor.Consensus.Tests;

public sealed class OracleTests
{
    [Fact]
    public void Decide_RandomGraphs_AgreesWithTheOracle()
    {
        AgreementRun run = new();
        run.Check(1, 100);
        TestContext.Current.SendDiagnosticMessage(run.ToString());
        Console.WriteLine(run.ToString());
    }
}
