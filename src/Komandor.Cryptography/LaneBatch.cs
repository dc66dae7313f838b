using System.Buffers;
using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using Komandor.Cryptography.Curve25519;
using Komandor.Cryptography.Curve25519.Lanes;
using Komandor.Primitives;

namespace Komandor.Cryptography;

/// <summary>A batch of signatures under ZIP-215 in lanes: encodings read side by side, then one sum of multiples for all equations.</summary>
/// <remarks>docs/protocol/signatures.md §4. Variable time: all of it is public. One rented buffer holds everything.</remarks>
internal readonly unsafe ref struct LaneBatch<T>
    where T : unmanaged, ILaneField<T>
{
    // Fewer signatures are cheaper one by one.
    private const int BisectionFloor = 4;

    private static readonly long[] _baseRow = LaneSums<T>.Prepare(new[] { EdwardsPoint.Base });

    // What a challenge hashes: the nonce's point, the key and the message.
    private const int InputBytes = (2 * EdwardsPoint.SizeBytes) + Hash256.SizeBytes;

    // What a block of four weights hashes: the transcript and its number.
    private const int WeightInputBytes = Hash256.SizeBytes + sizeof(int);

    private readonly ReadOnlySpan<SignatureCheck> _checks;
    private readonly Span<bool> _valid;
    private readonly long* _keyRows, _nonceRows, _rows;
    private readonly Scalar* _responses, _challenges, _weights, _gathered, _scalars;
    private readonly byte* _inputs, _hashes;

    private LaneBatch(ReadOnlySpan<SignatureCheck> checks, Span<bool> valid, LaneArena arena)
    {
        int count = checks.Length;
        _checks = checks;
        _valid = valid;
        _keyRows = arena.Take<long>(count * LaneRow.TripleLimbs);
        _nonceRows = arena.Take<long>(count * LaneRow.TripleLimbs);
        _rows = arena.Take<long>(((2 * count) + 2) * LaneRow.TripleLimbs);
        _responses = arena.Take<Scalar>(count);
        _challenges = arena.Take<Scalar>(count);
        _weights = arena.Take<Scalar>(count + 3);
        _gathered = arena.Take<Scalar>(count);
        _scalars = arena.Take<Scalar>((2 * count) + 1);
        _inputs = arena.Take<byte>(count * InputBytes);
        _hashes = arena.Take<byte>(count * SHA512.HashSizeInBytes);
    }

    /// <summary>Verifies each check and writes its verdict to the same index of <paramref name="valid"/>.</summary>
    /// <param name="checks">Any number of checks.</param>
    /// <param name="valid">As long as <paramref name="checks"/> at least.</param>
    /// <param name="sums">Gets the number of sums and single verifications that it took: one, if all are valid.</param>
    /// <returns>Whether all are valid.</returns>
    internal static bool Verify(ReadOnlySpan<SignatureCheck> checks, Span<bool> valid, out int sums)
    {
        int count = checks.Length;
        int words = (2 * LaneArena.Words<long>(count * LaneRow.TripleLimbs))
            + LaneArena.Words<long>(((2 * count) + 2) * LaneRow.TripleLimbs)
            + (4 * LaneArena.Words<Scalar>(count + 3))
            + LaneArena.Words<byte>(count * InputBytes)
            + LaneArena.Words<byte>(count * SHA512.HashSizeInBytes)
            + LaneArena.Words<Scalar>((2 * count) + 1)
            + LaneArena.Words<int>(count);
        long[] buffer = ArrayPool<long>.Shared.Rent(words);
        bool all;
        sums = 0;
        fixed (long* start = buffer)
        {
            LaneArena arena = new(start, buffer.Length);
            Span<int> places = new(arena.Take<int>(count), count);
            LaneBatch<T> batch = new(checks, valid, arena);
            int readable = batch.Read(places);
            all = batch.Bisect(places[..readable], ref sums) && readable == count;
        }

        ArrayPool<long>.Shared.Return(buffer);
        return all;
    }

    // Reads every signature by rules Z1 and Z2, and lists those that can be read.
    private int Read(Span<int> places)
    {
        DrawWeights();
        ReadScalars();
        for (int first = 0; first < _checks.Length; first += LanePair<T>.Count)
        {
            ReadGroup(first, Math.Min(LanePair<T>.Count, _checks.Length - first));
        }

        int readable = 0;
        for (int index = 0; index < _checks.Length; index++)
        {
            if (_valid[index])
            {
                places[readable++] = index;
            }
        }

        return readable;
    }

    // Each weight is from 1 to 2¹²⁸: never zero. One hash gives the weights of four neighbours.
    private void DrawWeights()
    {
        int blocks = (_checks.Length + 3) / 4;
        Hash256 transcript = BatchTranscript.Hash(_checks);
        Span<byte> inputs = new(_inputs, blocks * WeightInputBytes), hashes = new(_hashes, blocks * SHA512.HashSizeInBytes);
        for (int block = 0; block < blocks; block++)
        {
            Span<byte> input = inputs.Slice(block * WeightInputBytes, WeightInputBytes);
            transcript.CopyTo(input);
            BinaryPrimitives.WriteInt32LittleEndian(input[Hash256.SizeBytes..], block);
        }

        Sha512Batch.Hash(inputs, WeightInputBytes, hashes);
        for (int index = 0; index < 4 * blocks; index++)
        {
            _weights[index] = Scalar.ReadHalf(hashes[(index * 16)..]) + Scalar.One;
        }
    }

    // Reads S by rule Z1 and hashes the challenges, whose inputs stay for the points to be read from.
    private void ReadScalars()
    {
        Span<byte> inputs = new(_inputs, _checks.Length * InputBytes), hashes = new(_hashes, _checks.Length * SHA512.HashSizeInBytes);
        Span<byte> response = stackalloc byte[Scalar.SizeBytes];
        for (int index = 0; index < _checks.Length; index++)
        {
            ref readonly SignatureCheck check = ref _checks[index];
            Span<byte> input = inputs.Slice(index * InputBytes, InputBytes);
            check.Signature.R.CopyTo(input);
            check.Key.CopyTo(input[EdwardsPoint.SizeBytes..]);
            check.Message.CopyTo(input[(2 * EdwardsPoint.SizeBytes)..]);
            check.Signature.S.CopyTo(response);
            _valid[index] = Scalar.TryRead(response, out _responses[index]);
        }

        Sha512Batch.Hash(inputs, InputBytes, hashes);
        Scalar.ReadWideBatch(hashes, new Span<Scalar>(_challenges, _checks.Length));
    }

    private void ReadGroup(int first, int used)
    {
        Span<byte> keys = stackalloc byte[LaneRow.MaxLanes * EdwardsPoint.SizeBytes];
        Span<byte> nonces = stackalloc byte[LaneRow.MaxLanes * EdwardsPoint.SizeBytes];
        keys.Clear();
        nonces.Clear();
        for (int lane = 0; lane < used; lane++)
        {
            ReadOnlySpan<byte> input = new(_inputs + ((first + lane) * InputBytes), InputBytes);
            input[..EdwardsPoint.SizeBytes].CopyTo(nonces[(lane * EdwardsPoint.SizeBytes)..]);
            input.Slice(EdwardsPoint.SizeBytes, EdwardsPoint.SizeBytes).CopyTo(keys[(lane * EdwardsPoint.SizeBytes)..]);
        }

        uint readable = ReadPoints(keys, _keyRows, first) & ReadPoints(nonces, _nonceRows, first);
        for (int lane = 0; lane < used; lane++)
        {
            _valid[first + lane] &= (readable >> lane & 1) == 1;
        }
    }

    // Reads a point a lane and writes its negative's row; lanes past the last check write where the sum's first row will be.
    [SkipLocalsInit]
    private uint ReadPoints(ReadOnlySpan<byte> encoded, long* rows, int first)
    {
        long** targets = stackalloc long*[LaneRow.MaxLanes];
        for (int lane = 0; lane < LanePair<T>.Count; lane++)
        {
            targets[lane] = first + lane < _checks.Length ? rows + ((nint)(first + lane) * LaneRow.TripleLimbs) : _rows;
        }

        uint readable = LaneZip215<LanePair<T>>.Read(encoded, out LanePair<T> x, out LanePair<T> y);
        LanePowers<LanePair<T>>.NegateWhere(uint.MaxValue, ref x);
        LaneRows<LanePair<T>>.Write(x, y, targets);
        return readable;
    }

    // A sum that vanishes clears the whole span; one that does not is halved, down to single verification.
    private bool Bisect(ReadOnlySpan<int> places, ref int sums)
    {
        sums += places.Length < BisectionFloor ? places.Length : 1;
        if (places.Length < BisectionFloor)
        {
            bool all = true;
            Span<byte> message = stackalloc byte[Hash256.SizeBytes];
            foreach (int place in places)
            {
                _checks[place].Message.CopyTo(message);
                _valid[place] = Ed25519Zip215.Verify(_checks[place].Key, message, _checks[place].Signature);
                all &= _valid[place];
            }

            return all;
        }

        if (Vanishes(places))
        {
            return true;
        }

        int half = places.Length / 2;
        bool first = Bisect(places[..half], ref sums);
        return Bisect(places[half..], ref sums) && first;
    }

    // Whether [8] Σ zᵢ·([Sᵢ]B − [kᵢ]Aᵢ − Rᵢ) is neutral. In order: B and the keys, whose scalars are long, then the nonces, whose are short.
    private bool Vanishes(ReadOnlySpan<int> places)
    {
        int count = places.Length;
        Span<Scalar> products = new(_scalars + 1, count), weights = new(_scalars + 1 + count, count), gathered = new(_gathered, count);
        Gather(_weights, places, weights);
        Gather(_responses, places, gathered);
        Scalar.MultiplyBatch(weights, gathered, products);
        Scalar baseScalar = default;
        foreach (ref readonly Scalar product in products)
        {
            baseScalar += product;
        }

        _scalars[0] = baseScalar;
        Gather(_challenges, places, gathered);
        Scalar.MultiplyBatch(weights, gathered, products);
        CopyRow(_baseRow, 0);
        for (int index = 0; index < count; index++)
        {
            CopyRow(new(_keyRows + ((nint)places[index] * LaneRow.TripleLimbs), LaneRow.TripleLimbs), 1 + index);
            CopyRow(new(_nonceRows + ((nint)places[index] * LaneRow.TripleLimbs), LaneRow.TripleLimbs), 1 + count + index);
        }

        EdwardsPoint sum = LanePippenger<T>.Sum(_rows, new(_scalars, (2 * count) + 1), 1 + count);
        return sum.MultiplyByCofactor().IsIdentityMask() == 1;
    }

    private static void Gather(Scalar* scalars, ReadOnlySpan<int> places, Span<Scalar> gathered)
    {
        for (int index = 0; index < places.Length; index++)
        {
            gathered[index] = scalars[places[index]];
        }
    }

    private void CopyRow(ReadOnlySpan<long> row, int index) =>
        row.CopyTo(new Span<long>(_rows + ((nint)index * LaneRow.TripleLimbs), LaneRow.TripleLimbs));
}
