using Komandor.Cryptography.Curve25519.Lanes;
using Komandor.Primitives;

namespace Komandor.Cryptography.Tests;

/// <summary>Batches in every backend that the processor has.</summary>
public sealed class LaneBatchTests
{
    [Fact]
    public void Verify_EveryLengthThroughThreeVectors_NamesExactlyTheInvalid()
    {
        for (int count = 0; count <= 49; count++)
        {
            SignatureCheck[] checks = Enumerable.Range(0, count).Select(Make).ToArray();
            bool[] wanted = Enumerable.Repeat(true, count).ToArray();
            Check(checks, wanted);
            if (count % 7 == 5)
            {
                checks[count / 2] = checks[count / 2] with { Message = Message(1_000) };
                checks[count - 1] = checks[count - 1] with { Key = new([2, .. new byte[31]]) };
                wanted[count / 2] = wanted[count - 1] = false;
                Check(checks, wanted);
            }
        }
    }

    private static void Check(SignatureCheck[] checks, bool[] wanted)
    {
        Check<ScalarLane>(checks, wanted);
        Check<Avx2Lanes>(checks, wanted);
        Check<Avx512Lanes>(checks, wanted);
    }

    private static void Check<T>(SignatureCheck[] checks, bool[] wanted)
        where T : unmanaged, ILaneField<T>
    {
        if (T.IsSupported)
        {
            bool[] valid = new bool[checks.Length];
            bool all = wanted.All(one => one);
            Assert.Equal(all, LaneBatch<T>.Verify(checks, valid, out int sums));
            Assert.Equal(wanted, valid);

            // Verdicts by single verification would be as right, and slow.
            Assert.True(!all || sums == (checks.Length < 4 ? checks.Length : 1));
        }
    }

    private static SignatureCheck Make(int number)
    {
        using SigningKey key = new([.. BitConverter.GetBytes(number), .. new byte[28]]);
        return new SignatureCheck(key.PublicKey, Message(number), key.Sign(Message(number)));
    }

    private static Hash256 Message(int number) => Blake2b.Hash(new HashDomain("test"), BitConverter.GetBytes(number));
}
