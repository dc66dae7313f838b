using System.Buffers.Binary;
using System.Diagnostics;
using System.Globalization;
using Komandor.Node.Storage;
using Komandor.State;

namespace Komandor.Node.Tests.Storage;

/// <summary>A process that writes numbered batches into a store until it is killed: this test program, started to run the one explicit test below.</summary>
public sealed class StoreWriter
{
    /// <summary>The entries of a batch beside the one that names it.</summary>
    public const int EntriesPerBatch = 50;

    private const string FolderVariable = "KOMANDOR_TEST_STORE";
    private const string ProgressVariable = "KOMANDOR_TEST_PROGRESS";

    /// <summary>The key of the entry that holds the newest batch's number.</summary>
    public static byte[] Newest => "newest"u8.ToArray();

    /// <summary>Starts the process.</summary>
    public static Process Start(string folder, string progressFile)
    {
        ProcessStartInfo start = new(Path.Combine(AppContext.BaseDirectory, "Komandor.Node.Tests"))
        {
            ArgumentList = { "-explicit", "only", "-method", $"{typeof(StoreWriter).FullName}.{nameof(Write_UntilKilled_NumberedBatches)}" },
            RedirectStandardOutput = true,
            Environment = { [FolderVariable] = folder, [ProgressVariable] = progressFile },
        };
        return Process.Start(start)!;
    }

    /// <summary>The number of the newest batch that the process knows to be durable; 0 before the first.</summary>
    public static int Durable(string progressFile)
    {
        if (!File.Exists(progressFile))
        {
            return 0;
        }

        using FileStream file = new(progressFile, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        using StreamReader reader = new(file);
        string[] lines = reader.ReadToEnd().Split('\n');
        return lines.Length < 2 ? 0 : int.Parse(lines[^2], CultureInfo.InvariantCulture);
    }

    /// <summary>An entry's key.</summary>
    public static byte[] Key(int batch, int entry)
    {
        byte[] key = new byte[9];
        key[0] = (byte)'e';
        BinaryPrimitives.WriteInt32BigEndian(key.AsSpan(1), batch);
        BinaryPrimitives.WriteInt32BigEndian(key.AsSpan(5), entry);
        return key;
    }

    /// <summary>An entry's value, or the newest batch's number.</summary>
    public static byte[] Value(int batch)
    {
        byte[] value = new byte[100];
        BinaryPrimitives.WriteInt32BigEndian(value, batch);
        return value;
    }

    [Fact(Explicit = true)]
    public void Write_UntilKilled_NumberedBatches()
    {
        using RocksKeyValueStore store = new(Environment.GetEnvironmentVariable(FolderVariable)!, new RocksSettings(1 << 20, 1 << 18, 64));
        using StreamWriter progress = new(Environment.GetEnvironmentVariable(ProgressVariable)!) { AutoFlush = true };
        for (int batch = 1; ; batch++)
        {
            KeyValueBatch writes = new();
            writes.Put(Newest, Value(batch));
            for (int entry = 0; entry < EntriesPerBatch; entry++)
            {
                writes.Put(Key(batch, entry), Value(batch));
            }

            bool isDurable = batch % 4 == 0;
            store.Write(writes, isDurable);
            if (isDurable)
            {
                progress.Write($"{batch}\n");
            }
        }
    }
}
