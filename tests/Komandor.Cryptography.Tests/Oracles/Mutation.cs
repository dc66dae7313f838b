using System.Numerics;
using Komandor.Cryptography.Proofs;
using Komandor.Cryptography.Tests.Curve25519;

namespace Komandor.Cryptography.Tests.Oracles;

/// <summary>Changes to a context, a statement and a proof that a verifier has to notice, or to ignore as both verifiers do.</summary>
/// <remarks>They know no types: ℓ is added to points too, and points are put where scalars belong.</remarks>
internal static class Mutation
{
    private const int ItemSizeBytes = 32;

    private static readonly Func<byte[], int, Random, byte[]>[] _changes =
    [
        (bytes, item, random) => Flip(bytes, (item * ItemSizeBytes) + random.Next(ItemSizeBytes), random),
        (bytes, item, _) => Replace(bytes, item, number => number + SlowCurve.Order),
        (bytes, item, _) => Replace(bytes, item, number => number + SlowCurve.P),
        (bytes, item, _) => Replace(bytes, item, number => SlowCurve.P - number),
        (bytes, item, _) => Replace(bytes, item, number => SlowCurve.Order - number),
        (bytes, item, _) => Replace(bytes, item, number => number + 1),
        (bytes, item, _) => Replace(bytes, item, number => number ^ (BigInteger.One << 255)),
        (bytes, item, _) => Replace(bytes, item, _ => BigInteger.Zero),
        (bytes, item, random) => Replace(bytes, item, _ => SlowCurve.Number(Item(bytes, random.Next(Count(bytes))))),
        (bytes, item, random) => Swap(bytes, item, random.Next(Count(bytes))),
        (bytes, item, _) => Move(bytes, item, point => point + SlowPoint.Base),
        (bytes, item, _) => Move(bytes, item, point => -point),
        (bytes, item, _) => Move(bytes, item, point => point + point),
        (bytes, _, random) => bytes[..^(random.Next(2) == 0 ? 1 : ItemSizeBytes)],
        (bytes, _, random) => [.. bytes, .. new byte[random.Next(2) == 0 ? 1 : ItemSizeBytes]],
        (bytes, item, _) => [.. bytes, .. Item(bytes, item)],
        (bytes, _, _) => bytes[ItemSizeBytes..],
    ];

    /// <summary>The verdict as the oracles name it: both count the rules of transcripts.md §3.</summary>
    internal static SlowVerdict VerdictOf(ProofFault fault) => (SlowVerdict)fault;

    /// <summary>A copy of the parts with one changed; of part 0, the context, one bit only; now and then nothing at all.</summary>
    internal static byte[][] Apply(byte[][] parts, int seed)
    {
        Random random = new(seed);
        byte[][] changed = [.. parts];
        int part = random.Next(-1, parts.Length);
        if (part == 0)
        {
            changed[0] = Flip(parts[0], random.Next(ItemSizeBytes), random);
        }
        else if (part > 0)
        {
            changed[part] = _changes[random.Next(_changes.Length)](parts[part], random.Next(Count(parts[part])), random);
        }

        return changed;
    }

    /// <summary>Every part's every item moved to another value that reads well: only an equation can tell.</summary>
    /// <param name="parts">The context, the statement's points, the proof.</param>
    /// <param name="scalars">How many scalars the proof ends in.</param>
    internal static IEnumerable<byte[][]> Shifts(byte[][] parts, int scalars)
    {
        for (int part = 1; part < parts.Length; part++)
        {
            int points = Count(parts[part]) - (part == parts.Length - 1 ? scalars : 0);
            for (int item = 0; item < Count(parts[part]); item++)
            {
                byte[][] changed = [.. parts];
                changed[part] = item >= points
                    ? Replace(parts[part], item, number => (number + 1) % SlowCurve.Order)
                    : Move(parts[part], item, point => point + SlowPoint.Base);
                yield return changed;
            }
        }
    }

    private static int Count(byte[] bytes) => bytes.Length / ItemSizeBytes;

    private static byte[] Item(byte[] bytes, int item) => SlowReader.Part(bytes, item);

    private static byte[] Flip(byte[] bytes, int index, Random random)
    {
        byte[] changed = [.. bytes];
        changed[index] ^= (byte)(1 << random.Next(8));
        return changed;
    }

    private static byte[] Replace(byte[] bytes, int item, Func<BigInteger, BigInteger> change)
    {
        byte[] changed = [.. bytes];
        BigInteger number = change(SlowCurve.Number(Item(bytes, item)));
        BigInteger fitting = ((number % (BigInteger.One << 256)) + (BigInteger.One << 256)) % (BigInteger.One << 256);
        SlowCurve.Bytes(fitting).CopyTo(changed, item * ItemSizeBytes);
        return changed;
    }

    private static byte[] Move(byte[] bytes, int item, Func<SlowPoint, SlowPoint> change)
    {
        byte[] changed = [.. bytes];
        if (SlowRistretto.Decode(Item(bytes, item)) is { } point)
        {
            SlowRistretto.Encode(change(point)).CopyTo(changed, item * ItemSizeBytes);
        }

        return changed;
    }

    private static byte[] Swap(byte[] bytes, int left, int right)
    {
        byte[] changed = [.. bytes];
        Item(bytes, left).CopyTo(changed, right * ItemSizeBytes);
        Item(bytes, right).CopyTo(changed, left * ItemSizeBytes);
        return changed;
    }
}
