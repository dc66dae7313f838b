using System.Buffers.Binary;
using System.Diagnostics;
using Komandor.Node.Storage;
using Komandor.Primitives;
using Komandor.State;

namespace Komandor.Node.Tests.Storage;

/// <summary>A process that commits the same history again and again until it is killed: this test program, started to run the one explicit test below.</summary>
public sealed class StateWriter
{
    private const string FolderVariable = "KOMANDOR_TEST_STATE";
    private const string ProgressVariable = "KOMANDOR_TEST_PROGRESS";

    /// <summary>Segments so short that many come and go.</summary>
    internal static CompactStateSettings Settings { get; } = new(SegmentSizeBytes: 20_000);

    /// <summary>Starts the process.</summary>
    public static Process Start(string folder, string progressFile)
    {
        ProcessStartInfo start = new(Path.Combine(AppContext.BaseDirectory, "Komandor.Node.Tests"))
        {
            ArgumentList = { "-explicit", "only", "-method", $"{typeof(StateWriter).FullName}.{nameof(Commit_UntilKilled_NumberedVersions)}" },
            RedirectStandardOutput = true,
            Environment = { [FolderVariable] = folder, [ProgressVariable] = progressFile },
        };
        return Process.Start(start)!;
    }

    /// <summary>What the commit that makes <paramref name="version"/> changes.</summary>
    public static KeyValuePair<Hash256, byte[]?>[] Changes(ulong version)
    {
        Random random = new((int)version);
        return [.. Enumerable.Range(0, 200).Where(_ => random.Next(8) == 0).Select(index =>
            new KeyValuePair<Hash256, byte[]?>(Key(index), random.Next(4) == 0 ? null : Value(version)))];
    }

    /// <summary>A key.</summary>
    public static Hash256 Key(int index) => StateHash.Value(BitConverter.GetBytes(index));

    [Fact(Explicit = true)]
    public void Commit_UntilKilled_NumberedVersions()
    {
        CompactStateStore store = new(new FolderStateFiles(Environment.GetEnvironmentVariable(FolderVariable)!), "s", settings: Settings);
        using StreamWriter progress = new(Environment.GetEnvironmentVariable(ProgressVariable)!) { AutoFlush = true };
        while (true)
        {
            store.Commit(store.Stage(Changes(store.Version + 1)));
            store.Prune(store.Version - Math.Min(store.Version, 5));
            if (store.Version % 4 == 0)
            {
                store.Flush();
                progress.Write($"{store.Version}\n");
            }
        }
    }

    private static byte[] Value(ulong version)
    {
        byte[] value = new byte[100];
        BinaryPrimitives.WriteUInt64BigEndian(value, version);
        return value;
    }
}
