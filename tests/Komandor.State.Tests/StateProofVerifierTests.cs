using Komandor.Primitives;
using Komandor.Testing;

namespace Komandor.State.Tests;

public sealed class StateProofVerifierTests
{
    private static readonly CompactStateStore Store = Fill(100);

    [Fact]
    public void Verify_EveryChangedByte_IsRefused()
    {
        foreach (Hash256 key in new[] { Key(5), Key(1000) })
        {
            byte[]? value = Store.Get(key);
            byte[] proof = [.. Store.Prove(key).Encoded];
            Assert.Equal(StateProofFault.None, StateProofVerifier.Verify(Store.Root, key, value, new StateProof([.. proof])));
            for (int bit = 0; bit < proof.Length * 8; bit++)
            {
                byte[] changed = [.. proof];
                changed[bit >> 3] ^= (byte)(1 << (bit & 7));
                Assert.NotEqual(StateProofFault.None, StateProofVerifier.Verify(Store.Root, key, value, new StateProof([.. changed])));
            }

            Assert.Equal(StateProofFault.Malformed, StateProofVerifier.Verify(Store.Root, key, value, new StateProof([.. proof, 0])));
            Assert.Equal(StateProofFault.Malformed, StateProofVerifier.Verify(Store.Root, key, value, new StateProof([.. proof[..^1]])));
        }
    }

    [Fact]
    public void Verify_PresenceForAbsenceAndBack_IsRefusedByRuleS6()
    {
        Assert.Equal(StateProofFault.WrongEnd, StateProofVerifier.Verify(Store.Root, Key(5), null, Store.Prove(Key(5))));
        Assert.Equal(StateProofFault.WrongEnd, StateProofVerifier.Verify(Store.Root, Key(1000), [1], Store.Prove(Key(1000))));
    }

    [Fact]
    public void Verify_AnotherValue_IsRefusedByRuleS8() =>
        Assert.Equal(StateProofFault.RootMismatch, StateProofVerifier.Verify(Store.Root, Key(5), [1, 2], Store.Prove(Key(5))));

    [Fact]
    public void Verify_MapBitBeyondTheDepthOrZeroSibling_IsRefusedByRuleS5()
    {
        byte[] proof = [.. Store.Prove(Key(5)).Encoded];
        int depth = proof[0], mapEnd = 1 + ((depth + 7) / 8);
        Assert.NotEqual(0, depth & 7);
        proof[mapEnd - 1] |= 1;
        Assert.Equal(StateProofFault.StraySibling, Verify(proof));
        proof[mapEnd - 1] ^= 1;
        proof.AsSpan(mapEnd, Hash256.SizeBytes).Clear();
        Assert.Equal(StateProofFault.StraySibling, Verify(proof));

        StateProofFault Verify(byte[] changed) => StateProofVerifier.Verify(Store.Root, Key(5), Store.Get(Key(5)), new StateProof([.. changed]));
    }

    [Fact]
    public void Verify_AnotherLeafOffThePathOrTheKeysOwn_IsRefusedByRuleS7()
    {
        // An absent key whose way ends in another leaf.
        Hash256 absent = Enumerable.Range(1000, 500).Select(Key).First(key => Store.Prove(key).Encoded[^65] == ProofBuilder.Other);
        byte[] proof = [.. Store.Prove(absent).Encoded];
        Assert.Equal(StateProofFault.None, StateProofVerifier.Verify(Store.Root, absent, null, new StateProof([.. proof])));
        proof[^64] ^= 0x80;
        Assert.Equal(StateProofFault.ForeignLeaf, StateProofVerifier.Verify(Store.Root, absent, null, new StateProof([.. proof])));

        // Absence of a present key, by its own leaf called another's.
        Hash256 present = Key(5);
        byte[] own = [.. Store.Prove(present).Encoded];
        byte[] forged = [.. own[..^1], ProofBuilder.Other, .. present.ToArray(), .. StateHash.Value(Store.Get(present)).ToArray()];
        Assert.Equal(StateProofFault.ForeignLeaf, StateProofVerifier.Verify(Store.Root, present, null, new StateProof([.. forged])));
    }

    [Fact]
    public void Root_DocumentVectors_AreMet()
    {
        foreach (IReadOnlyDictionary<string, string> vector in DocumentVectors.Read("state.md", "state-root"))
        {
            KeyValuePair<Hash256, byte[]?>[] entries = [.. vector["entries"].Split(' ', StringSplitOptions.RemoveEmptyEntries)
                .Select(entry => entry.Split(':'))
                .Select(entry => new KeyValuePair<Hash256, byte[]?>(Hash256.Parse(entry[0].PadRight(64, '0')), Convert.FromHexString(entry[1])))];
            CompactStateStore store = new(new MemoryStateFiles(), "s");
            Assert.Equal(vector["root"], store.Stage(entries).Root.ToString());
        }
    }

    private static CompactStateStore Fill(int count) =>
        TestStates.Fill(Enumerable.Range(0, count).Select(index => KeyValuePair.Create(Key(index), new[] { (byte)index })));

    private static Hash256 Key(int index) => StateHash.Value(BitConverter.GetBytes(index));
}
