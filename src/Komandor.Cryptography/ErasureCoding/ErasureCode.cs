using System.Buffers;
using System.Runtime.CompilerServices;
using Komandor.Primitives;

namespace Komandor.Cryptography.ErasureCoding;

/// <summary>Reed–Solomon coding: data in k pieces becomes n pieces, any k of which give all others back. docs/protocol/erasure-code.md.</summary>
/// <remarks>The first k pieces are the data. It restores what is missing and finds nothing that is wrong: who takes pieces from others checks them by hashes first.
/// Safe from many threads.</remarks>
public sealed class ErasureCode
{
    /// <summary>The largest number of pieces.</summary>
    public const int MaximumTotal = 255;

    private readonly byte[] _factors;

    /// <summary>A code.</summary>
    /// <param name="needed">How many pieces give all: k, from 1 on.</param>
    /// <param name="total">How many pieces there are: n, from k to 255.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is not in its range.</exception>
    public ErasureCode(int needed, int total)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(needed, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(total, needed);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(total, MaximumTotal);
        Needed = needed;
        Total = total;
        Span<byte> places = stackalloc byte[MaximumTotal];
        for (int place = 0; place < total; place++)
        {
            places[place] = (byte)place;
        }

        _factors = new byte[needed * (total - needed)];
        PieceFactors.Write(places[..needed], places[needed..total], _factors);
    }

    /// <summary>How many pieces give all others back: k.</summary>
    public int Needed { get; }

    /// <summary>How many pieces there are: n.</summary>
    public int Total { get; }

    /// <summary>How long a piece is when the data has <paramref name="dataSizeBytes"/>: the last pieces of data are filled up with zeros.</summary>
    public int PieceSizeBytes(int dataSizeBytes) => Math.Max(1, (int)(((long)dataSizeBytes + Needed - 1) / Needed));

    /// <summary>Computes the pieces that follow the data.</summary>
    /// <param name="data">k pieces of one length.</param>
    /// <param name="coded">Receives the other n − k, each as long; none shares memory with another or with the data.</param>
    public void Encode(ReadOnlySpan<ReadOnlyMemory<byte>> data, ReadOnlySpan<Memory<byte>> coded)
    {
        Invariant.Require(data.Length == Needed && coded.Length == Total - Needed);
        Combine(data, coded, _factors);
    }

    /// <summary>Computes pieces from k others.</summary>
    /// <param name="known">k pieces of different places and one length.</param>
    /// <param name="places">The places of those wanted, below n; a known one is copied.</param>
    /// <param name="wanted">Receives these; each as long as a known piece, and without shared memory.</param>
    /// <returns>What was wrong with the known pieces; nothing was written then.</returns>
    public ErasureFault TryRestore(ReadOnlySpan<ErasurePiece> known, ReadOnlySpan<int> places, ReadOnlySpan<Memory<byte>> wanted)
    {
        Invariant.Require(places.Length == wanted.Length && places.Length <= Total);
        ErasureFault fault = Check(known);
        if (fault != ErasureFault.None)
        {
            return fault;
        }

        Span<byte> knownPlaces = stackalloc byte[MaximumTotal];
        Span<byte> wantedPlaces = stackalloc byte[MaximumTotal];
        ReadOnlyMemory<byte>[] pieces = new ReadOnlyMemory<byte>[Needed];
        for (int index = 0; index < Needed; index++)
        {
            pieces[index] = known[index].Bytes;
            knownPlaces[index] = (byte)known[index].Place;
        }

        for (int index = 0; index < places.Length; index++)
        {
            Invariant.Require(places[index] >= 0 && places[index] < Total);
            wantedPlaces[index] = (byte)places[index];
        }

        byte[] factors = new byte[Needed * places.Length];
        PieceFactors.Write(knownPlaces[..Needed], wantedPlaces[..places.Length], factors);
        Combine(pieces, wanted, factors);
        return ErasureFault.None;
    }

    private ErasureFault Check(ReadOnlySpan<ErasurePiece> known)
    {
        if (known.Length != Needed)
        {
            return ErasureFault.Count;
        }

        Span<bool> isTaken = stackalloc bool[MaximumTotal];
        isTaken.Clear();
        foreach (ErasurePiece piece in known)
        {
            if (piece.Place < 0 || piece.Place >= Total || isTaken[piece.Place])
            {
                return ErasureFault.Place;
            }

            isTaken[piece.Place] = true;
        }

        foreach (ErasurePiece piece in known)
        {
            if (piece.Bytes.IsEmpty || piece.Bytes.Length != known[0].Bytes.Length)
            {
                return ErasureFault.Length;
            }
        }

        return ErasureFault.None;
    }

    [SkipLocalsInit]
    private static unsafe void Combine(ReadOnlySpan<ReadOnlyMemory<byte>> inputs, ReadOnlySpan<Memory<byte>> outputs, ReadOnlySpan<byte> factors)
    {
        int sizeBytes = inputs[0].Length;
        MemoryHandle[] handles = ArrayPool<MemoryHandle>.Shared.Rent(inputs.Length + outputs.Length);
        Span<nint> starts = stackalloc nint[2 * MaximumTotal];
        int pinned = 0;
        try
        {
            foreach (ReadOnlyMemory<byte> input in inputs)
            {
                Invariant.Require(input.Length == sizeBytes);
                handles[pinned] = input.Pin();
                starts[pinned] = (nint)handles[pinned].Pointer;
                pinned++;
            }

            foreach (Memory<byte> output in outputs)
            {
                Invariant.Require(output.Length == sizeBytes);
                handles[pinned] = output.Pin();
                starts[pinned] = (nint)handles[pinned].Pointer;
                pinned++;
            }

            // Safe: every start is pinned and has as many bytes as all.
            GaloisCombiner.Combine(starts[..inputs.Length], starts[inputs.Length..pinned], factors, sizeBytes);
        }
        finally
        {
            for (int index = 0; index < pinned; index++)
            {
                handles[index].Dispose();
            }

            ArrayPool<MemoryHandle>.Shared.Return(handles, clearArray: true);
        }
    }
}
