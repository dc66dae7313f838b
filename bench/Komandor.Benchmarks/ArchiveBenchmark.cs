using Komandor.Cryptography.ErasureCoding;
using Komandor.Primitives;

namespace Komandor.Benchmarks;

/// <summary>Coding of history: seven pieces of data become ten, beside a plain copy of the data; and what a member keeps of its history.</summary>
internal sealed class ArchiveBenchmark : IBenchmark
{
    private const int Needed = 7;
    private const int Total = 10;
    private const int SegmentSizeBytes = 2 << 20;
    private const double GigaByte = 1e9;

    /// <inheritdoc/>
    public string Name => "archive";

    /// <inheritdoc/>
    public string Summary => "erasure coding of history, 7 of 10";

    /// <inheritdoc/>
    public IReadOnlyList<Figure> Run(TextWriter log)
    {
        ErasureCode code = new(Needed, Total);
        byte[][] pieces = [.. Enumerable.Range(0, Total).Select(_ => new byte[code.PieceSizeBytes(SegmentSizeBytes)])];
        Random random = new(1);
        Array.ForEach(pieces[..Needed], random.NextBytes);
        ReadOnlyMemory<byte>[] data = [.. pieces[..Needed].Select(piece => (ReadOnlyMemory<byte>)piece)];
        Memory<byte>[] coded = [.. pieces[Needed..].Select(piece => piece.AsMemory())];
        double sizeBytes = (double)Needed * pieces[0].Length;
        List<Figure> figures = [new Figure("archive coding", sizeBytes / ShortWork.Seconds(() => code.Encode(data, coded)) / GigaByte, "GB/cpu-s")];

        // The worst case: as many pieces of data as there are others are missing.
        ErasurePiece[] known = [.. Enumerable.Range(Total - Needed, Needed).Select(place => new ErasurePiece(place, pieces[place]))];
        byte[][] restored = [.. Enumerable.Range(0, Total - Needed).Select(_ => new byte[pieces[0].Length])];
        int[] places = [.. Enumerable.Range(0, Total - Needed)];
        Memory<byte>[] wanted = [.. restored.Select(piece => piece.AsMemory())];
        double seconds = ShortWork.Seconds(() => Invariant.Require(code.TryRestore(known, places, wanted) == ErasureFault.None));
        Invariant.Require(restored.Zip(pieces).All(pair => pair.First.AsSpan().SequenceEqual(pair.Second)));
        figures.Add(new Figure("archive restoring, 3 pieces of data missing", sizeBytes / seconds / GigaByte, "GB/cpu-s"));

        byte[][] copies = [.. data.Select(piece => new byte[piece.Length])];
        seconds = ShortWork.Seconds(() =>
        {
            for (int index = 0; index < copies.Length; index++)
            {
                data[index].CopyTo(copies[index]);
            }
        });
        figures.Add(new Figure("copying the data", sizeBytes / seconds / GigaByte, "GB/cpu-s"));
        figures.Add(KeptHistory.Measure(payments: 16_000, perBlock: 400));
        figures.Add(KeptHistory.Measure(payments: 16_000, perBlock: 40));
        return figures;
    }
}
