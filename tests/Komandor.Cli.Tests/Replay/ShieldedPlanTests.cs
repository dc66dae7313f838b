using System.Globalization;
using CsCheck;
using Komandor.Cli.Replay;
using Komandor.Testing;

namespace Komandor.Cli.Tests.Replay;

/// <summary>How payments become shielded transactions: everybody gets what the file says, and nothing is lost or made.</summary>
public sealed class ShieldedPlanTests
{
    private const ulong Fee = 3_300;
    private const ulong Own = 1UL << 63;

    [Fact]
    public void Plan_TheWholeBlock_BalancesEveryTransaction()
    {
        ReplayFile file = ReplayFile.Read(Repository.At("tests/data/payments/bitcoin-300025.jsonl"));
        ShieldedPlan plan = new(file, Fee, Own);
        Check(file, plan);
        Assert.Equal(460, plan.Steps.Select(step => step.Payment).Distinct().Count());
        Assert.InRange(plan.Steps.Count, 1_558, 2_300);
    }

    [Fact]
    public void Plan_AnyPayments_BalanceEveryTransaction() =>
        Gen.Select(Gen.Int[1, 9], Gen.Int[0, 9], Gen.Long[1, 20_000], Gen.Long[0, 40_000]).Array[1, 6].Sample(shapes =>
        {
            string path = Path.GetTempFileName();
            try
            {
                File.WriteAllLines(path, ["{}", .. shapes.Select(Line)]);
                ReplayFile file = ReplayFile.Read(path);
                Check(file, new ShieldedPlan(file, Fee, Own));
            }
            finally
            {
                File.Delete(path);
            }
        }, iter: 300);

    // What a payment spends beyond its outputs is its fee: less than the chain's, or more, or just so much.
    private static string Line((int Inputs, int Outputs, long Units, long Fee) shape, int number)
    {
        long income = (shape.Units * shape.Outputs) + shape.Fee + shape.Inputs;
        IEnumerable<string> inputs = Enumerable.Range(0, shape.Inputs).Select(input => string.Create(
            CultureInfo.InvariantCulture, $"[\"before-{number}:{input}\",{(input == 0 ? income - shape.Inputs + 1 : 1)},\"payer {input % 3}\"]"));
        IEnumerable<string> outputs = Enumerable.Range(0, shape.Outputs).Select(output => string.Create(
            CultureInfo.InvariantCulture, $"[{shape.Units},\"payee {output}\"]"));
        return $"{{\"id\":\"payment-{number}\",\"in\":[{string.Join(',', inputs)}],\"out\":[{string.Join(',', outputs)}]}}";
    }

    private static void Check(ReplayFile file, ShieldedPlan plan)
    {
        HashSet<int> there = [.. plan.Entering];
        foreach (ShieldedStep step in plan.Steps)
        {
            Assert.InRange(step.Spent.Length, 1, 2);
            Assert.InRange(step.Made.Length, 1, 2);
            Assert.All(step.Spent, note => Assert.True(there.Remove(note)));
            Assert.All(step.Made, note => Assert.True(there.Add(note)));
            Assert.Equal(Sum(plan, step.Spent), Sum(plan, step.Made) + Fee);
        }

        (string, int, ulong)[] expected =
        [
            .. file.Payments.SelectMany(payment => payment.Outputs.Select((output, place) => (payment.Id, place, output.Units))).Where(output => output.Units > 0),
        ];
        Assert.Equal(
            expected.Order(),
            plan.Notes.Where(note => note.Output is not null).Select(note => (note.Output!.Value.Payment, note.Output.Value.Index, note.Units)).Order());
        Assert.All(plan.Notes.Where(note => note.Output is not null), note => Assert.InRange(note.Address, 0UL, (ulong)plan.Owners - 1));
    }

    private static ulong Sum(ShieldedPlan plan, IEnumerable<int> notes) => notes.Aggregate(0UL, (sum, note) => sum + plan.Notes[note].Units);
}
