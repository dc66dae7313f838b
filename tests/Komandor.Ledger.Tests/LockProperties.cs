using System.Numerics;
using CsCheck;
using Komandor.Primitives;

namespace Komandor.Ledger.Tests;

public sealed class LockProperties
{
    internal static readonly Gen<LockNode> Nodes = Gen.Recursive<LockNode>((depth, below) =>
    {
        Gen<LockNode> leaf = Gen.OneOf(
            Gen.Int[0, 15].Select(index => LockNode.Key(TestChain.Keys[index].PublicKey)),
            Gen.Byte.Array[32].Select(bytes => LockNode.Sha256(new Hash256(bytes))),
            Gen.Long[0, long.MaxValue].Select(time => LockNode.After(new Timestamp(time))),
            Gen.Long[0, 4_000_000_000_000_000].Select(time => LockNode.Before(new Timestamp(time))));
        return depth >= 3
            ? leaf
            : Gen.OneOf(
                leaf,
                below.Array[2, 4].Select(parts => LockNode.And([.. parts])),
                below.Array[2, 4].Select(parts => LockNode.Or([.. parts])),
                Gen.Select(below.Array[2, 4], Gen.Int[1, 2], (parts, required) => LockNode.Threshold(required, [.. parts])));
    });

    [Fact]
    public void Encoding_OfAnyLock_RoundTrips() => Nodes.Where(node => node.LeafCount <= 64).Sample(node =>
    {
        Lock made = Lock.Create(node);
        Assert.True(Lock.TryDecode(made.Encoded.Span, out Lock? again, out _));
        return made.Equals(again) && again.Root.LeafCount == node.LeafCount && again.Root.Depth == node.Depth;
    });

    [Fact]
    public void Text_OfAnyLock_RoundTrips() => Nodes.Where(node => node.LeafCount <= 64).Sample(node =>
    {
        Lock made = Lock.Create(node);
        return LockText.TryParse(made.ToString(), out Lock? again, out _, out _) && made.Equals(again);
    }, iter: 30);

    [Fact]
    public void TryDecode_OfAnyBytes_NeverThrowsAndAcceptsOnlyWhatAWriterMakes() =>
        Gen.Select(Nodes.Where(node => node.LeafCount <= 64), Gen.Int[0, 10_000], Gen.Byte).Sample((node, place, value) =>
        {
            byte[] bytes = Lock.Create(node).Encoded.ToArray();
            bytes[place % bytes.Length] = value;
            return !Lock.TryDecode(bytes, out Lock? changed, out _) || Lock.Create(changed.Root).Encoded.Span.SequenceEqual(bytes);
        });

    [Fact]
    public void Needed_OfAnyOpenings_IsWhatTheLockDoesNotHoldWithout() =>
        Gen.Select(Nodes.Where(node => node.LeafCount <= 64), Gen.ULong).Sample((node, random) =>
        {
            ulong opened = node.LeafCount == 64 ? random : random & ((1UL << node.LeafCount) - 1);
            if (!LockEvaluation.Holds(node, 0, opened))
            {
                return true;
            }

            ulong expected = 0;
            for (int leaf = 0; leaf < node.LeafCount; leaf++)
            {
                ulong bit = 1UL << leaf;
                expected |= (opened & bit) != 0 && !LockEvaluation.Holds(node, 0, opened & ~bit) ? bit : 0;
            }

            return BitOperations.PopCount(LockEvaluation.Needed(node, 0, opened) ^ expected) == 0;
        });
}
